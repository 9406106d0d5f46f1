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
    "presets": presets,
}


def main():
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help=f"{', '.join(PARTS)}; everything without one",
    )
    number = "how many come at once in class_at_once; default 100"
    parser.add_argument("--students", type=int, default=class_at_once.STUDENTS, help=number)
    options = parser.parse_args()
    class_at_once.STUDENTS = options.students
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
