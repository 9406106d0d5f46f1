"""What passes between Python and the front ends for what changes while a network learns.

See protocol.py.
"""

from typing import TypedDict

from labhelpers.chart_protocol import Nothing


class MomentsState(TypedDict):
    """The moments of a run's training, in words, and the place of the one that is looked at."""

    title: str
    moments: list[str]
    chosen: int


class MomentsMessage(TypedDict):
    """Look at the moment at this place."""

    chosen: int


class GuessState(TypedDict):
    """What is guessed of a run of so many epochs, and why it is fixed; see `GuessFirst`."""

    epochs: int
    accuracies: list[float | None]
    pair: list[int]
    words: str
    fixed: str
    is_open: bool


class GuessMade(TypedDict):
    """All of a guess: for each epoch what was drawn of it, and two digits or none."""

    accuracies: list[float | None]
    pair: list[int]


class FirstLayerTold(TypedDict):
    """The first layer's kernels, float32, (filters, size, size), and one map: a byte a pixel."""

    size: int
    filters: int
    kernels: bytes
    number: int
    rows: int
    columns: int
    pixels: bytes


class FirstLayerState(TypedDict):
    """The first layer of the network in training; chosen: the kernel whose map is shown."""

    is_on: bool
    shown: FirstLayerTold | Nothing
    chosen: int


class FirstLayerMessage(TypedDict):
    """Another kernel was chosen, by its place."""

    chosen: int


class WhereDigitsGoState(TypedDict):
    """Ten outputs, two bytes each, for each moment and image; see `WhereDigitsGo`."""

    outputs: bytes
    num_read: int
    num_moments: int
    labels: bytes
    pixels: bytes
    chosen: int
    own: list[float | None]
    problem: str


class WhereDigitsGoMessage(TypedDict):
    """As `ProbeSeen`."""

    open: bool
    by: str


class SideRead(TypedDict):
    """One of two runs: when in its training, and what it reads; test: None where not told."""

    title: str
    when: str
    test: float | None
    probabilities: list[float | None]


class SideBySideState(TypedDict):
    """The menu's names and titles, the chosen name, and two sides, or why there are none."""

    runs: list[tuple[str, str]]
    chosen: str
    sides: list[SideRead]
    problem: str


class SideBySideMessage(TypedDict):
    """Another run was chosen, by its name; "" for none."""

    run: str
