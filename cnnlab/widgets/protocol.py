"""What passes between Python and the page's front ends, described once, for both sides.

Of each front end: the state that Python shows, its traits, and the messages that a browser may
send. static/protocol.d.ts is written from this (`python -m tests.front_ends.typescript`), and
the front ends' JavaScript is checked against that; tests compare what Python shows and takes.
What passes for a digit that is drawn is in digit_protocol.py, and for what changes while a network
learns in moments_protocol.py.
Python checks each message all the same, as it would a stranger's.
"""

from typing import Literal, NotRequired, TypedDict

from labhelpers.chart_protocol import Nothing, Status

Choice = bool | int | float | str | None


class Control(TypedDict):
    """A choice as the page offers it; hint: what it means.

    A menu where there are options, each value with its words; else a box for a whole number.
    """

    name: str
    label: str
    hint: str
    options: NotRequired[list[tuple[Choice, str]]]
    low: NotRequired[float]
    high: NotRequired[float]


class ChoicesState(TypedDict):
    """The choices for the next run, by name; the name of the preset that they are, or ""."""

    values: dict[str, Choice]
    preset: str
    preset_menu: Control
    controls: list[Control]


class ChoiceMade(TypedDict):
    """One choice was made, or a "preset" was: then the value is the preset's name."""

    name: str
    value: Choice


class Tiles(TypedDict):
    """Test digits: (28, 28) bytes each and ten little-endian float32 probabilities each."""

    labels: list[int]
    pixels: bytes
    probabilities: bytes


# A line of scikit-learn's classification report, whose names are no Python names.
Scores = TypedDict(
    "Scores", {"precision": float, "recall": float, "f1-score": float, "support": float}
)


class Evaluation(TypedDict):
    """All that is drawn of one run; missing: why there are no digits to show.

    matrix: how often each true digit (row) was read as each digit. picture: an <img> of it.
    when: where matrix, first and mistakes are those of a moment of the training: in words, when.
    """

    result: str
    matrix: list[list[int]]
    picture: str
    report: dict[str, Scores]
    first: NotRequired[Tiles]
    mistakes: NotRequired[Tiles]
    missing: NotRequired[str]
    when: NotRequired[str]


class OpenCell(TypedDict):
    """The open cell (true digit, what was read), how many images are in it, and some of them."""

    cell: tuple[int, int]
    count: NotRequired[int]
    digits: NotRequired[Tiles]
    missing: NotRequired[str]


class EvaluationState(TypedDict):
    """Name and title of each run in the menu, the selected one's name, and what is drawn of it."""

    runs: list[tuple[str, str]]
    selected: str
    shown: Evaluation | Nothing
    opened: OpenCell | Nothing


class RunSelected(TypedDict):
    """A run was selected in the menu, by its name."""

    run: str


class CellOpened(TypedDict):
    """A cell of the matrix was opened: the true digit and what was read."""

    label: int
    guess: int


EvaluationMessage = RunSelected | CellOpened


class PageCareState(TypedDict):
    """Nothing: it mends and watches by itself."""


class PageCareMessage(TypedDict):
    """Whether the kernel answers; any message is the answer."""

    question: Literal["are you there"]


class PagerState(TypedDict):
    """One picture of many, from 0 to `last`; digit: None where a box takes the position."""

    unit: str
    position: int
    last: int
    digit: int | None
    caption: str
    picture: str
    message: str


class PositionTurned(TypedDict):
    """Another position was turned to."""

    position: int


class DigitTurned(TypedDict):
    """Another digit was chosen."""

    digit: int


PagerMessage = PositionTurned | DigitTurned


class TableRow(TypedDict):
    """A run in the table; the numbers are None where there are none.

    loss, validation: loss and accuracy on the validation images, after the epoch whose weights it
        has. kept: in words, which epoch that is, "" where there is nothing to say.
    test: the accuracy on the test images; is_hidden: whether nobody has looked at it yet.
    choices: phrases that say what it was made of, each with whether it is not as usual.
    place: its place in the queue, in words.
    message: what is damaged, and what can be done; or on which other computer it is trained.
    """

    name: str
    title: str
    dataset: str
    status: Status
    seconds: float | None
    loss: float | None
    validation: float | None
    test: float | None
    is_hidden: bool
    choices: list[tuple[str, bool]]
    kept: str
    is_shown: bool
    is_selected: bool
    place: str
    message: str


class DeletedRun(TypedDict):
    """The run that can be brought back."""

    name: str
    title: str


class RunsTableState(TypedDict):
    """The runs, newest first; longest_title: the most characters that a title may have."""

    rows: list[TableRow]
    deleted: DeletedRun | Nothing
    message: str
    longest_title: int


class RunAction(TypedDict):
    """Something is to be done with a run; text: its new name."""

    action: Literal["show", "look", "rename", "delete", "undo"]
    run: str
    text: str


class ClassMessage(TypedDict):
    """What the teacher says to all pages, "" for nothing; at: when, in seconds since 1970."""

    text: str
    at: float


class StepsBarState(TypedDict):
    """The six steps and which were used, the digits in use, and what an address is to hold.

    choices: all of them. link: what an address needs to bring them back, without the seed.
    """

    titles: list[str]
    states: list[Literal["done", "to do"]]
    dataset: str
    reason: str
    choices: dict[str, Choice]
    link: dict[str, Choice]
    book: str
    message: ClassMessage
    is_open: bool


class PageOpened(TypedDict):
    """The page is there; query: that of its address."""

    query: str


class DownloadCancelled(TypedDict):
    """There is to be no download."""

    cancel: Literal[True]


class PlaceReached(TypedDict):
    """Somebody has come to a step, and stayed; 0 is the first screen."""

    place: int


StepsBarMessage = PageOpened | DownloadCancelled | PlaceReached


class OwnRunsState(TypedDict):
    """How a visitor's runs are found again; query: of the address that brings them along."""

    is_for_tab: bool
    login: str
    query: str


class OwnRunsMessage(TypedDict):
    """The address is asked for."""

    take: Literal[True]
