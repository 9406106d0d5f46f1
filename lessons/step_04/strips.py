"""One row of the image, and what two convolutions and two poolings make of it."""

import dataclasses

from labhelpers.config import IMAGE_SIZE, POOL_SIZE
from labhelpers.figures.canvas import BLUE, ORANGE


@dataclasses.dataclass(frozen=True)
class Strip:
    """One row of a layer's maps.

    name: the layer. arithmetic: how its length follows. color: of its values in a figure.
    window: how many values of the strip above one value is made from.
    stride: by how many values that window moves.
    length: how many values there are.
    seen, spacing: value i depends on `seen` pixels, from pixel i * spacing on.
    """

    name: str
    arithmetic: str
    color: str
    window: int
    stride: int
    length: int
    seen: int
    spacing: int

    @property
    def dropped(self):
        """How many values the next pooling drops."""
        return self.length % POOL_SIZE if self.name.startswith("convolution") else 0


def row_strips(kernel_size):
    """Return the image's row and the rows that the four layers make of it, as five `Strip`s.

    A layer whose window has w values makes `seen` larger by (w - 1) * spacing, and a pooling
    doubles the spacing (the recursion of V. Dumoulin and F. Visin, "A guide to convolution
    arithmetic for deep learning", 2016).
    kernel_size: 1 to 9 pixels; a ValueError says so where it is another.
    """
    if kernel_size not in range(1, 10):
        raise ValueError(
            f"kernel_size is {kernel_size!r}; expected a whole number from 1 to 9. Try 3."
        )
    image = Strip(
        name="image",
        arithmetic=str(IMAGE_SIZE),
        color="#b8b8b8",
        window=1,
        stride=1,
        length=IMAGE_SIZE,
        seen=1,
        spacing=1,
    )
    strips = [image]
    for block in (1, 2):
        strips.append(_convolved(strips[-1], f"convolution {block}", kernel_size))
        strips.append(_pooled(strips[-1], f"pooling {block}"))
    return strips


def _convolved(before, name, kernel_size):
    """Return the strip that a convolution makes of another one."""
    length = before.length - kernel_size + 1
    return Strip(
        name=name,
        arithmetic=f"{before.length} − {kernel_size} + 1 = {length}",
        color=BLUE,
        window=kernel_size,
        stride=1,
        length=length,
        seen=before.seen + (kernel_size - 1) * before.spacing,
        spacing=before.spacing,
    )


def _pooled(before, name):
    """Return the strip that a pooling makes of another one."""
    length = before.length // POOL_SIZE
    arithmetic = f"{before.length} // 2 = {length}"
    if before.dropped:
        arithmetic += f", drop {before.dropped}"
    return Strip(
        name=name,
        arithmetic=arithmetic,
        color=ORANGE,
        window=POOL_SIZE,
        stride=POOL_SIZE,
        length=length,
        seen=before.seen + (POOL_SIZE - 1) * before.spacing,
        spacing=before.spacing * POOL_SIZE,
    )
