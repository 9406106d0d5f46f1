"""Step 3's pictures: the loss of one answer, what an untrained network answers, and a batch."""

import numpy as np

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, GREEN, INK, VERMILLION
from lessons.step_03.batch_figure import plot_batch

__all__ = ["plot_answers", "plot_batch", "plot_loss_of_answers"]

MINUS_LOG = "\N{MINUS SIGN}log"


@canvas.styled()
def plot_loss_of_answers(answers, label):
    """Return a figure of -log p with a point for each answer, and their probabilities as bars.

    answers: {name: float in [0, 1], (10,)}, three of them; label: the right digit, 0..9.
    """
    figure = canvas.new_figure(10.2, 3.9)
    curve = canvas.add_axes(figure, 0.7, 0.4, 4.9, 2.95)
    axis = np.linspace(0.004, 1, 500)
    curve.plot(axis, -np.log(axis), color=INK, linewidth=1.6)
    curve.set(
        title="The loss of one answer",
        xlabel="p, the right digit's probability",
        ylabel=f"Loss {MINUS_LOG} p",
        xlim=(-0.03, 1.03),
        ylim=(-0.25, 5.6),
        xticks=np.linspace(0, 1, 6),
    )
    colors = (GREEN, BLUE, VERMILLION)
    looks = zip(answers.items(), colors, "os^", strict=True)
    for place, ((name, probabilities), color, mark) in enumerate(looks):
        _mark_loss(curve, name, probabilities[label], color, mark)
        bars = canvas.add_axes(figure, 6.3, 0.4 + 1.1 * place, 3.7, 0.62)
        _draw_probabilities(bars, name, probabilities, label, color)
    bars.set_xlabel("Digit")
    return figure


def _mark_loss(axes, name, right, color, mark):
    """Mark the loss of one answer, whose right digit has the probability `right`."""
    loss = -np.log(right)
    axes.plot(right, loss, mark, color=color, markersize=10, zorder=3)
    is_high = right > 0.5
    axes.annotate(
        f"{name}\n{MINUS_LOG} {right:.4g} = {loss:.2f}",
        (right, loss),
        xytext=(0, 16) if is_high else (12, 4),
        textcoords="offset points",
        color=color,
        weight="bold",
        ha="right" if is_high else "left",
    )


def _draw_probabilities(axes, name, probabilities, label, color):
    """Draw an answer's ten probabilities as bars, the right digit's in `color`."""
    colors = [color if digit == label else "#bdbdbd" for digit in range(10)]
    axes.bar(range(10), probabilities, color=colors, width=0.8)
    axes.set(ylim=(0, 1), yticks=[0, 1], xticks=range(10), xlim=(-0.6, 9.6))
    title = f"{name}: p = {probabilities[label]:.4g} for the right {label}"
    axes.set_title(title, fontsize=9.5, color=color, pad=4)


@canvas.styled()
def plot_answers(answers, label, dataset=""):
    """Return bar charts of ten probabilities each, with the right digit's bar in colour.

    answers: {title: float in [0, 1], (10,)}; label: the right digit, 0..9.
    """
    figure = canvas.new_figure(5 * len(answers) + 0.1, 2.6, dataset)
    colors = [VERMILLION if digit == label else "#9d9d9d" for digit in range(10)]
    for place, (title, probabilities) in enumerate(answers.items()):
        axes = canvas.add_axes(figure, 0.75 + 5 * place, 0.4, 4.0, 1.6)
        axes.bar(range(10), probabilities, color=colors, width=0.8)
        axes.axhline(0.1, color=INK, linestyle="--", linewidth=1)
        axes.set(
            xlabel="Digit",
            ylabel="Probability",
            xticks=range(10),
            xlim=(-0.6, 9.6),
            ylim=(0, 1.02),
        )
        right = probabilities[label]
        written = f"= {right:.2f}" if right >= 0.005 else "< 0.005"
        axes.set_title(f"{title}: p {written} for the right {label}")
    return figure
