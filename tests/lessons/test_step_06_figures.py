"""The pictures of step 6: they are drawn for few and for many, and count rightly."""

from types import SimpleNamespace

import numpy as np
import pytest

from labhelpers.figures import figure_png
from lessons import step_06

THREE = SimpleNamespace(
    test_images=np.zeros((3, 28, 28), "uint8"), test_labels=np.array([3, 8, 5]), name="MNIST"
)
# Of them, the second is right.
ANSWERS = [[0.7, 0.3, *[0] * 8], [0.1] * 8 + [0.2, 0], [0, 0.9, 0.1, *[0] * 7]]

DRAWN = {
    "measured": lambda: step_06.figures.plot_measured(
        {100: [0.99, 1.0, 0.98], 10_000: [0.9899, 0.9912]}, 0.99
    ),
    "all alike": lambda: step_06.figures.plot_measured({5: np.ones(3)}, 0.5),
    "row and column": lambda: step_06.figures.plot_row_and_column(
        [[2, 0, 2], [0, 4, 0], [0, 1, 3]], 2
    ),
    "sureness": lambda: step_06.figures.plot_sureness(
        [0.15, 0.5, 0.99, 1.0], [False, True, True, True], "MNIST"
    ),
    "all sure": lambda: step_06.figures.plot_sureness(np.ones(3), np.ones(3, dtype=bool)),
    "kernels": lambda: step_06.figures.plot_kernels(*step_06.kernels(), "MNIST, recorded"),
    "one kernel": lambda: step_06.figures.plot_kernels(*np.zeros((2, 3, 3, 1))),
    "mistakes": lambda: step_06.figures.plot_surest_mistakes(THREE, np.array(ANSWERS)),
    "no mistake": lambda: step_06.figures.plot_surest_mistakes(THREE, np.eye(10)[[3, 8, 5]]),
}


@pytest.mark.parametrize("name", DRAWN)
def test_every_picture_is_drawn_with_its_words(name):
    figure = DRAWN[name]()
    assert figure_png(figure).startswith(b"\x89PNG")
    if name == "kernels":
        assert figure.axes[0].get_ylabel() == "before\ntraining"
    elif "mistake" not in name and name != "one kernel":
        assert all(axes.get_xlabel() or axes.get_ylabel() for axes in figure.axes)


def test_no_two_marks_of_an_axis_read_the_same():
    figure = step_06.figures.plot_measured({60_000: [0.9899, 0.9905]}, 0.99)
    figure.canvas.draw()
    marks = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert len(marks) == len(set(marks)) > 2


def test_the_pictures_count_rightly():
    figure = DRAWN["row and column"]()
    words = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert "recall: 3 of the 4" in words
    assert "precision: 3 of the 5" in words
    ends = [axes.texts[0].get_text() for axes in DRAWN["measured"]().axes]
    assert ends == ["lowest 0.980\nhighest 1.000", "lowest 0.990\nhighest 0.991"]
    names = [text.get_text() for text in DRAWN["mistakes"]().axes[0].texts]
    assert names == ["5 read as 1\n90% sure", "3 read as 0\n70% sure"]
    axes = DRAWN["sureness"]().axes[0]
    assert [text.get_text() for text in axes.texts] == ["1", "1", "2"]
    assert [bar.get_height() for bar in axes.patches] == [0, 1, 1]
