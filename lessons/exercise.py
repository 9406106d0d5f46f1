"""An exercise and its check: *right*, *not yet* with a hint, or *not tried*; never a traceback, whatever is passed.

A lesson's exercises are the methods of one class, made for a student; the notebook calls it
`check`:

    class Exercises(Lesson):
        @exercise(
            hint="The window holds nine pixels.",
            solution="kernel_sum = int((self.window * self.kernel).sum())",
        )
        def kernel_sum(self, answer):
            '''What does the kernel give for this window?'''
            return whole_number(answer) == 3 or "Multiply first, then add."

    check = Exercises()
    check.kernel_sum(kernel_sum)    check.kernel_sum.hint()    check.kernel_sum.solution()
"""

import dataclasses
import hashlib
import html
import reprlib
import warnings
from collections.abc import Callable, Mapping

import numpy as np

NOT_TRIED, NOT_YET, RIGHT = "not tried", "not yet", "right"
# What stands before the words, and the colour beside them: the words alone say it, too.
LOOKS = {NOT_TRIED: ("○", "#8c8c8c"), NOT_YET: ("✗", "#D55E00"), RIGHT: ("✓", "#009E73")}


class NotYet(Exception):  # noqa: N818 (it is a verdict, no error)
    """Raised where an answer cannot be right; the message is the hint."""


@dataclasses.dataclass(frozen=True, repr=False)
class Verdict:
    """What a check says. status: "right", "not yet" or "not tried"; message: a sentence or two for the student."""

    status: str
    message: str

    def __repr__(self):
        return f"{self.status.capitalize()}. {self.message}"

    def _repr_html_(self):
        mark, color = LOOKS[self.status]
        style = f"border-left: 4px solid {color}; padding: 2px 10px; max-width: 70ch; white-space: pre-wrap"
        words = html.escape(self.message)
        return f'<div style="{style}" role="status">{mark} <b>{self.status.capitalize()}.</b> {words}</div>'


class Words(str):
    """Text that a notebook shows as it is, without quotation marks."""

    __slots__ = ()

    def __repr__(self):
        return str(self)


@dataclasses.dataclass(frozen=True, repr=False)
class Exercise:
    """One exercise of a lesson, for one student.

    judge: takes the lesson, the answer and what else the check was given. It returns True where
        all of the answer is right, or the hint that fits the answer; or it raises NotYet.
    """

    judge: Callable
    hint_text: str
    solution_text: str
    praise: str
    lesson: object = None

    def __get__(self, lesson, owner=None):
        return self if lesson is None else dataclasses.replace(self, lesson=lesson)

    def __repr__(self):
        return " ".join(self.judge.__doc__.split())

    def __call__(self, answer=..., *given):
        """Check an answer, whatever it is; given: what the answer was made from, where the notebook computed that.

        Returns a `Verdict`, which a notebook shows when the call ends a cell.
        """
        try:
            if is_missing(answer):
                return Verdict(
                    NOT_TRIED, "Put your answer in the place of the dots, then run the cell again."
                )
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                found = self.judge(self.lesson, answer, *given)
        except NotYet as hint:
            found = str(hint)
        except Exception:  # whatever an answer's own methods raise: a student gets a sentence
            found = f"{said(answer)} came, and that cannot be read as an answer. {self.hint_text}"
        if found is True:
            return Verdict(RIGHT, self.praise)
        return Verdict(NOT_YET, found if isinstance(found, str) else self.hint_text)

    def hint(self):
        """Return the exercise's hint."""
        return Words(self.hint_text)

    def solution(self):
        """Return a solution: lines of Python that set the answer's name."""
        return Words(self.solution_text)


def exercise(hint, solution, praise=""):
    """Make a method of a `Lesson` an exercise; its docstring is the task, its name that of the answer."""

    def make(judge):
        return Exercise(judge, hint, solution.strip("\n"), praise)

    return make


class Lesson:
    """A lesson's exercises, for one student. `check = Exercises(STUDENT)`.

    student: a student's number, as text or int, which chooses what may differ between students;
        "" for nobody's.
    """

    def __init__(self, student=""):
        self.student = "" if student is None else str(student).strip()

    def __repr__(self):
        return "\n".join(f"check.{name}: {getattr(self, name)!r}" for name in self.names())

    @classmethod
    def names(cls):
        """Return the names of the exercises, in their order."""
        return [name for name, value in vars(cls).items() if isinstance(value, Exercise)]

    def choose(self, purpose, options):
        """Return one of `options`: the first one for nobody's number, else always the same one for a student."""
        if not self.student:
            return options[0]
        number = int.from_bytes(
            hashlib.sha256(f"{purpose} {self.student}".encode()).digest()[:8], "big"
        )
        return options[number % len(options)]


def is_missing(answer):
    """Say whether nothing was filled in: None, or dots anywhere in a list, tuple or dictionary."""
    if answer is None or answer is ...:
        return True
    if isinstance(answer, Mapping):
        answer = list(answer.values())
    return isinstance(answer, list | tuple) and any(
        part is not answer and is_missing(part) for part in answer
    )


def said(answer):
    """Return an answer as a short text for a sentence: its type, and its value where that is short."""
    try:
        value = " ".join(reprlib.repr(answer).split())
    except Exception:  # an answer's own __repr__
        value = ""
    kind = type(answer).__name__
    return f"{value} ({kind})" if 0 < len(value) <= 40 else f"A value of type {kind}"
