"""The figures of a report, each as an SVG that says whose it is."""

import base64
import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cnnlab.report.contents import Sample
from cnnlab.report.rendering import templates
from labhelpers import figures
from labhelpers.architecture import Layer
from labhelpers.figures.canvas import INK, styled


@dataclasses.dataclass(frozen=True)
class Picture:
    """A figure of a report: its place in the zip, its caption, and itself as an SVG."""

    file: str
    caption: str
    svg: Markup


class Pictures:
    """Draws the figures of one report, and keeps them in `files`, by their place in the zip.

    words: whose they are. It is written below each, as text in the reader's own fonts.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.files: dict[str, str] = {}

    def network(self, layers: Sequence[Layer]) -> Picture:
        drawn = figures.plot_network(layers)
        return self._keep("network", drawn, "The network, first layer to last")

    def history(
        self,
        history: Mapping[str, Sequence[float]],
        dataset: str,
        guess: Sequence[tuple[int, float]] = (),
    ) -> Picture:
        """Draw the curves; guess: validation accuracies as they were drawn before training."""
        drawn = figures.plot_history(history, dataset)
        if guess:
            _lay_over(drawn.axes[1:], guess)
        return self._keep("history", drawn, "Loss and accuracy of each epoch")

    def confusion_matrix(self, metrics: Mapping[str, Any], dataset: str) -> Picture:
        drawn = figures.plot_confusion_matrix(metrics["confusion_matrix"], dataset)
        return self._keep("confusion_matrix", drawn, "The test images by true and predicted digit")

    def sample(self, sample: Sample) -> Picture:
        image = sample.image[np.newaxis]
        probabilities = sample.probabilities[np.newaxis]
        drawn = figures.plot_predictions(image, [sample.label], probabilities)
        return self._keep("sample", drawn, "The sample and the probabilities of the ten digits")

    def _keep(self, name: str, drawn: Figure, caption: str) -> Picture:
        width, height = (round(side * drawn.dpi) for side in drawn.get_size_inches())
        png = figures.figure_png(drawn, 2 * drawn.dpi)
        drawn.clear()  # or its memory would wait for the garbage collector
        template = templates(escape).get_template("figure.svg.jinja")
        svg = template.render(
            width=width,
            height=height,
            picture=base64.b64encode(png).decode("ascii"),
            caption=caption,
            words=self.words,
        )
        file = f"images/{name}.svg"
        self.files[file] = svg
        return Picture(file, caption, Markup(svg))


@styled()
def _lay_over(accuracy: Sequence[Axes], guess: Sequence[tuple[int, float]]) -> None:
    """Draw a guess as the live chart does: dashed, with rings."""
    for axes in accuracy:
        epochs, values = zip(*guess, strict=True)
        look = {"linestyle": (0, (2, 2)), "marker": "o", "markerfacecolor": "none"}
        (line,) = axes.plot(epochs, values, color=INK, label="My guess")
        line.set(**look)
        axes.legend()
