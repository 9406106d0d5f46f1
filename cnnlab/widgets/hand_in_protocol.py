"""What passes between Python and the hand-in's front end, described as in protocol.py."""

from typing import Literal, TypedDict

from labhelpers.chart_protocol import Nothing, Status


class AboutRun(TypedDict):
    """The run that is handed in; file: what its program reads its digits from, "" for none."""

    name: str
    title: str
    dataset: str
    status: Status
    file: str


class AskedSentence(TypedDict):
    """A sentence that the student is asked for: what for, what is wanted, and what was written."""

    name: str
    label: str
    hint: str
    text: str


class Solved(TypedDict):
    """How many of the lessons' exercises are right, and a line on each lesson that lacks some."""

    right: int
    tried: int
    all: int
    student: str
    missing: list[str]


class HandInState(TypedDict):
    """What is handed in, the program's text, and what is being done or went wrong.

    runs: name and title of each run that may be handed in. longest: the most characters of a
    sentence. place: what handing in on this server means, "" where it takes none. receipt: what
    the server wrote when it took the hand-in, in lines. login: as whom a Hub knows the student.
    """

    about: AboutRun | Nothing
    runs: list[tuple[str, str]]
    sentences: list[AskedSentence]
    longest: int
    solved: Solved
    program: str
    status: str
    has_report: bool
    place: str
    login: str
    receipt: list[str]


class ReportWanted(TypedDict):
    """A report is to be made, or handed in, with what was typed; turn: the answer has it, too."""

    form: Literal["html", "zip", "server"]
    turn: int
    name: str
    register: str


class SentenceWritten(TypedDict):
    """A sentence about the run of that name was written; sentence: which of those asked for."""

    sentence: str
    text: str
    run: str


class RunForHandIn(TypedDict):
    """Another run is to be handed in, by its name."""

    run: str


class ExercisesWanted(TypedDict):
    """The page is seen again: how many exercises are right may have changed."""

    look: Literal[True]


HandInMessage = ReportWanted | SentenceWritten | RunForHandIn | ExercisesWanted


class ReportMade(TypedDict):
    """Sent by Python, once, with one buffer: the file."""

    turn: int
    name: str
    type: str
