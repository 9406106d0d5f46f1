"""`python -m benchmarks`: measure the page, print a table, write benchmarks/results.json."""

import json
import os
import platform
from pathlib import Path

from benchmarks import draw, live_plot, page, reproducible, worker

RESULTS = Path(__file__).parent / "results.json"


def main():
    rows = [*page.measure(), *draw.measure(), *live_plot.measure(), *worker.measure(), *reproducible.measure()]
    width = max(len(row["what"]) for row in rows)
    for row in rows:
        print(f"{row['what']:{width}}  {row['measured']:>8.2f} {row['unit']:4}  to reach: {row['to_reach']:g}")
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "load": os.getloadavg()}
    RESULTS.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
