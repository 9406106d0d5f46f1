"""The pictures of notebook 05: steps on a parabola, losses side by side, cost of filters."""

import itertools

import numpy as np

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, GREEN, INK, VERMILLION


@canvas.styled()
def plot_descent(walks, minimum=3.0):
    """Return a figure of steps on the loss (w - minimum)², a panel for each walk.

    All panels have the same axes, and their titles say where a walk ends.

    walks: {learning rate: weights}, each weights a list of floats, the start first.
    """
    reach = 1.15 * max(abs(weight - minimum) for weights in walks.values() for weight in weights)
    curve = np.linspace(minimum - reach, minimum + reach, 121)
    figure = canvas.new_figure(3.35 * len(walks) + 0.45, 3.5)
    for place, (rate, weights) in enumerate(walks.items()):
        axes = canvas.add_axes(figure, 0.65 + 3.35 * place, 0.4, 2.9, 2.5)
        axes.plot(curve, (curve - minimum) ** 2, color=FAINT, linewidth=1.5)
        points = [(weight, (weight - minimum) ** 2) for weight in weights]
        _draw_steps(axes, points)
        inches = np.array(points) * [2.9 / (2 * reach), 2.5 / reach**2]
        _number_points(axes, points, inches, minimum)
        axes.set(xlabel="Weight $w$", xlim=(curve[0], curve[-1]), ylim=(-0.1 * reach**2, reach**2))
        axes.set_title(f"Rate {rate} leads to {weights[-1]:.3f}")
        _label_first_only(axes, place)
    return figure


def _draw_steps(axes, points):
    """Draw points, each (weight, loss), with an arrow from one to the next."""
    arrow = {
        "arrowstyle": "-|>",
        "color": VERMILLION,
        "linewidth": 1.5,
        "shrinkA": 3,
        "shrinkB": 3,
        "mutation_scale": 8,
    }
    for start, end in itertools.pairwise(points):
        axes.annotate("", end, start, arrowprops=arrow)
    weights, losses = zip(*points, strict=True)
    axes.plot(weights, losses, "o", color=BLUE, markersize=5)


def _number_points(axes, points, inches, minimum):
    """Number the points: first and last, then those whose number covers no other.

    points: [(weight, loss), ...]; inches: where each is drawn, (n, 2).
    """
    last = len(points) - 1
    numbered: list[int] = []
    for number in [0, last, *range(1, last)]:
        distances = [np.hypot(*(inches[number] - inches[other])) for other in numbered]
        if any(distance <= 0.16 for distance in distances):
            continue
        numbered.append(number)
        weight, _ = points[number]
        outwards = -8 if weight < minimum else 8
        axes.annotate(
            str(number),
            points[number],
            (outwards, -7),
            textcoords="offset points",
            ha="center",
            va="center",
            color=INK,
        )


@canvas.styled()
def plot_losses(runs, mark_lowest=False, highest=2.5, dataset=""):
    """Return a figure of training and validation loss, a panel for each run, on the same axes.

    runs: {title: {"loss": [...], "val_loss": [...]}}, values after each epoch.
    mark_lowest: whether each panel's lowest validation loss is marked, and its number and that
        of the last are written.
    highest: the loss at the panels' upper edge; a training loss far above is written there.
    """
    figure = canvas.new_figure(0.45 + 2.75 * len(runs), 3.55, dataset)
    for place, (title, run) in enumerate(runs.items()):
        axes = canvas.add_axes(figure, 0.65 + 2.75 * place, 0.6, 2.35, 2.4)
        epochs = range(1, len(run["loss"]) + 1)
        axes.plot(epochs, run["loss"], color=BLUE, label="Training")
        axes.plot(epochs, run["val_loss"], "--", color=VERMILLION, label="Validation")
        if mark_lowest:
            _mark_lowest(axes, run["val_loss"])
        _tell_above(axes, run["loss"], highest)
        axes.set(title=title, xlabel="Epoch", ylim=(0, highest))
        axes.locator_params(axis="x", nbins=7, integer=True, min_n_ticks=1)
        _label_first_only(axes, place)
    # Above all panels, where it covers no curve: one may lie flat at 2.3.
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper right", ncols=2, borderaxespad=0.1)
    return figure


def _tell_above(axes, losses, highest):
    """Write how large the losses are that lie above the panel, where any do."""
    if max(losses) > 2 * highest:
        epoch = 1 + losses.index(max(losses))
        axes.annotate(
            f"begins at {max(losses):,.0f}",
            (epoch, highest),
            (6, -34),
            textcoords="offset points",
            color=BLUE,
            va="center",
        )


def _mark_lowest(axes, losses):
    """Mark the lowest loss; write its number and that of the last epoch."""
    lowest = 1 + losses.index(min(losses))
    axes.plot(lowest, min(losses), "o", color=VERMILLION, markersize=8)
    # The same epoch is written once.
    sides = {lowest: "center", len(losses): "right"}
    for epoch, side in sides.items():
        loss = losses[epoch - 1]
        axes.annotate(
            f"{loss:.2f}",
            (epoch, loss),
            (0, 9),
            textcoords="offset points",
            ha=side,
            color=VERMILLION,
        )


def _label_first_only(axes, place):
    """Label the losses on the first of several panels only."""
    axes.tick_params(labelleft=place == 0)
    if place == 0:
        axes.set_ylabel("Loss")


@canvas.styled()
def plot_filters(filters, growth, misread, dataset=""):
    """Return a figure of what more filters cost, and of what they bring.

    filters: int, (n,).
    growth: {what: (n,) floats}, each compared with the first number of filters.
    misread: float, (n, seeds), the share of validation images that is misread, from 0 to 1.
    """
    figure = canvas.new_figure(9.5, 3.4, dataset)
    places = np.arange(len(filters))
    cost = canvas.add_axes(figure, 0.7, 0.4, 3.75, 2.4)
    _draw_cost(cost, places, growth)
    gain = canvas.add_axes(figure, 5.5, 0.4, 3.75, 2.4)
    _draw_gain(gain, places, misread)
    for axes in (cost, gain):
        axes.set(xlabel="Filters of the first convolution", xlim=(-0.2, places[-1] + 0.55))
        axes.set(xticks=places, xticklabels=[str(size) for size in filters])
    return figure


def _draw_cost(axes, places, growth):
    """Draw how what filters cost grows, a line each, its end written beside it."""
    looks = zip(growth.items(), (BLUE, VERMILLION, GREEN), ("-s", "--o", ":^"), strict=True)
    for (name, values), color, line in looks:
        axes.plot(places, values, line, color=color, label=name)
    axes.set(
        title="Cost, compared with 8 filters",
        ylabel="Times as much",
        yscale="log",
        yticks=[1, 2, 4, 8, 16, 32],
    )
    axes.yaxis.set_major_formatter("{x:g} ×")
    axes.minorticks_off()
    axes.legend(loc="upper left")
    for values in growth.values():
        end = (places[-1], values[-1])
        _write_beside(axes, f"{values[-1]:.2g} ×", end, (8, 0))


def _draw_gain(axes, places, misread):
    """Draw the share of misread images: a point for each seed, a line through the means."""
    means = 100 * np.mean(misread, axis=1)
    axes.plot(places, means, "-s", color=BLUE, label="mean of three seeds")
    for place in (0, -1):
        _write_beside(axes, f"{means[place]:.1f} %", (places[place], means[place]), (8, 5))
    seeds = misread.shape[1]
    axes.plot(
        np.repeat(places, seeds),
        100 * misread.ravel(),
        "o",
        color=FAINT,
        label="one seed",
    )
    axes.set(title="Gain: fewer images misread", ylabel="Misread, %", ylim=(0, None))
    axes.legend(loc="lower left")


def _write_beside(axes, words, point, offset):
    """Write words beside a point; offset: (right, up) in points."""
    axes.annotate(words, point, offset, textcoords="offset points", va="center")
