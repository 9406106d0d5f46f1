"""A class at once: students without browsers, and some real ones, on one server.

They come, move a slider, draw a digit, train, watch, look at the confusion matrix and leave. What
they train is "fast" on few images, so that a hundred runs end within minutes.
"""

import collections
import contextlib
import json
import math
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

from benchmarks.page import BROWSER, fresh_lab, open_page, processes_in, row
from benchmarks.student import Student
from cnnlab.session.preset_choices import preset_choices
from tests.browser.driving import PROJECT, chromium_page, free_port

STUDENTS = 100  # `python -m benchmarks class_at_once --students 10` has fewer
IMAGES = 2000
READY = "The pages for the class are made."
SECONDS_TO_GO = 30
BROWSERS = 5
WATCHERS = 10  # how many stay until their run has finished; the others leave it in the queue
MIB = 2**20


class Part:
    """A part of the lesson that students begin one after another within so many seconds.

    Nobody begins it before `begin` is called, with those who do it; the others leave it out.
    """

    def __init__(self, name, within=0.0):
        self.name = name
        self.within = within
        self.began = None
        self.order = {}
        self.done = set()
        self.changed = threading.Condition()

    def begin(self, students):
        """Let these students do it; return when all have done it, or could not."""
        with self.changed:
            gap = self.within / len(students)
            self.order = {student: number * gap for number, student in enumerate(students)}
            self.began = time.monotonic()
            self.changed.wait_for(lambda: self.done >= set(students))

    def begins(self, student):
        if self.began is None or student not in self.order:
            return False
        return time.monotonic() >= self.began + self.order[student]

    def leaves_out(self, student):
        return self.began is not None and student not in self.order

    def is_done(self, student):
        with self.changed:
            self.done.add(student)
            self.changed.notify_all()


@contextlib.contextmanager
def lab_for(environment, folder, *options):
    """Serve the lab to a class; give its address, its process and what it prints."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "cnnlab", "serve", "--visitors", f"--port={port}", *options],
        cwd=PROJECT,
        env=os.environ | environment | {"LAB_LOG": str(folder / "lab.log")},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        process.stdout.readline()
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.terminate()
        process.wait(60)


def query():
    """Return the set-up that the students open: "fast", on few images."""
    asked = preset_choices("fast") | {"epochs": 1, "num_train": IMAGES}
    return "&".join(f"{name}={value}" for name, value in asked.items())


def kernels_of(process):
    """Return the pages' kernels."""
    children = psutil.Process(process.pid).children(recursive=True)
    return [child for child in children if _is_kernel(child)]


def _is_kernel(process):
    with contextlib.suppress(psutil.Error):  # it has just ended
        return "ipykernel_launcher" in process.cmdline()
    return False


def memory_of(environment):
    """Return what server, pages and engine hold together, in GiB, shared memory counted once."""
    held = [process.memory_full_info().pss for process in processes_in(environment)]
    return sum(held) / 2**30


def spent_by(process):
    """Return the seconds of processor time that a page's kernel has spent, in the middle."""
    times = [kernel.cpu_times() for kernel in kernels_of(process)]
    return statistics.median(spent.user + spent.system for spent in times)


def seconds_of(class_):
    """Return all that a class's students have measured, by name."""
    told = collections.defaultdict(list)
    for student in class_:
        for name, seconds in student.seconds.items():
            told[name] += seconds
    return told


def at(share, seconds):
    """Return what a share of the seconds are not more than; not a number where there are none."""
    return sorted(seconds)[math.ceil(share * len(seconds)) - 1] if seconds else math.nan


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
