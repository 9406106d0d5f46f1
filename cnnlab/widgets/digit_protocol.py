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


class FeatureMaps(TypedDict):
    """A layer's feature maps, one after the other; 255 is the layer's greatest value, `most`."""

    rows: int
    columns: int
    filters: int
    title: str
    most: float
    pixels: GreyPixels


class Kernels(TypedDict):
    """The first convolution's kernels: little-endian float32, (filters, size, size)."""

    size: int
    values: bytes


class Inside(TypedDict):
    """What a network made of an image; saliency: int8, (10, 28, 28)."""

    turn: int
    network: str
    image: GreyPixels
    prediction: int
    layers: list[FeatureMaps]
    kernels: Kernels
    saliency: bytes


class PooledPixel(TypedDict):
    """The pixel of a pooling layer's map: the greatest of a patch."""

    turn: int
    layer: int
    number: int
    row: int
    column: int
    patch: list[list[float]]
    output: float


class ConvolvedPixel(PooledPixel):
    """The pixel of a convolution's map: patch x kernel of one channel, the sums of them all."""

    kernel: list[list[float]]
    products: list[list[float]]
    channel: int
    sums: list[float]
    sum: float
    bias: float
    scale: float
    shift: float
    normalized: float


class RefusedPixel(TypedDict):
    """Why a pixel cannot be shown."""

    message: str


class LookInsideState(TypedDict):
    """What is shown of an image, and how the network comes to the pixel asked for last."""

    inside: Inside | Nothing
    pixel: ConvolvedPixel | PooledPixel | RefusedPixel | Nothing


class PixelWanted(TypedDict):
    """A pixel of a feature map; channel: of the layer below, None for what counts most."""

    kind: Literal["pixel"]
    layer: int
    number: int
    row: int
    column: int
    channel: int | None


class ProbeSeen(TypedDict):
    """Whether somebody sees it."""

    open: bool


class Covered(TypedDict):
    """A digit, and what is read with a square over each place of it.

    network: which one reads. side: the square's, in pixels.
    uncovered: ten probabilities, and covered: little-endian float32, (28, 28, 10); both are empty
    until they are there.
    saliency: as in `Inside`; empty where there is none of this network.
    """

    image: GreyPixels
    network: str
    side: int
    uncovered: list[float | None]
    covered: bytes
    saliency: bytes


class CoverItState(TypedDict):
    """What is shown, the sides that the square may have, and why nothing was found, if so."""

    view: Covered | Nothing
    sides: list[int]
    problem: str


class SideChosen(TypedDict):
    """The square is to have another side."""

    side: int


CoverItMessage = ProbeSeen | SideChosen


class OtherReading(TypedDict):
    """What another run reads; probabilities: as in `Changed`, empty where it reads nothing."""

    title: str
    probabilities: bytes


class Changed(TypedDict):
    """A digit, and what is read when each pixel is changed by 0 grey levels, by 1, by 2 ...

    network: which one reads.
    signs: int8, (28, 28): the direction. probabilities: little-endian float32, (levels, 10). Both
    are empty until they are there.
    others: the same images, read by other runs. is_whole: all of these were asked.
    """

    image: GreyPixels
    network: str
    signs: bytes
    probabilities: bytes
    others: list[OtherReading]
    is_whole: bool


class FoolItState(TypedDict):
    """What is shown, and why nothing was found, if so."""

    view: Changed | Nothing
    problem: str
