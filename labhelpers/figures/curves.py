"""Pictures of training: loss and accuracy after each epoch, and accuracy against seconds."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, GREEN, VERMILLION


@canvas.styled()
def plot_history(history: Mapping[str, Sequence[float]], dataset: str = "") -> canvas.LabFigure:
    """Return a figure of loss and accuracy after each epoch.

    history: {"loss": [...], "accuracy": [...], "val_loss": [...], "val_accuracy": [...]}, as
        Keras's `History.history`. The validation is left out where it was not measured.
    """
    figure, both = canvas.new_pair(9.5, dataset)
    for axes, key in zip(both, ("loss", "accuracy"), strict=True):
        # With markers, because a line through one point cannot be seen.
        _draw_curve(axes, history.get(key, []), "-s", BLUE, "Training")
        validation = history.get(f"val_{key}", [])
        if validation:
            _draw_curve(axes, validation, "--o", VERMILLION, "Validation")
        name = key.capitalize()
        axes.set(title=name, xlabel="Epoch", ylabel=name)
        axes.locator_params(axis="x", nbins=8, integer=True, min_n_ticks=1)
        axes.legend()
    loss, accuracy = both
    loss.set_ylim(bottom=0)
    accuracy.yaxis.set_major_formatter(canvas.as_percent)
    return figure


@canvas.styled()
def plot_race(
    curves: Mapping[str, Sequence[tuple[float, float]]],
    dataset: str = "",
) -> canvas.LabFigure:
    """Return a figure of accuracy against seconds of training, a line for each contestant.

    curves: {name: [(seconds, accuracy), ...]}, as measured on the validation images after each
        epoch, of three contestants at most; [] for one that has not trained.
    """
    figure = canvas.new_figure(7.6, 3.4, dataset)
    axes = canvas.add_axes(figure, 0.85, 0.2, 6.3, 2.65)
    looks = ((VERMILLION, "-s"), (BLUE, "--o"), (GREEN, ":^"))
    for (name, points), (color, line) in zip(curves.items(), looks, strict=False):
        axes.plot(*np.reshape(points, (-1, 2)).T, line, color=color, label=name)
    axes.axhline(0.99, color=FAINT, linewidth=1)
    axes.text(1, 0.99, " 99%", transform=axes.get_yaxis_transform(), va="center", fontsize=9)
    axes.set(
        xlabel="Seconds of training",
        ylabel="Accuracy on the validation images",
        xlim=(0, None),
    )
    axes.yaxis.set_major_formatter(canvas.as_percent)
    axes.legend(loc="lower right")
    return figure


def _draw_curve(axes: Axes, values: Sequence[float], line: str, color: str, name: str) -> None:
    epochs = range(1, len(values) + 1)
    axes.plot(epochs, values, line, color=color, label=name)
