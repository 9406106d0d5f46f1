"""A class that is inside while something goes wrong, and what is measured of it then."""

import collections
import contextlib
import itertools
import math
import re
import sys
import time
from pathlib import Path

import psutil

from benchmarks.class_lab import SECONDS_TO_GO, kernels_of, lab_for, query
from benchmarks.class_runs import Onward, damage_of, runs_in
from benchmarks.lesson import Part, at, seconds_of
from benchmarks.page import processes_in, row
from benchmarks.steady_student import SteadyStudent

# What a student trains: on two cores some seconds of training, so that it can be interrupted.
CHOICES = {"epochs": 20, "num_train": 3000}
SECONDS_TO_TRAIN = 300
SECONDS_TO_OPEN = 0.6  # for each of them
SECONDS_TO_COME_BACK = 10  # within which all of them ask for their pages again
MOST_SAID = 30
GROUPS = 5


class ClassUnderFault:
    """A class whose students have opened the page and drawn; some of them train at each fault.

    faults: {what goes wrong: the parts that the students do then, in order}.
    choices: what they train.
    """

    def __init__(self, environment, number, faults, **choices):
        self.environment = environment
        self.number = number
        self.choices = CHOICES | choices
        self.process = None
        self._stack = contextlib.ExitStack()
        self._first = [Part("open", SECONDS_TO_OPEN * number), Part("draw")]
        self._parts = {(f, n): Part(n, _within(n)) for f, names in faults.items() for n in names}
        self._leave = Part("leave")
        self.students = []

    def __enter__(self):
        address = self.serve()
        lesson = [*self._first, *self._parts.values(), self._leave]
        asked = query(**self.choices)
        self.students = [SteadyStudent(address, asked, lesson) for _ in range(self.number)]
        for student in self.students:
            student.start()
        for part in self._first:
            part.begin(self.students)
        self._print_what_was_said("all is well", self._errors)
        return self

    def __exit__(self, *error):
        self._stack.close()

    def serve(self, port=None):
        """Serve the lab, anew where its server was killed; return its address."""
        most = f"--most-pages={self.number}"
        lab = lab_for(self.environment, self._folder, most, port=port)
        address, self.process = self._stack.enter_context(lab)
        return address

    @property
    def _folder(self):
        return Path(self.environment["JUPYTER_RUNTIME_DIR"])

    @property
    def runs(self):
        return runs_in(self.environment["LAB_RUNS"])

    @property
    def kernels(self):
        return kernels_of(self.process)

    def engine(self):
        """Return the engine's process and its workers'."""
        (found,) = [p for p in processes_in(self.environment) if _runs(p, "cnnlab.engine.process")]
        return found, [p for p in found.children() if _runs(p, "spawn_main")]

    def group(self, place):
        """Return the students of a group, from 0: those who train at one of the faults."""
        size = max(1, self.number // GROUPS)
        return self.students[place * size : (place + 1) * size]

    def begin(self, fault, part, students=None):
        """Have students, all where none are named, do a part of what a fault brings."""
        self._parts[fault, part].begin(students or self.students)

    def wait_for_checkpoint(self):
        """Wait until a run is in training that could go on from a checkpoint."""
        deadline = time.monotonic() + SECONDS_TO_TRAIN
        while not any(run.progress.status == "training" and _has_begun(run) for run in self.runs):
            if time.monotonic() > deadline:
                raise TimeoutError("no run has a checkpoint")
            time.sleep(0.1)

    @contextlib.contextmanager
    def measuring(self, fault):
        """Give a list that holds the rows of what happens within the block, once that ends."""
        rows = []
        for student in self.students:
            student.take_what_was_said()
            student.seconds = {}
            student.errors = []
        told_before = len(self._tracebacks())
        onward = Onward(self.runs)
        onward.start()
        yield rows
        told = seconds_of(self.students)
        went_on = onward.end()
        errors = self._errors
        self._print_what_was_said(fault, errors)
        tracebacks = self._tracebacks()[told_before:]
        print(*tracebacks, sep="\n", file=sys.stderr)
        runs = self.runs
        begun = sum(student.num_runs for student in self.students)
        damaged = list(filter(None, map(damage_of, runs)))
        print(*damaged, sep="\n", file=sys.stderr)
        answered = told["slider"]
        on = len(onward.runs)
        rows += [
            row(f"{fault}: pages that answer a slider", len(answered), "", self.number),
            row(f"{fault}: the slowest of them", at(1, answered), "s", 3),
            row(f"{fault}: runs that were on or waited, and went on", len(went_on), "", on),
            row(f"{fault}: the first of them", min(went_on, default=math.nan), "s", 60),
            row(f"{fault}: the last of them, after its turn", at(1, went_on), "s", 600),
            row(f"{fault}: error pages, and what else went wrong", len(errors), "", 0),
            row(f"{fault}: tracebacks in the log", len(tracebacks), "", 0),
            row(f"{fault}: runs lost", max(0, begun - len(runs)), "", 0),
            row(f"{fault}: runs damaged", len(damaged), "", 0),
        ]
        if "come back" in told:
            back = told["come back"]
            rows.append(row(f"{fault}: students who found their book", len(back), "", self.number))
            rows.append(row(f"{fault}: the slowest of them", at(1, back), "s", 60))

    @property
    def _errors(self):
        return [error for student in self.students for error in student.errors]

    def _tracebacks(self):
        """Return the lines before the tracebacks that the log has."""
        log = self._folder / "lab.log"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [before for before, line in itertools.pairwise(lines) if "Traceback" in line]

    def _print_what_was_said(self, fault, errors):
        """Print what the pages have said of their runs, that somebody may judge it."""
        said = collections.Counter()
        for student in self.students:
            said.update({re.sub(r"\d+(\.\d+)?", "#", s) for s in student.take_what_was_said()})
        print(f"\n{fault}: on how many pages was said", file=sys.stderr)
        for sentence, pages in said.most_common(MOST_SAID):
            print(f"  {pages:3}  {sentence}", file=sys.stderr)
        for error in errors:
            print(f"  went wrong: {error}", file=sys.stderr)

    def leaves(self):
        """Have all leave; return the row of what is left of them."""
        self._leave.begin(self.students)
        time.sleep(SECONDS_TO_GO)
        left = max(0, len(self.kernels) - 1)  # one always waits for the next visitor
        return row("kernels left after all have gone", left, "", 0)


def left_of(processes, fault):
    """Return the row of how many of these processes, which were to end, are still there."""
    _gone, alive = psutil.wait_procs(processes, timeout=10)
    return row(f"{fault}: processes left of what was killed", len(alive), "", 0)


def _within(name):
    return SECONDS_TO_COME_BACK if name == "come_back" else 0.0


def _runs(process, module):
    with contextlib.suppress(psutil.Error):  # it has just ended
        return any(module in word for word in process.cmdline())
    return False


def _has_begun(run):
    return run.progress.epoch > 0
