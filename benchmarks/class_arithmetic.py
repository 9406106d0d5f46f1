"""What a class needs: memory, and minutes until all have trained once, for each preset.

`python -m benchmarks presets` measures what a run of each preset costs; after that
`python -m benchmarks.class_arithmetic` prints the table of INSTRUCTOR.md.
"""

import json
import math
import re
from pathlib import Path

from cnnlab.app import limits

RESULTS = Path(__file__).parent / "results.json"
MEASURED = re.compile('processor time of a run of "(.+)"')
# Students and cores.
CLASSES = [(30, 2), (30, 4), (60, 2), (60, 4), (60, 8), (120, 4), (120, 8), (120, 16)]


def measured(rows: list[dict]) -> dict[str, float]:
    """Return the processor seconds of a run of each preset, from rows of results.json."""
    found = [(MEASURED.fullmatch(row["what"]), row["measured"]) for row in rows]
    return {match[1]: seconds for match, seconds in found if match}


def memory(students: int, cores: int) -> int:
    """Return the gigabytes that the server counts for so many pages, and half as many workers."""
    further = max(1, cores // 2) - 1
    pages = students * limits.BYTES_OF_A_PAGE
    needed = limits.BYTES_BESIDE_PAGES + further * limits.BYTES_OF_A_WORKER + pages
    return math.ceil(needed / 2**30)


def minutes(students: int, cores: int, seconds: float) -> float:
    """Return after how long all have trained once, where nothing else keeps the cores busy.

    seconds: processor time of a run.
    """
    return students * seconds / cores / 60


def table(seconds: dict[str, float]) -> list[str]:
    """Return the table in Markdown: a row for each class, a column for each preset, fastest first.

    seconds: processor time of a run of each preset; the table shows it whole, and follows from
        what it shows.
    """
    costs = {preset: round(seconds[preset]) for preset in sorted(seconds, key=seconds.__getitem__)}
    lines = [
        _line(["students", "cores", "memory", *costs]),
        "|" + "--:|" * (3 + len(costs)),
        _line(["", "", "a run takes", *(f"{cost} s" for cost in costs.values())]),
    ]
    for size in CLASSES:
        times = [f"{math.ceil(minutes(*size, cost))} min" for cost in costs.values()]
        lines.append(_line([*map(str, size), f"{memory(*size)} GB", *times]))
    return lines


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    print("\n".join(table(measured(results["rows"]))))
