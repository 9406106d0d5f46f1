"""What a class sees of a full disk: `class_faults` runs this where it may mount one of its own.

`python -m benchmarks.full_disk 40` mounts a small file system for the runs. Begun by `unshare
--mount`, nobody else sees it, and it goes with the last process of this lab, whatever ends that.
"""

import contextlib
import json
import sys
import threading
import time
from pathlib import Path

from benchmarks.class_under_fault import ClassUnderFault
from benchmarks.page import fresh_lab
from tests.small_disk import fill, small_disk

FULL = "the disk is full"
PARTS = {FULL: ["train", "come_back", "answer", "press_in_vain", "go_on"]}
NOT_ALLOWED = "This account may mount no file system, so what a full disk does was not measured."
# What the lab wants for its runs, 1 GB, and some to spare.
SIZE = "1200m"
SECONDS_BETWEEN_FILLINGS = 0.1
SECONDS_FULL = 60  # some runs come to their end in that time


def measure(number):
    """Return the rows of the table."""
    with fresh_lab() as environment:
        disk = Path(environment["LAB_RUNS"])
        disk.mkdir()
        with small_disk(disk, SIZE) as mounted:
            if mounted is None:  # or the machine's own disk would be filled
                print(NOT_ALLOWED, file=sys.stderr)
                return []
            with ClassUnderFault(environment, number, PARTS) as class_:
                rows = _filled(class_, mounted)
                return [*rows, class_.leaves()]


def _filled(class_, disk):
    """Fill the disk while one group trains; let all open the page again, and another train."""
    early = class_.group(0)
    late = class_.group(1)
    class_.begin(FULL, "train", early)
    class_.wait_for_checkpoint()
    with class_.measuring(FULL) as rows:
        with full(disk):
            class_.begin(FULL, "come_back")
            class_.begin(FULL, "answer")
            class_.begin(FULL, "press_in_vain", late)
            time.sleep(SECONDS_FULL)
        class_.begin(FULL, "go_on", [*early, *late])
    return rows


@contextlib.contextmanager
def full(disk):
    """Leave no room on a disk within the block, whatever is removed there meanwhile."""
    ends = threading.Event()

    def go_on_filling():
        while not ends.wait(SECONDS_BETWEEN_FILLINGS):
            fill(disk)

    filler = fill(disk)
    filling = threading.Thread(target=go_on_filling, daemon=True)
    filling.start()
    try:
        yield
    finally:
        ends.set()
        filling.join()
        filler.unlink()


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
