"""The pictures of step 02: what is drawn is what the arrays hold, for images of any size."""

import dataclasses

import numpy as np
import pytest

from labhelpers.digits import load_digits
from lessons import step_02

IMAGE = np.arange(6 * 8, dtype="uint8").reshape(6, 8)


def texts(axes):
    return [text.get_text() for text in axes.texts]


@pytest.fixture
def renders():
    """Return a list; each figure put into it is drawn after the test, or fails it."""
    figures = []
    yield figures
    assert figures
    for figure in figures:
        assert figure._repr_png_().startswith(b"\x89PNG")


def test_the_stack_names_every_axis(renders):
    figure = step_02.figures.plot_stack(np.zeros((1234, 6, 8), "uint8"), dataset="MNIST")
    renders.append(figure)
    words = " ".join(texts(figure.axes[0]))
    assert "1,234 images" in words
    assert "6 rows" in words
    assert "8 columns" in words
    assert len(figure.axes[0].images) == 5


def test_a_stack_of_two(renders):
    figure = step_02.figures.plot_stack(np.zeros((2, 28, 28), "uint8"))
    renders.append(figure)
    assert len(figure.axes[0].images) == 2


def test_the_numbers_are_in_their_pixels(renders):
    figure = step_02.figures.plot_numbers(IMAGE)
    renders.append(figure)
    (axes,) = figure.axes
    placed = {
        (text.get_position()[1], text.get_position()[0]): text.get_text() for text in axes.texts
    }
    assert placed == {place: str(value) for place, value in np.ndenumerate(IMAGE)}
    assert [int(label.get_text()) for label in axes.get_yticklabels()] == list(range(6))


def test_two_hands_are_a_row_each_of_the_digit_that_was_asked_for(renders):
    digits = load_digits("embedded")
    backwards = dataclasses.replace(
        digits,
        train_images=digits.train_images[::-1],
        train_labels=digits.train_labels[::-1],
        name="backwards",
    )
    figure = step_02.figures.plot_two_hands(digits, backwards, digit=3)
    renders.append(figure)
    (axes,) = figure.axes
    threes = digits.train_images[digits.train_labels == 3]
    shown = np.stack([image.get_array() for image in axes.images])
    assert np.array_equal(shown, np.concatenate([threes[:10], threes[::-1][:10]]))
    assert texts(axes) == [str(place) for place in range(10)] * 2
    fewer = dataclasses.replace(backwards, train_images=threes[:4], train_labels=np.full(4, 3))
    assert len(step_02.figures.plot_two_hands(digits, fewer, digit=3).axes[0].images) == 8
    assert "embedded digits above, backwards below" in below(figure)
    none = dataclasses.replace(fewer, train_labels=np.full(4, 5))
    figure = step_02.figures.plot_two_hands(none, digits, digit=3)
    renders.append(figure)
    assert len(figure.axes[0].images) == 10
    assert "embedded digits; backwards has no 3" in below(figure)


def below(figure):
    """Return what is written below a figure."""
    return " ".join(text.get_text() for text in figure.texts)


def test_views_stand_side_by_side_with_their_titles(renders):
    figure = step_02.figures.plot_views([IMAGE, IMAGE[::-1]], ["one", "two"])
    renders.append(figure)
    assert texts(figure.axes[0]) == ["one", "two"]
    assert np.array_equal(figure.axes[0].images[1].get_array(), IMAGE[::-1])


def test_luck_shows_every_guesser_and_says_both_numbers(renders):
    figure = step_02.figures.plot_luck(np.array([0.1, 0.1, 0.07, 0.2]), 0.099)
    renders.append(figure)
    (axes,) = figure.axes
    assert sorted(bar.get_height() for bar in axes.patches) == [1, 1, 2]
    assert texts(axes) == ["the best of 4: 0.20", "the same guesser on other images: 0.10"]
