"""How often a window fits where zeros stand around the image and it moves by several pixels."""

import dataclasses

from labhelpers.config import IMAGE_SIZE


@dataclasses.dataclass(frozen=True)
class Convolution:
    """What a student is given of a convolution: all but what comes of it.

    kernel_size: of the square kernel. padding: zeros on either side. stride: pixels a move.
    image: pixels a side.
    """

    kernel_size: int
    padding: int
    stride: int
    image: int

    def __repr__(self):
        window = f"kernel size: {self.kernel_size}  padding: {self.padding}  stride: {self.stride}"
        return f"image: {self.image} × {self.image}  {window}"


@dataclasses.dataclass(frozen=True, repr=False)
class Padded(Convolution):
    """A convolution, and what comes of it."""

    @property
    def given(self):
        """What a student is given of it."""
        return Convolution(*dataclasses.astuple(self))

    @property
    def room(self):
        """How far the window can move, in pixels."""
        return self.image + 2 * self.padding - self.kernel_size

    @property
    def side(self):
        """How many values a row of the map has (V. Dumoulin and F. Visin, 2016)."""
        return self.room // self.stride + 1


# Nobody's.
CONVOLUTION = Padded(5, 4, 2, IMAGE_SIZE)


def make_convolution(pick):
    """Return a `Padded` convolution with a stride."""
    stride = pick([2, 2, 3, 4])
    return Padded(pick(range(3, 10)), pick(range(2, 7)), stride, pick(range(20, 65)))


def is_fair(padded):
    """Say whether something is left over at the end, and every slip gives a number of its own."""
    slips = _slips(padded)
    is_left_over = padded.room % padded.stride > 0
    return is_left_over and len(slips) == 6 and padded.side not in slips


def side_hint(side, padded):
    """Return a hint for a wrong side of the map."""
    hint = _slips(padded).get(side)
    numbers = "n, p, k and s are the image, the padding, the kernel size and the stride"
    return hint or f"Put your numbers into (n + 2p - k) // s + 1: {numbers}."


def _slips(padded):
    """Return the side that each usual mistake gives, and the hint that helps."""
    one_side = dataclasses.replace(padded, image=padded.image - padded.padding)
    without = dataclasses.replace(padded, padding=0)
    by_one = dataclasses.replace(padded, stride=1)
    return {
        padded.side - 1: "The window's first place counts, too: add 1 after dividing.",
        padded.side + 1: "What is left over at the end gives no value: // rounds down.",
        one_side.side: "There are zeros on both sides of the row.",
        without.side: "You left the zeros out: the row is longer by them.",
        by_one.side: "That is with stride 1. Here the window skips places.",
        padded.image: "With a stride of 2 or more and these zeros "
        f"the side does not stay {padded.image}.",
    }
