"""A kernel that finds an edge of one direction: what it has to give, and what else it is told."""

import itertools

import numpy as np

from lessons.answers import is_close

# In which direction the image turns brighter: (down, right).
DIRECTIONS = {
    "from the upper left to the lower right": (1, 1),
    "from the lower left to the upper right": (-1, 1),
    "from the lower right to the upper left": (-1, -1),
    "from the upper right to the lower left": (1, -1),
}


# What the kernel is to give on the window just before the middle.
SUMS = range(4, 16)


def windows(down, right):
    """Return the four windows that an edge crosses, 0 on one side and 1 on the other.

    int, (3, 3) each; it turns brighter that way. In the first and the last one the edge cuts off
        a corner; between them it lies just before and just after the window's middle.
    """
    places = itertools.product((-1, 0, 1), repeat=2)
    along = np.array([row * down + column * right for row, column in places]).reshape(3, 3)
    return [(along > least).astype(int) for least in (1, 0, -1, -2)]


def edge(down, right):
    """Return the window whose bright corner has three pixels: int, (3, 3), 0 and 1."""
    return windows(down, right)[1]


def kernel_hint(kernel, direction, edge_sum):
    """Return a hint for a kernel that does not find the edges of a direction; None if it does.

    kernel: number, (3, 3). direction: (down, right), each 1 or -1.
    edge_sum: what it is to give on the `edge` of that direction.
    """
    if not kernel.any():
        return "A kernel of zeros gives 0 everywhere, on the edge, too."
    if not is_close(kernel.sum(), 0):
        return (
            f"Where all nine pixels are 1, this kernel gives {kernel.sum():g}, and not 0. "
            "What must its weights add up to?"
        )
    down, right = direction
    found = [(kernel * window).sum() for window in windows(down, right)]
    if max(found) < -1e-6:
        return "It is negative on that edge: turn all signs round."
    across = [(kernel * window).sum() for window in windows(down, -right)]
    if not is_close(across, 0):
        return (
            "It answers to an edge at right angles to that one, too. "
            "What stands at two places that lie mirrored at the direction?"
        )
    if min(found) < -1e-6 or min(found[1:3]) < 1e-6:
        return (
            "It does not find the edge wherever that crosses the window. "
            "Where do the bright pixels lie, and where the dark ones?"
        )
    if not is_close(found[1], edge_sum):
        return (
            f"It finds that edge. On check.edge it gives {found[1]:g}, "
            f"and {edge_sum} is asked for: which weights lie on the three bright pixels?"
        )
    return None
