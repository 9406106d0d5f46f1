"""What passes between Python and the front ends that only the page has; see protocol.py."""

from typing import TypedDict


class LayerBlock(TypedDict):
    """A layer of the network, by Keras's name; shape: without the batch axis."""

    name: str
    shape: list[int]


class NetworkStripState(TypedDict):
    """The layers of the next run's network that change the shape, and all that it learns.

    image: what it is to read, a byte a pixel; empty for nothing.
    """

    layers: list[LayerBlock]
    parameters: int
    image: bytes


class StepFoldState(TypedDict):
    """A step of the page: its number, from 1, its name, and what there is to see."""

    number: int
    title: str
    summary: str


class StepFolded(TypedDict):
    """A step was folded or unfolded."""

    open: bool
