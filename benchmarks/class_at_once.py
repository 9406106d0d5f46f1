"""A class at once: students without browsers, and some real ones, on one server.

They come, move a slider, draw a digit, train, watch, look at the confusion matrix and leave. What
they train is "fast" on few images, so that a hundred runs end within minutes.
"""

import contextlib
import json
import os
import statistics
import sys
import time
from pathlib import Path

from benchmarks.class_lab import SECONDS_TO_GO, kernels_of, lab_for, query
from benchmarks.lesson import Part, at, seconds_of
from benchmarks.page import BROWSER, fresh_lab, open_page, processes_in, row
from benchmarks.student import Student
from tests.browser.driving import chromium_page

STUDENTS = 100  # `python -m benchmarks class_at_once --students 10` has fewer
READY = "The pages for the class are made."
BROWSERS = 5
WATCHERS = 10  # how many stay until their run has finished; the others leave it in the queue
MIB = 2**20


def memory_of(environment):
    """Return what server, pages and engine hold together, in GiB, shared memory counted once."""
    held = [process.memory_full_info().pss for process in processes_in(environment)]
    return sum(held) / 2**30


def spent_by(process):
    """Return the seconds of processor time that a page's kernel has spent, in the middle."""
    times = [kernel.cpu_times() for kernel in kernels_of(process)]
    return statistics.median(spent.user + spent.system for spent in times)


def runs_finished(environment):
    states = Path(environment["LAB_RUNS"]).glob("*/*/progress.json")
    statuses = [json.loads(state.read_text(encoding="utf-8"))["status"] for state in states]
    return statuses.count("finished")


@contextlib.contextmanager
def real_pages(address, number):
    """Open as many pages in a Chromium, each a visitor's of its own; give the seconds it took."""
    with chromium_page(BROWSER) as first:
        pages = [first.context.browser.new_page() for _ in range(number)]
        yield [open_page(page, f"{address}?{query()}") for page in pages]


def measure():
    """Return rows of the table."""
    students = STUDENTS
    load = os.getloadavg()[0]
    with fresh_lab() as environment:
        rows = _lesson(environment, students)
    with fresh_lab() as environment:
        rows += _expected_class(environment, max(1, 2 * students // 5))
    return [*rows, row("load of the machine before it began", load, "", 0)]


def _lesson(environment, number):
    """Have a class come of which nobody was told, and do all that it does in a lesson."""
    folder = Path(environment["JUPYTER_RUNTIME_DIR"])
    lesson = [Part("open", within=0.6 * number), *map(Part, ("move", "draw"))]
    lesson += [Part("train", within=0.1 * number), *map(Part, ("watch", "look", "leave"))]
    parts = {part.name: part for part in lesson}
    most = f"--most-pages={number + BROWSERS}"
    with lab_for(environment, folder, most) as (address, process):
        class_ = [Student(address, query(), lesson) for _ in range(number)]
        for student in class_:
            student.start()
        parts["open"].begin(class_)
        with real_pages(address, min(BROWSERS, number)) as opened:
            spent = spent_by(process)
            held = memory_of(environment)
            parts["move"].begin(class_)
            parts["draw"].begin(class_)
            trainers = class_[: max(1, 2 * number // 5)]
            parts["train"].begin(trainers)
            watchers = trainers[:WATCHERS]
            for name in ("watch", "look"):
                parts[name].begin(watchers)
            held_late = memory_of(environment)
            pages = [process.memory_full_info().pss / MIB for process in kernels_of(process)]
        parts["leave"].begin(class_)
        time.sleep(SECONDS_TO_GO)
        left = max(0, len(kernels_of(process)) - 1)  # one always waits for the next visitor
    errors = [error for student in class_ for error in student.errors]
    for error in errors:
        print(f"went wrong: {error}", file=sys.stderr)
    tracebacks = (folder / "lab.log").read_text(encoding="utf-8").count("Traceback")
    told = seconds_of(class_)
    return [
        row(
            f"{number} open within {parts['open'].within:g} s, no pool: median",
            at(0.5, told["open"]),
            "s",
            8,
        ),
        row("the same: slowest", at(1, told["open"]), "s", 8),
        row("Chromium beside them: slowest", max(opened), "s", 8),
        row("a page's kernel has spent when it is open", spent, "s", 1.0),
        row(f"all {number} inside: memory of everything", held, "GiB", 14),
        row("the same, after they have trained", held_late, "GiB", 14),
        row("a page's kernel then: largest, proportional", max(pages), "MiB", 90),
        row("a slider is answered: 95th percentile", at(0.95, told["slider"]), "s", 0.5),
        row("a drawing is answered: 95th percentile", at(0.95, told["draw"]), "s", 0.5),
        row(
            f"{len(trainers)} press Train: each has a place: slowest", at(1, told["train"]), "s", 1
        ),
        row(
            f"until the first {len(watchers)} of them have trained", at(1, told["watch"]), "s", 600
        ),
        row("things that went wrong", len(errors), "", 0),
        row("runs lost", max(0, len(watchers) - runs_finished(environment)), "", 0),
        row("tracebacks in the log", tracebacks, "", 0),
        row("kernels left after all have gone", left, "", 0),
    ]


def _expected_class(environment, number):
    """Have a class come that the server was told of, all within ten seconds."""
    folder = Path(environment["JUPYTER_RUNTIME_DIR"])
    part = Part("open", within=10)
    with lab_for(environment, folder, f"--class={number}") as (address, process):
        began = time.perf_counter()
        while READY not in process.stdout.readline():
            pass
        made = time.perf_counter() - began
        class_ = [Student(address, query(), [part]) for _ in range(number)]
        for student in class_:
            student.start()
        part.begin(class_)
    opened = seconds_of(class_)["open"]
    return [
        row(f"a pool for {number} is made", made, "s", 3 * number),
        row(f"{number} open within 10 s, pool ready: median", at(0.5, opened), "s", 1.0),
        row("the same: slowest", at(1, opened), "s", 3),
    ]
