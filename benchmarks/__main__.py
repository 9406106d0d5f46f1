"""`python -m benchmarks`: measure, print a table, write benchmarks/results.json.

`python -m benchmarks race` measures one part alone. The race to 99 % takes most of two hours,
the others some minutes.
"""

import argparse
import json
import os
import platform
from pathlib import Path

from benchmarks import (
    class_at_once,
    class_faults,
    desk,
    draw,
    fairness,
    live_plot,
    memory,
    page,
    photographs,
    presets,
    race,
    reproducible,
    worker,
)

RESULTS = Path(__file__).parent / "results.json"
PARTS = {
    "race": race,
    "page": page,
    "draw": draw,
    "photographs": photographs,
    "desk": desk,
    "live_plot": live_plot,
    "worker": worker,
    "memory": memory,
    "fairness": fairness,
    "reproducible": reproducible,
    "class_at_once": class_at_once,
    "class_faults": class_faults,
    "presets": presets,
}
# Those to which as many students come as `--students` says.
CLASSES = {"class_at_once": class_at_once, "class_faults": class_faults}


def main():
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help=f"{', '.join(PARTS)}; everything without one",
    )
    usual = " and ".join(f"{part.STUDENTS} in {name}" for name, part in CLASSES.items())
    number = f"how many students come; default {usual}"
    parser.add_argument("--students", type=int, help=number)
    options = parser.parse_args()
    for part in CLASSES.values():
        part.STUDENTS = options.students or part.STUDENTS
    rows = []
    for name in options.parts or PARTS:
        rows += PARTS[name].measure()
    width = max(len(row["what"]) for row in rows)
    for row in rows:
        measured = f"{row['measured']:>8.2f} {row['unit']:4}"
        print(f"{row['what']:{width}}  {measured}  to reach: {row['to_reach']:g}")
    machine = {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "load": os.getloadavg(),
    }
    results = json.dumps({"machine": machine, "rows": rows}, indent=1)
    RESULTS.write_text(results + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
