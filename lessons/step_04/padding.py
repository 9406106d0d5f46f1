"""How often a window fits where zeros stand around the image and it moves by several pixels."""

import dataclasses

from labhelpers.config import IMAGE_SIZE


@dataclasses.dataclass(frozen=True)
class Padded:
    """A convolution over an image of `image` pixels a side.

    kernel_size: of the square kernel. padding: zeros on either side. stride: pixels a move.
    """

    kernel_size: int
    padding: int
    stride: int
    image: int = IMAGE_SIZE

    def __repr__(self):
        return f"kernel size: {self.kernel_size}  padding: {self.padding}  stride: {self.stride}"

    @property
    def room(self):
        """How far the window can move, in pixels."""
        return self.image + 2 * self.padding - self.kernel_size

    @property
    def side(self):
        """How many values a row of the map has (V. Dumoulin and F. Visin, 2016)."""
        return self.room // self.stride + 1


# In each something is left over at the end, and every slip gives a number of its own
# (tests/lessons/test_step_04_padding.py).
CONVOLUTIONS = [
    Padded(5, 4, 2),
    Padded(7, 4, 2),
    Padded(3, 4, 2),
    Padded(7, 5, 2),
]


def side_hint(side, padded):
    """Return a hint for a wrong side of the map."""
    one_side = dataclasses.replace(padded, image=padded.image - padded.padding)
    without = dataclasses.replace(padded, padding=0)
    by_one = dataclasses.replace(padded, stride=1)
    slips = {
        padded.side - 1: "The window's first place counts, too: add 1 after dividing.",
        padded.side + 1: "What is left over at the end gives no value: // rounds down.",
        one_side.side: "There are zeros on both sides of the row.",
        without.side: "You left the zeros out: the row is longer by them.",
        by_one.side: "That is with stride 1. Here the window skips places.",
        padded.image: 'The side stays 28 only with the stride 1 and padding="same".',
    }
    hint = slips.get(side)
    return hint or "Put n = 28 into (n + 2p - k) // s + 1, and p, k and s from above."
