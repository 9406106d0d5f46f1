"""What passes between Python and the front ends that look inside a network; see protocol.py."""

from typing import Literal, TypedDict

from labhelpers.chart_protocol import Nothing


class FeatureMaps(TypedDict):
    """A layer's feature maps, one after the other; 255 is the layer's greatest value, `most`.

    window: how many rows and columns of the layer below a pixel is made of. stride: by how many
    the window moves. A dense layer's units are maps of one pixel; their window is 0.
    """

    rows: int
    columns: int
    filters: int
    title: str
    most: float
    window: int
    stride: int
    pixels: bytes


class Kernels(TypedDict):
    """The first convolution's kernels: little-endian float32, (filters, size, size)."""

    size: int
    values: bytes


class Inside(TypedDict):
    """What a network made of an image: grey pixels, a byte each; saliency: int8, (10, 28, 28).

    network: the name of the run. is_shipped: it is none's, but came with the lab. moment: of its
    training, in words; "" for the trained network.
    layers: with feature maps. units: the dense layers, the last of which answers.
    """

    turn: int
    network: str
    is_shipped: bool
    moment: str
    image: bytes
    prediction: int
    layers: list[FeatureMaps]
    units: list[FeatureMaps]
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


class UnitInput(TypedDict):
    """One input of a unit: its map, or unit, of the layer below, and what it adds."""

    number: int
    row: int
    column: int
    value: float
    weight: float


class SummedUnit(TypedDict):
    """A unit of a dense layer: the inputs that count most, how many others, and the sums.

    rest: the sum of the others' products. sum: of all products. output: after ReLU or softmax.
    """

    turn: int
    layer: int
    number: int
    inputs: list[UnitInput]
    others: int
    rest: float
    sum: float
    bias: float
    output: float


class RefusedPixel(TypedDict):
    """Why a pixel cannot be shown."""

    message: str


PixelNumbers = ConvolvedPixel | PooledPixel | SummedUnit | RefusedPixel


class LookInsideState(TypedDict):
    """What is shown of an image, and how the network comes to the pixel asked for last.

    is_on: a run is in training, and what is shown is of the time before.
    """

    inside: Inside | Nothing
    pixel: PixelNumbers | Nothing
    is_on: bool


class PixelWanted(TypedDict):
    """A pixel of a feature map; channel: of the layer below, None for what counts most."""

    kind: Literal["pixel"]
    layer: int
    number: int
    row: int
    column: int
    channel: int | None


class UnitWanted(TypedDict):
    """A unit of a dense layer: 0 is the first of these layers."""

    kind: Literal["unit"]
    layer: int
    number: int


LookInsideMessage = PixelWanted | UnitWanted


class LayerBlock(TypedDict):
    """A layer of the network; shape: without the batch axis."""

    title: str
    shape: list[int]


class NetworkStripState(LookInsideState):
    """The layers of the next run's network that change the shape, and all that it learns.

    image: what it is to read, a byte a pixel; empty for nothing.
    opens: whether a layer opens, to what the network that reads the image makes of it: `inside`,
    as long as one is open.
    """

    layers: list[LayerBlock]
    parameters: int
    image: bytes
    opens: bool


class LayerOpened(TypedDict):
    """A layer was opened, or closed again."""

    kind: Literal["open", "close"]


NetworkStripMessage = LayerOpened | PixelWanted | UnitWanted
