"""What passes between Python and the front ends of a digit of one's own; see protocol.py."""

from typing import Literal, TypedDict

from labhelpers.chart_protocol import Nothing

# Grey pixels, a byte each, row by row.
GreyPixels = bytes


class Step(TypedDict):
    """A step from a drawing to the network's input: grey pixels, and their rows and columns."""

    name: str
    shape: tuple[int, int]
    pixels: GreyPixels


class DrawPadView(TypedDict):
    """All that is shown of one drawing, picture or test digit.

    label: the true digit of a test image. doubt: why this is hardly one digit, "" where nothing
    says so. turn: that of the message which this answers.
    network: the name of the run that reads it. is_shipped: it is none's, but came with the lab.
    probabilities: ten, or none yet.
    epochs_done: the training before this reading, None where all of it was. is_on: it goes on.
    """

    steps: list[Step]
    label: int | None
    message: str
    doubt: str
    turn: int
    network: str
    is_shipped: bool
    epochs_done: float | None
    is_on: bool
    probabilities: list[float | None]


class DrawPadState(TypedDict):
    """What is shown, and how many test images there are to choose from.

    shipped: a sentence about the network that came with the lab.
    """

    view: DrawPadView | Nothing
    test_images: int
    shipped: str


class DrawingStepsState(TypedDict):
    """The steps alone, where they stand apart from the pad."""

    steps: list[Step]


class Drawing(TypedDict):
    """Ink, as one buffer of grey pixels; settled: the pen is up. turn: grows by one each time."""

    kind: Literal["drawing"]
    turn: int
    width: int
    height: int
    settled: bool


class Picture(TypedDict):
    """A picture, dark on light or light on dark, as one buffer of four bytes a pixel.

    These are red, green, blue and opacity. cut_off: the file ends before the picture does.
    """

    kind: Literal["picture"]
    turn: int
    width: int
    height: int
    cut_off: bool


class TestDigit(TypedDict):
    """A test image, by its number."""

    kind: Literal["test"]
    turn: int
    number: int


class ClearedPad(TypedDict):
    """The pad is empty."""

    kind: Literal["clear"]
    turn: int


DrawPadMessage = Drawing | Picture | TestDigit | ClearedPad
