"""An exercise and its check: *right*, *not yet* with a hint, or *not tried*; never a traceback.

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
import inspect
import logging
import random
import re
import reprlib
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from lessons.student_number import as_text
from lessons.words import Words

logger = logging.getLogger(__name__)

NOT_TRIED = "not tried"
NOT_YET = "not yet"
RIGHT = "right"
# What stands before the words, and the colour beside them: the words alone say it, too.
LOOKS = {
    NOT_TRIED: ("○", "#8c8c8c"),
    NOT_YET: ("✗", "#D55E00"),
    RIGHT: ("✓", "#009E73"),
}

MOST_TRIES = 10_000  # of a draw
CODE = re.compile(r"`([^`]+)`")  # in a task
Option = TypeVar("Option")
Pick = Callable[[Sequence[Any]], Any]


class NotYet(Exception):  # noqa: N818 (it is a verdict, no error)
    """Raised where an answer cannot be right; the message is the hint."""


@dataclasses.dataclass(frozen=True, repr=False)
class Verdict:
    """What a check says.

    status: "right", "not yet" or "not tried".
    message: a sentence or two for the student.
    """

    status: str
    message: str

    def __repr__(self) -> str:
        return f"{self.status.capitalize()}. {self.message}"

    def _repr_html_(self) -> str:
        mark, color = LOOKS[self.status]
        style = (
            f"border-left: 4px solid {color}; "
            "padding: 2px 10px; "
            "max-width: 70ch; "
            "white-space: pre-wrap"
        )
        status = self.status.capitalize()
        words = html.escape(self.message)
        return f'<div style="{style}" role="status">{mark} <b>{status}.</b> {words}</div>'


@dataclasses.dataclass(frozen=True, repr=False)
class Exercise:
    """One exercise of a lesson, for one student.

    judge: takes the lesson and the answer, and holds all that it judges by; a further parameter
        is for what only a student has, such as a book of runs. It returns True where all of the
        answer is right, or the hint that fits the answer; or it raises NotYet.
    """

    judge: Callable[..., bool | str | None]
    hint_text: str
    solution_text: str
    praise: str
    lesson: "Lesson | None" = None

    def __get__(self, lesson: "Lesson | None", owner: type | None = None) -> "Exercise":
        return self if lesson is None else dataclasses.replace(self, lesson=lesson)

    def __repr__(self) -> str:
        task = self.judge.__doc__ or ""
        return " ".join(task.split())

    @property
    def name(self) -> str:
        """The exercise's name, which is its answer's, too."""
        return self.judge.__name__

    def __call__(self, answer: Any = ..., *passed: Any) -> Verdict:
        """Check an answer, whatever it is; return a `Verdict`, which a notebook shows.

        passed: what the judge asks for besides. More is passed over, for nobody may bring what an
            answer is judged by; notebooks that were handed out earlier pass an image or a matrix.
        """
        verdict = self._said_of(answer, passed)
        if self.lesson is not None:
            self.lesson._statuses[self.name] = verdict.status
        return verdict

    @property
    def _num_more(self) -> int:
        """How many parameters the judge has besides the lesson and the answer."""
        return len(inspect.signature(self.judge).parameters) - 2

    def _said_of(self, answer: Any, passed: tuple) -> Verdict:
        try:
            return self.verdict(answer, *passed)
        except Exception:
            # A student gets a sentence, whatever went wrong; the traceback is in the log.
            logger.exception("The check of %r broke on an answer", self.name)
            answer_said = said(answer, begins_sentence=True)
            came = f"{answer_said} came, and that cannot be read as an answer."
            return Verdict(NOT_YET, f"{came} {self.hint_text}")

    def verdict(self, answer: Any, *passed: Any) -> Verdict:
        """Return the judge's `Verdict`; what the judge raises comes out, NotYet excepted."""
        if is_missing(answer):
            advice = "Put your answer in the place of the dots, then run the cell again."
            return Verdict(NOT_TRIED, advice)
        found: bool | str | None
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                found = self.judge(self.lesson, answer, *passed[: self._num_more])
        except NotYet as hint:
            logger.debug("The judge of %r gave a hint", self.name, exc_info=True)
            found = str(hint)
        if found is True:
            return Verdict(RIGHT, self.praise)
        return Verdict(NOT_YET, found if isinstance(found, str) else self.hint_text)

    def hint(self) -> Words:
        """Return the exercise's hint."""
        return Words(self.hint_text)

    def solution(self) -> Words:
        """Return a solution: lines of Python that set the answer's name."""
        return Words(self.solution_text)


def exercise(
    hint: str,
    solution: str,
    praise: str = "",
) -> Callable[[Callable[..., Any]], Exercise]:
    """Make a method of a `Lesson` an exercise.

    Its docstring is the task, and its name that of the answer.
    """

    def make(judge: Callable[..., Any]) -> Exercise:
        return Exercise(judge, hint, solution.strip("\n"), praise)

    return make


class Lesson:
    """A lesson's exercises, for one student. `check = Exercises(STUDENT)`.

    What a student is given for them is a property, which nobody can set, and which is made anew
    each time: an array that was changed changes nothing here.

    student: a student's number, as text or number, which chooses what may differ between students;
        "" for nobody's.
    """

    def __init__(self, student: str | float | None = "") -> None:
        self.student = as_text(student)
        self._statuses: dict[str, str] = {}

    def __dir__(self) -> list[str]:
        """Return what a student looks for: the exercises, and what is given for them."""
        given = [name for name, value in vars(type(self)).items() if isinstance(value, property)]
        return ["student", *(name for name in given if name[0] != "_"), *self.names()]

    def __repr__(self) -> str:
        lines = [
            f"{LOOKS[status][0]} {status}, check.{name}: {getattr(self, name)!r}"
            for name, status in self._results()
        ]
        return "\n".join([self._how_many(), *lines])

    def _repr_html_(self) -> str:
        items = [self._item(name, status) for name, status in self._results()]
        style = "list-style: none; padding-left: 0; max-width: 80ch"
        return f'<p>{self._how_many()}</p><ul style="{style}">{"".join(items)}</ul>'

    def _item(self, name: str, status: str) -> str:
        """Return the HTML of one exercise's line."""
        mark, color = LOOKS[status]
        task = CODE.sub(r"<code>\1</code>", html.escape(repr(getattr(self, name))))
        status = f'<span style="color: {color}">{mark}</span> <b>{status}</b>'
        return f"<li>{status} <code>check.{name}</code> {task}</li>"

    def _results(self) -> list[tuple[str, str]]:
        """Return (name, status) of each exercise: what its check said last."""
        return [(name, self._statuses.get(name, NOT_TRIED)) for name in self.names()]

    def _how_many(self) -> str:
        statuses = [status for _, status in self._results()]
        return f"{statuses.count(RIGHT)} of {len(statuses)} exercises are right."

    @classmethod
    def names(cls) -> list[str]:
        """Return the names of the exercises, in their order."""
        return [name for name, value in vars(cls).items() if isinstance(value, Exercise)]

    def choose(self, purpose: str, options: Sequence[Option]) -> Option:
        """Return one of `options`: always the same one for a student, the first for nobody."""
        if not self.student:
            return options[0]
        return options[self._number_for(purpose) % len(options)]

    def draw(
        self,
        purpose: str,
        make: Callable[[Pick], Option],
        is_fair: Callable[[Option], bool],
        nobodys: Option,
    ) -> Option:
        """Return what `make` makes of random picks: always the same for a student.

        make: called with a function that picks one of a sequence, until what it returns is fair.
        nobodys: what is given to nobody.
        """
        if not self.student:
            return nobodys
        # Of Python's generators, only the order of `random()` is promised for good.
        luck = random.Random(self._number_for(purpose))

        def pick(options):
            return options[int(luck.random() * len(options))]

        for _ in range(MOST_TRIES):
            made = make(pick)
            if is_fair(made):
                return made
        return nobodys

    def _number_for(self, purpose: str) -> int:
        digest = hashlib.sha256(f"{purpose} {self.student}".encode()).digest()
        return int.from_bytes(digest[:8], "big")


def is_missing(answer: Any, within: tuple[int, ...] = ()) -> bool:
    """Say whether nothing was filled in: None, or dots anywhere in a list, tuple or dictionary.

    within: the ids of the containers that this part of an answer stands in.
    """
    if answer is None or answer is ...:
        return True
    # A list may hold itself, or one that holds it.
    if not isinstance(answer, Mapping | list | tuple) or id(answer) in within:
        return False
    parts = answer.values() if isinstance(answer, Mapping) else answer
    return any(is_missing(part, (*within, id(answer))) for part in parts)


def said(answer: Any, begins_sentence: bool = False) -> str:
    """Return an answer as a short text for a sentence: its type, and its value where short."""
    try:
        value = " ".join(reprlib.repr(answer).split())
    except Exception:
        # An answer's own __repr__ may raise anything; its type says enough.
        logger.debug("An answer has no text", exc_info=True)
        value = ""
    kind = type(answer).__name__
    if 0 < len(value) <= 40:
        return f"{value} ({kind})"
    return f"{'A' if begins_sentence else 'a'} value of type {kind}"
