"""What passes between Python and the probes of a digit of one's own; see protocol.py."""

from typing import TypedDict

from labhelpers.chart_protocol import Nothing

# Grey pixels, a byte each, row by row.
GreyPixels = bytes


class ProbeSeen(TypedDict):
    """Whether somebody sees it, in one of its views; by: that view's name."""

    open: bool
    by: str


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
