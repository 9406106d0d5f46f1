"""The pictures of lesson 4: a row of the image layer by layer, where parameters and work are, and untrained answers."""

import dataclasses
import itertools

import numpy as np
from matplotlib import patches

from labhelpers.config import IMAGE_SIZE, POOL_SIZE
from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, GREEN, INK, ORANGE, VERMILLION


@dataclasses.dataclass(frozen=True)
class Strip:
    """One row of a layer's maps: `length` values; value i depends on `seen` pixels, from pixel i * spacing on."""

    name: str
    arithmetic: str
    color: str
    window: int
    length: int
    seen: int
    spacing: int


def row_strips(kernel_size):
    """Return the image's row and what two convolutions and two poolings make of it, as five `Strip`s.

    A layer whose window has w values makes `seen` larger by (w - 1) * spacing, and a pooling
    doubles the spacing (the recursion of V. Dumoulin and F. Visin, "A guide to convolution
    arithmetic for deep learning", 2016).
    kernel_size: 1 to 9 pixels; a ValueError says so where it is another.
    """
    if kernel_size not in range(1, 10):
        raise ValueError(
            f"kernel_size is {kernel_size!r}; expected a whole number from 1 to 9. Try 3."
        )
    strips = [Strip("image", str(IMAGE_SIZE), "#b8b8b8", 1, IMAGE_SIZE, 1, 1)]
    for block in (1, 2):
        before = strips[-1]
        length, seen = (
            before.length - kernel_size + 1,
            before.seen + (kernel_size - 1) * before.spacing,
        )
        words = f"{before.length} − {kernel_size} + 1 = {length}"
        strips.append(
            Strip(f"convolution {block}", words, BLUE, kernel_size, length, seen, before.spacing)
        )
        pooled, seen = length // POOL_SIZE, seen + (POOL_SIZE - 1) * before.spacing
        words = f"{length} / 2 = {pooled}" + (
            f", drop {length % POOL_SIZE}" if length % POOL_SIZE else ""
        )
        strips.append(
            Strip(
                f"pooling {block}",
                words,
                ORANGE,
                POOL_SIZE,
                pooled,
                seen,
                before.spacing * POOL_SIZE,
            )
        )
    return strips


@canvas.styled()
def plot_row(kernel_size=3, layer=1, value=0):
    """Return a figure of one row of the image and the rows that the layers make of it, one strip below the other.

    A value stands below the middle of the pixels that it depends on; what the next pooling
    drops is hatched. One value is filled, and so are the values above it that it is made from.
    kernel_size: 1 to 9 pixels.
    layer: 1 to 4, the filled value's strip.
    value: its number, from 0. Raises ValueError where there is no such value.
    """
    strips = row_strips(kernel_size)
    if layer not in range(1, 5) or value not in range(strips[layer].length):
        raise ValueError(
            f"Strip {layer!r} has no value {value!r} here. Try plot_row(3, layer=4, value=2)."
        )
    spans, last = [(value, value)], value
    for strip in strips[layer:0:-1]:  # from the filled value up to the image
        stride = 2 if strip.name.startswith("pooling") else 1
        value, last = value * stride, last * stride + strip.window - 1
        spans.insert(0, (value, last))
    pixel, left, top, high, apart = 0.27, 2.0, 0.12, 0.3, 0.66
    figure = canvas.new_figure(left + pixel * IMAGE_SIZE + 0.15, top + 4 * apart + high + 0.12)
    axes = canvas.plain_axes(figure)
    beams = []
    for number, strip in enumerate(strips):
        first, last = spans[number] if number < len(spans) else (0, -1)
        place = (
            left + pixel * (strip.seen - strip.spacing) / 2,
            top + apart * number,
            pixel * strip.spacing,
            high,
        )
        dropped = number in (1, 3) and strip.length % POOL_SIZE
        _draw_strip(axes, strip, place, first, last, dropped)
        axes.text(left - 0.12, place[1] + 0.06, strip.name, ha="right", va="center", weight="bold")
        axes.text(
            left - 0.12, place[1] + 0.25, strip.arithmetic, ha="right", va="center", fontsize=9
        )
        if last >= first:
            beams.append((place[0] + place[2] * first, place[0] + place[2] * (last + 1), place[1]))
    for (west, east, above), (lower_west, lower_east, below) in itertools.pairwise(beams):
        corners = [
            (west, above + high),
            (east, above + high),
            (lower_east, below),
            (lower_west, below),
        ]
        axes.add_patch(patches.Polygon(corners, facecolor="#e6e6e6", edgecolor="none", zorder=0))
    return figure


def _draw_strip(axes, strip, place, first, last, dropped):
    """Draw a strip's cells at (left, top, cell width, height), those from `first` to `last` filled."""
    left, top, wide, high = place
    for number in range(strip.length):
        filled, hatched = first <= number <= last, dropped and number == strip.length - 1
        cell = patches.Rectangle(
            (left + wide * number, top), wide, high, edgecolor=FAINT, linewidth=0.8
        )
        cell.set(facecolor=strip.color if filled else "white", hatch="////" if hatched else None)
        axes.add_patch(cell)
        ink = "white" if filled and strip.color == BLUE else INK
        middle = left + wide * (number + 0.5)
        if not hatched:
            axes.text(
                middle,
                top + high / 2,
                number,
                ha="center",
                va="center_baseline",
                fontsize=8.5,
                color=ink,
            )


@canvas.styled()
def plot_shares(parameters, multiplications):
    """Return a figure of the layers' shares of all parameters and of all multiplications, as bars.

    parameters, multiplications: {layer's name: whole number}, of the same layers; one with no
        parameters is left out.
    """
    names = [name for name, number in parameters.items() if number]
    figure = canvas.new_figure(9.6, 0.55 + 0.4 * len(names))
    sides = (
        (1.35, parameters, "parameters", GREEN),
        (5.6, multiplications, "multiplications for one image", BLUE),
    )
    for left, numbers, title, color in sides:
        total = sum(numbers.values())
        shares = [100 * numbers[name] / total for name in names]
        axes = canvas.add_axes(figure, left, 0.4, 3.4, 0.4 * len(names))
        bars = axes.barh(range(len(names)), shares, color=color, height=0.7)
        words = [
            f"{numbers[name]:,} ({share:.2g} %)" for name, share in zip(names, shares, strict=True)
        ]
        axes.bar_label(bars, words, padding=4, fontsize=9)
        axes.set(title=f"{total:,} {title}", xlim=(0, 140), xticks=[])
        axes.set_yticks(range(len(names)), names if color == GREEN else [""] * len(names))
        axes.tick_params(left=False, labelsize=10)
        axes.invert_yaxis()
        axes.grid(False)
        axes.spines["bottom"].set_visible(False)
    return figure


@canvas.styled()
def plot_answers(probabilities, labels, answers, dataset=""):
    """Return a figure of the probabilities for some images, the highest framed, and of how often each digit wins.

    probabilities: float, (n, 10), one row for each image.
    labels: int in 0..9, (n,).
    answers: int in 0..9, (m,).
    """
    probabilities = np.asarray(probabilities, dtype=float)
    rows = len(probabilities)
    figure = canvas.new_figure(10.6, 0.8 + 0.3 * rows, dataset)
    axes = canvas.add_axes(figure, 0.75, 0.65, 5.0, 0.3 * rows)
    shades = 1 - 0.75 * np.clip(probabilities, 0, 1)[..., np.newaxis] * (1, 1, 1)
    canvas.draw_cells(axes, probabilities, shades, 9, form="{:.2f}", lines="#d0d0d0")
    for row, column in enumerate(probabilities.argmax(axis=1)):
        frame = patches.Rectangle(
            (column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=VERMILLION, linewidth=2
        )
        axes.add_patch(frame).set(zorder=4, clip_on=False)
    axes.set(xticks=range(10), yticks=range(rows), yticklabels=labels, ylabel="Label of the image")
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_title("Probability of each digit", pad=6)
    bars = canvas.add_axes(figure, 6.75, 0.65, 3.6, max(0.3 * rows - 0.35, 0.3))
    shares = 100 * np.bincount(answers, minlength=10) / len(answers)
    bars.bar(range(10), shares, color=BLUE, width=0.8)
    bars.axhline(10, color=INK, linestyle="--", linewidth=1)
    bars.set(xlabel="Digit", xticks=range(10), ylim=(0, 100))
    bars.set_title(f"Answers to {len(answers):,} images (dashed: a tenth)")
    bars.yaxis.set_major_formatter("{x:g}%")
    return figure
