"""A lesson in parts, which a class of simulated students has, and what they measure of it."""

import collections
import math
import threading
import time


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
