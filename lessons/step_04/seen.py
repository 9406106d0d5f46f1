"""What a value deep in the network sees of a row of pixels, and what the slips are told."""

import dataclasses

LAYERS = ("first convolution", "first pooling", "second convolution", "second pooling")
STRIDES = (1, 2, 1, 2)
POOLING = 2  # values that a pooling's window is wide
AGAIN = "Begin with 1 pixel; write down how many it sees, and the spacing, after each layer."


@dataclasses.dataclass(frozen=True)
class Seen:
    """A value in a row of a network's maps.

    kernel_sizes: pixels, of the first and of the second convolution.
    layer: the number of the layer that gives it, in `LAYERS`.
    value: its number in the row, counted from 0.
    """

    kernel_sizes: tuple[int, int]
    layer: int
    value: int

    @property
    def windows(self):
        """How many values the window of each layer is wide, up to this one."""
        first, second = self.kernel_sizes
        return (first, POOLING, second, POOLING)[: self.layer + 1]

    @property
    def spacings(self):
        """How far apart the values are, in pixels, that each layer takes; last, that it gives."""
        spacings = [1]
        for stride in STRIDES[: self.layer + 1]:
            spacings.append(spacings[-1] * stride)
        return spacings

    @property
    def count(self):
        """How many pixels of a row it sees."""
        return 1 + sum((w - 1) * s for w, s in zip(self.windows, self.spacings, strict=False))

    @property
    def pixels(self):
        """The first and the last pixel of a row that it sees, counted from 0."""
        first = self.spacings[-1] * self.value
        return first, first + self.count - 1


def seen_hint(pixels, seen):
    """Return a hint for the first and the last pixel of a `Seen`; None where both are right."""
    if tuple(pixels) == seen.pixels:
        return None
    first, last = pixels
    if first > last:
        return "The first pixel that it sees comes before the last one."
    count = last - first + 1
    if first == seen.pixels[0]:
        hint = _only(count, _count_slips(seen)) or AGAIN
        return f"The first pixel is right. With your last one it sees {count} pixels. {hint}"
    hint = _only(first, _first_slips(seen))
    if count == seen.count or hint:
        return f"It begins elsewhere. {hint or 'How far from pixel 0 does value 1 begin?'}"
    return f"Where does value 0 begin, and where value 1? How many pixels do they see? {AGAIN}"


def _only(number, slips):
    """Return the hint of the slip that gives a number; None where none does, or several do."""
    hints = {hint for given, hint in slips if given == number}
    return hints.pop() if len(hints) == 1 else None


def _first_slips(seen):
    """Return (the first pixel that a usual mistake gives, the hint that helps) of each."""
    spacing = seen.spacings[-1]
    right = seen.pixels[0]
    slips = [
        (seen.value, "After a pooling, neighbours are further apart than one pixel."),
        (right - spacing, "Values count from 0, as pixels do: value 0 begins at pixel 0."),
        (right + 1, "Pixels count from 0, as values do: value 0 begins at pixel 0."),
        (2 * right, "How many poolings are there up to your layer? Each doubles the spacing."),
    ]
    if spacing > 2:
        slips.append((2 * seen.value, "There are two poolings; each doubles the spacing."))
    return slips


def _count_slips(seen):
    """Return (the number of pixels that a usual mistake gives, the hint that helps) of each."""
    right = seen.count
    steps = list(zip(seen.windows, seen.spacings, strict=False))
    swapped = dataclasses.replace(seen, kernel_sizes=seen.kernel_sizes[::-1])
    slips = [
        (right + 1, "That is one too many: the first pixel is among those that it sees."),
        (swapped.count, "The kernels changed places: the first one sees the image."),
        (
            1 + sum(window * spacing for window, spacing in steps),
            "A window of w values reaches w - 1 values further than one value does, not w.",
        ),
        (
            1 + sum(window - 1 for window in seen.windows),
            "After the first pooling, neighbours are two pixels apart. "
            "What does a kernel add then?",
        ),
        (
            sum(seen.kernel_sizes) - 1,
            "That would be two convolutions in a row. What do the poolings do?",
        ),
        (
            1 + sum((w - 1) * s for w, s in zip(seen.windows, seen.spacings[1:], strict=True)),
            "A layer adds by the spacing of the values that it takes, not of those that it gives.",
        ),
    ]
    for layer, name in enumerate(LAYERS):
        other = dataclasses.replace(seen, layer=layer)
        slips.append((other.count, f"That is what the {name} sees; yours is another layer."))
    if seen.spacings[-1] > 2:
        slips.append((right - 1, "The second pooling, too, joins values two pixels apart."))
    return slips
