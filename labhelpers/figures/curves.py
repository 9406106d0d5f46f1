"""Pictures of training: loss and accuracy after each epoch, and accuracy against seconds."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from labhelpers.events import Progress
from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, GREEN, VERMILLION
from labhelpers.number_words import percent, several

Curve = list[tuple[float, float]]  # (epoch, value)


@canvas.styled()
def plot_history(history: Mapping[str, Sequence[float]], dataset: str = "") -> canvas.LabFigure:
    """Return a figure of loss and accuracy after each epoch.

    history: {"loss": [...], "accuracy": [...], "val_loss": [...], "val_accuracy": [...]}, as
        Keras's `History.history`. The validation is left out where it was not measured.
    """

    def curve(key: str) -> Curve:
        return list(enumerate(history.get(key, ()), 1))

    # With markers, because a line through one point cannot be seen.
    return _plot_pair(curve, "-s", dataset)


@canvas.styled()
def plot_progress(progress: Progress) -> canvas.LabFigure:
    """Return a figure of the live chart's curves, with its last numbers below."""

    def curve(key: str) -> Curve:
        points = progress.validation if key.startswith("val_") else progress.points
        column = 1 if key.endswith("loss") else 2
        return [(point[0], point[column]) for point in points]

    line = "-" if len(progress.points) > 1 else "s"
    figure = _plot_pair(curve, line, progress_in_words(progress))
    for axes in figure.axes:
        axes.set_xlim(0, 1.02 * max(1, progress.epochs))
    return figure


def progress_in_words(progress: Progress) -> str:
    """Return how far a run has come, and its last numbers: "1.4 of 3 epochs; training loss ...".

    What was not measured is left out.
    """
    said = [f"{round(progress.epochs_done, 2):g} of {several(progress.epochs, 'epoch')}"]
    for kind, points in (("training", progress.points), ("validation", progress.validation)):
        for _, loss, accuracy in points[-1:]:
            said.append(f"{kind} loss {loss:.4f}, accuracy {percent(accuracy, 1)}")
    return "; ".join(said).replace(", accuracy nan%", "")


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


def _plot_pair(curve: Callable[[str], Curve], line: str, note: str) -> canvas.LabFigure:
    """Return a figure of loss and accuracy.

    curve: gives that of "loss", "val_loss", "accuracy" and "val_accuracy"; [] where there is none.
    line: the look of the training's. note: the small line below.
    """
    figure, both = canvas.new_pair(9.5, note)
    for axes, key in zip(both, ("loss", "accuracy"), strict=True):
        _draw_curve(axes, curve(key), line, BLUE, "Training")
        if validation := curve(f"val_{key}"):
            _draw_curve(axes, validation, "--o", VERMILLION, "Validation")
        name = key.capitalize()
        axes.set(title=name, xlabel="Epoch", ylabel=name)
        axes.locator_params(axis="x", nbins=8, integer=True, min_n_ticks=1)
        axes.legend()
    loss, accuracy = both
    loss.set_ylim(bottom=0)
    accuracy.yaxis.set_major_formatter(canvas.as_percent)
    return figure


def _draw_curve(axes: Axes, curve: Curve, line: str, color: str, name: str) -> None:
    epochs, values = zip(*curve, strict=True) if curve else ((), ())
    axes.plot(epochs, values, line, color=color, label=name)
