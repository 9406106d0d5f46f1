"""What a notebook shows of a figure: the picture, and a text that only screen readers find."""

import base64

import numpy as np
import pytest

from labhelpers import figures
from labhelpers.figures import canvas

pytestmark = pytest.mark.panels


def test_a_picture_and_a_text_are_shown(cell):
    figure = figures.plot_class_balance([0, 1, 1], [0, 1], dataset="<MNIST>")
    picture, words = cell.run("figure", figure=figure)
    assert picture.keys() == {"image/png", "text/plain"}
    assert base64.b64decode(picture["image/png"]).startswith(b"\x89PNG")
    assert "clip-path" in words["text/html"]
    assert figure.in_words in words["text/html"]


def test_the_text_says_what_it_is_and_names_its_axes():
    figure = figures.plot_confusion_matrix(np.eye(10, dtype=int))
    assert figure.in_words.startswith("Picture: a figure of the counts of true against predicted")
    assert "Confusion matrix, Predicted digit, True digit" in figure.in_words


def test_a_figure_within_a_figure_keeps_the_style_and_the_first_words():
    @canvas.styled()
    def outer():
        """Return something else."""
        return figures.plot_digits(np.zeros((1, 28, 28)))

    assert "images in rows" in outer().in_words
    assert outer.__name__ == "outer"
