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
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import numpy as np

from lessons import kept_exercises, stored_answers
from lessons.student_number import as_text
from lessons.verdict import LOOKS, NOT_TRIED, NOT_YET, RIGHT, NotYet, Verdict, is_missing, said
from lessons.words import Words

logger = logging.getLogger(__name__)

MOST_TRIES = 10_000  # of a draw
KEPT = "They are kept beside your runs; those with the number typed last go into your hand-in."
STEP = re.compile(r"\.step_(\d\d)\.")
CODE = re.compile(r"`([^`]+)`")  # in a task
Option = TypeVar("Option")
Pick = Callable[[Sequence[Any]], Any]


@dataclasses.dataclass(frozen=True, repr=False)
class Exercise:
    """One exercise of a lesson, for one student.

    judge: takes the lesson and the answer, and holds all that it judges by; a further parameter
        is for what only a student has, such as a book of runs. It returns True where all of the
        answer is right, or the hint that fits the answer; or it raises NotYet.
    restore: makes of an answer that was kept what the judge asks for; None for nothing more.
    """

    judge: Callable[..., bool | str | None]
    hint_text: str
    solution_text: str
    praise: str
    restore: Callable[[Any], Any] | None = None
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
            self.lesson.note(self.name, answer, verdict.status)
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

    def recheck(self, stored: Any) -> Verdict | None:
        """Return the verdict on an answer as it is kept; None where it cannot be judged by that.

        stored: what `stored_answers.encode` made of it. Nothing of it is run.
        """
        if self._num_more:
            return None
        answer = stored_answers.decode(stored)
        return self._said_of(self.restore(answer) if self.restore else answer, ())

    def hint(self) -> Words:
        """Return the exercise's hint."""
        self._note_request("hint")
        return Words(self.hint_text)

    def solution(self) -> Words:
        """Return a solution: lines of Python that set the answer's name."""
        self._note_request("solution")
        return Words(self.solution_text)

    def _note_request(self, what: Literal["hint", "solution"]) -> None:
        place = self.lesson.place_of(self.name) if self.lesson else None
        if place:
            kept_exercises.keep_request(place, what)


def exercise(
    hint: str,
    solution: str,
    praise: str = "",
    restore: Callable[[Any], Any] | None = None,
) -> Callable[[Callable[..., Any]], Exercise]:
    """Make a method of a `Lesson` an exercise.

    Its docstring is the task, and its name that of the answer.
    """

    def make(judge: Callable[..., Any]) -> Exercise:
        return Exercise(judge, hint, solution.strip("\n"), praise, restore)

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

    def place_of(self, name: str) -> kept_exercises.Place | None:
        """Return where an exercise is kept; None where this is no lesson of the course."""
        found = STEP.search(type(self).__module__)
        return kept_exercises.Place(int(found[1]), self.student, name) if found else None

    def note(self, name: str, answer: Any, status: str) -> None:
        """Remember what the check of an exercise said, and keep it for the hand-in."""
        self._statuses[name] = status
        place = self.place_of(name)
        if place and kept_exercises.are_kept():
            kept_exercises.keep_answer(place, answer, status, self.judged_by())

    def judged_by(self) -> dict[str, str]:
        """Return what the answers are judged by besides the student's number."""
        return {}

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
        """Return (name, status) of each exercise: what its check said last, or what is kept."""
        place = self.place_of("")
        kept = kept_exercises.statuses(place) if place else {}
        # A right answer stays, whatever is tried after it.
        right = {name: status for name, status in kept.items() if status == RIGHT}
        statuses = kept | self._statuses | right
        return [(name, statuses.get(name, NOT_TRIED)) for name in self.names()]

    def _how_many(self) -> str:
        statuses = [status for _, status in self._results()]
        counted = f"{statuses.count(RIGHT)} of {len(statuses)} exercises are right."
        return f"{counted} {KEPT}" if kept_exercises.are_kept() else counted

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
