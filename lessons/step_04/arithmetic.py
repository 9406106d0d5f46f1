"""The arithmetic of two convolutions and two poolings, and what its slips are told."""

import dataclasses
import math

from lessons.step_04.student_network import CLASSES, SIDE

# Of the two convolutions, pixels. With each pair, forgetting the 1 in n - k + 1 and rounding up in
# a pooling give other sides. Nobody's is the first.
KERNEL_SIZES = [
    *[(5, 4), (3, 5), (3, 7), (4, 3), (4, 5), (4, 7), (5, 6), (6, 4)],
    *[(7, 3), (7, 5), (8, 3), (8, 5), (8, 7), (9, 4), (9, 6)],
]


@dataclasses.dataclass(frozen=True)
class Counts:
    """The numbers that count in a network: what it is made of, and what follows.

    kernel_sizes: pixels, of the first and of the second convolution.
    filters: of the first convolution; the second has twice as many.
    units: of the first dense layer.
    """

    kernel_sizes: tuple[int, int]
    filters: int
    units: int

    @property
    def sides(self):
        """The side of the maps after each of the four layers, as a list of four whole numbers."""
        return sides_of(self.kernel_sizes)

    @property
    def flattened(self):
        """How many values flattening gives."""
        return self.sides[3] ** 2 * 2 * self.filters

    @property
    def convolution(self):
        """How many parameters the second convolution has."""
        weights = self.kernel_sizes[1] ** 2 * self.filters
        return (weights + 1) * 2 * self.filters

    @property
    def dense(self):
        """How many parameters the first dense layer has."""
        return (self.flattened + 1) * self.units


def sides_of(kernel_sizes, one=1, up=0):
    """Return the side of the maps after each of the four layers.

    one: what is added in n - k + 1.   up: 1 where a pooling rounds up.
    """
    side = SIDE
    sides = []
    for kernel_size in kernel_sizes:
        side = side - kernel_size + one
        pooled = (side + up) // 2
        sides += [side, pooled]
        side = pooled
    return sides


def counts_hint(answer, counts):
    """Return a hint for wrong counts, or None where all are right.

    answer: flattened values, parameters of the second convolution and of the first dense layer.
    counts: the student's `Counts`.
    """
    values, convolution, dense = answer
    if values != counts.flattened:
        return "Flattening: " + _flattened_hint(values, counts)
    if (dense, convolution) == (counts.convolution, counts.dense):
        return "All numbers are right, but the convolution comes before the dense layer."
    if convolution != counts.convolution:
        hint = _convolution_hint(convolution, counts.kernel_sizes, counts.filters)
        return "Flattening is right. The convolution: " + hint
    if dense != counts.dense:
        hint = _dense_hint(dense, counts)
        return "The first two are right. The dense layer: " + hint
    return None


def _flattened_hint(number, counts):
    """Return a hint, without its first word, for a wrong number of flattened values."""
    side = counts.sides[3]
    maps = 2 * counts.filters
    if number == side * side:
        return "that is one map. How many maps does the second pooling give?"
    if number == side * side * counts.filters:
        return "how many filters has the second convolution, compared with the first?"
    if number == side * maps:
        return "a map has rows and columns."
    found = math.isqrt(max(number, 0) // maps)
    if found and found * found * maps == number:
        return _side_hint(found, counts)
    return (
        "write down the side after each of the four layers, starting at 28; "
        "then rows × columns × maps."
    )


def _side_hint(side, counts):
    """Return a hint, as above, for flattened maps of a side that is not the right one."""
    names = ("first convolution", "first pooling", "second convolution")
    for name, right in zip(names, counts.sides, strict=False):
        if side == right:
            found = f"your maps have the side {side}, as after the {name}."
            return f"{found} Go on to the second pooling."
    if side == sides_of(counts.kernel_sizes, one=0)[3]:
        return (
            "a kernel fits at one position into as many pixels as it is wide, not at none: "
            "what does n - k lack?"
        )
    if side == sides_of(counts.kernel_sizes, up=1)[3]:
        return "a pooling makes no value from half a block: round down."
    if side == SIDE // 4:
        return "the convolutions take something off, too: only the poolings are in your answer."
    return (
        f"your maps have the side {side}. "
        "Write down the side after each layer, from 28; a pooling rounds down."
    )


def _convolution_hint(number, kernel_sizes, filters):
    """Return a hint, without its first words, for wrong parameters of the second convolution."""
    first, k = kernel_sizes
    maps = 2 * filters
    weights = k * k * filters
    hints = {
        weights * maps: "each filter has a bias, too.",
        weights * maps + 1: "each filter has a bias of its own, not the layer all together.",
        (k * k + 1) * maps: "a filter has weights for every map that comes in, not for one.",
        (first * first + 1) * filters: "that is the first one.",
        (first * first * filters + 1) * maps: "its kernel is your second one.",
        (k * filters + 1) * maps: "a kernel is a square: it has k times k weights for each map.",
        (weights + 1) * filters: "it has twice as many filters as the first one.",
        (2 * weights + 1) * maps: "which maps come in: those of the first layer or its own?",
        (2 * weights + 1) * filters: "what comes in and what goes out have changed places.",
        k * k * (filters + 1) * maps: "a filter has one bias, not one for each weight of a map.",
        (3 * 3 * filters + 1) * maps: f"your kernel is {k} pixels wide, not 3.",
    }
    count = "(weights of one filter + 1) × filters. How many maps does a filter look at?"
    return hints.get(number, count)


def _dense_hint(number, counts):
    """Return a hint, without its first words, for wrong parameters of the first dense layer."""
    weights = counts.flattened * counts.units
    hints = {
        weights: "each unit has a bias, too.",
        weights + 1: "each unit has a bias of its own, not the layer all together.",
        (counts.flattened + 1) * CLASSES: f"it has {counts.units} units; "
        "the ten are the last layer's.",
    }
    count = "what has a unit for each of the flattened values, and what besides?"
    return hints.get(number, count)
