"""The pictures of step 3: what is written on them is what the arrays hold."""

import numpy as np
import pytest

from lessons import step_03
from lessons.step_03.exercises import THREE_ANSWERS


def words(figure):
    """Return all that is written in a figure, in one line."""
    texts = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        texts += [text.get_text() for text in axes.texts]
        texts += [axes.get_title(loc) for loc in ("left", "center")] + [
            axes.get_xlabel(),
            axes.get_ylabel(),
        ]
    return " ".join(texts).replace("\n", " ")


def test_the_batch_says_its_shape():
    images = np.random.default_rng(0).random((64, 28, 28, 1))
    written = words(step_03.figures.plot_batch(images, dataset="MNIST"))
    for part in ("64 images", "28 rows", "28 columns", "1 channel", "0.60", "MNIST"):
        assert part in written
    assert "2 images" in words(step_03.figures.plot_batch(images[:2]))


def test_each_answer_is_a_point_on_the_curve():
    assert [answer.sum() for answer in THREE_ANSWERS.values()] == [pytest.approx(1)] * 3
    figure = step_03.figures.plot_loss_of_answers(THREE_ANSWERS, label=3)
    points = [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in figure.axes[0].lines[1:]
    ]
    assert points == [pytest.approx((p, -np.log(p))) for p in (0.9, 0.1, 0.01)]
    assert "0.01 = 4.61" in words(figure)


def test_an_answer_shows_the_right_digits_probability():
    figure = step_03.figures.plot_answers({"one": np.full(10, 0.1), "two": np.eye(10)[3]}, label=7)
    assert "one: p = 0.10 for the right 7" in words(figure)
    assert "two: p < 0.005 for the right 7" in words(figure)
    assert len({bar.get_facecolor() for bar in figure.axes[0].patches}) == 2
