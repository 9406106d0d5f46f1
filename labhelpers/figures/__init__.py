"""The lab's figures: arrays in, a Matplotlib figure out, all in one style and without pyplot.

What is drawn for one lesson alone is in `lessons/`.
"""

from labhelpers.figures.canvas import figure_png
from labhelpers.figures.curves import plot_history, plot_race
from labhelpers.figures.digits import plot_before_after, plot_class_balance, plot_digits
from labhelpers.figures.network import plot_network
from labhelpers.figures.results import plot_confusion_matrix, plot_mistakes, plot_predictions

__all__ = [
    "figure_png",
    "plot_before_after",
    "plot_class_balance",
    "plot_confusion_matrix",
    "plot_digits",
    "plot_history",
    "plot_mistakes",
    "plot_network",
    "plot_predictions",
    "plot_race",
]
