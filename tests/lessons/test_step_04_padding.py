"""Padding and stride: the exercise, its picture, and Keras as the oracle."""

import pytest

from labhelpers.figures import figure_png
from lessons import step_04
from lessons.step_04 import Exercises
from lessons.step_04.padding import Padded
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right

STUDENTS = ["", *range(20)]


def test_padded_side():
    check = Exercises()
    given = "image: 28 × 28  kernel size: 5  padding: 4  stride: 2"
    assert repr(check.padded) == given
    # 36 pixels with the zeros; the window begins at 0, 2, ..., 30.
    assert_right(check.padded_side, [16, 16.0, len(range(0, 36 - 5 + 1, 2))])
    assert_not_yet(
        check.padded_side,
        {
            "first place counts": 15,
            "rounds down": 17,
            "on both sides": 14,
            "zeros out": 12,
            "stride 1": 32,
            "does not stay 28": 28,
            "n, p, k and s are": 7,
            "A whole number": 16.5,
        },
    )
    assert_nothing_breaks(check.padded_side)


@pytest.mark.parametrize("student", STUDENTS)
def test_something_is_left_over_and_slips_give_other_numbers(student):
    padded = Exercises(student)._padded
    assert padded.room % padded.stride
    room = padded.image - padded.kernel_size
    slips = [padded.image, padded.side - 1, padded.side + 1, padded.room + 1]
    slips += [room // padded.stride + 1, (room + padded.padding) // padded.stride + 1]
    assert len({padded.side, *slips}) == 7


@pytest.mark.keras
@pytest.mark.parametrize("student", STUDENTS[:5])
def test_keras_gives_the_same_side(student):
    import keras

    padded = Exercises(student)._padded
    layers = [
        keras.Input((padded.image, padded.image, 1)),
        keras.layers.ZeroPadding2D(padded.padding),
        keras.layers.Conv2D(1, padded.kernel_size, strides=padded.stride),
    ]
    assert keras.Sequential(layers).output_shape == (None, padded.side, padded.side, 1)


def test_what_is_given_does_not_tell_the_side():
    given = Exercises("2126").padded
    assert not hasattr(given, "side")
    assert not hasattr(given, "room")


def test_the_picture_shows_every_place_of_the_window():
    figure = step_04.figures.plot_padding(Padded(3, 1, 2, image=6))
    assert figure_png(figure).startswith(b"\x89PNG")
    words = [text.get_text() for text in figure.axes[0].texts]
    assert [word for word in words if word.startswith("value")] == [
        "value 0",
        "value 1",
        "value 2",
    ]
    assert "= 5 // 2 + 1 = 3 values" in words[-1]
    assert words.count("0") == 3
