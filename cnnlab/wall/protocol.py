"""What the wall is told every two seconds, described once.

static/protocol.d.ts is written from this (CONTRIBUTING.md says how). Nothing in it says who
somebody is, or how a book is called.
"""

from typing import Literal, TypedDict

DotKind = Literal["finished", "training", "other"]
# Seconds of training, validation accuracy, state, number of its configuration.
Dot = tuple[float, float, DotKind, int]


class ClassDots(TypedDict):
    """All runs of the class.

    choices: the labels of what is told of each; configurations: the words for these choices,
    each once. others: how many runs on other images are left out.
    """

    choices: list[str]
    configurations: list[list[str]]
    dots: list[Dot]
    dataset: str
    others: int


class ClassMatrix(TypedDict):
    """The sum of confusion matrices, [true][read]; [] where fewer than `least` books have one.

    books: how many are in it. others: how many were measured on other images.
    """

    matrix: list[list[int]]
    books: int
    others: int
    least: int
    dataset: str


class WallRun(TypedDict):
    """A run that is on or waits. id: tells it from others, and says nothing else.

    told: what it is made of, in phrases. share: what is done of it, 0 to 1. accuracy: the newest
    on validation images. seconds: until it begins, None where nobody knows; since it began, where
    it is on.
    """

    id: str
    told: list[str]
    share: float
    accuracy: float | None
    seconds: float | None


class ClassQueue(TypedDict):
    """The queue. problem: why it is not known, in a sentence, or ""."""

    is_paused: bool
    problem: str
    on: list[WallRun]
    waiting: list[WallRun]


class StepCount(TypedDict):
    """How many pages are at a step now, and how many of them have been for long."""

    title: str
    pages: int
    long: int


class WallState(TypedDict):
    """All that the wall shows.

    pages: how many are open, of `most_pages`; visitors: whose they are, counted: logins at a
    Hub, else browsers.
    message: what all pages show, or "". hours: how old the oldest run is, 0 for all of them.
    """

    pages: int
    most_pages: int
    visitors: int
    queue: ClassQueue
    runs: ClassDots
    matrix: ClassMatrix
    steps: list[StepCount]
    long_minutes: int
    message: str
    hours: int
