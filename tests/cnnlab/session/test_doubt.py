"""What is hardly one digit; the oracles are one digit of every shape, and MNIST."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from cnnlab.session.doubt import doubt_about
from cnnlab.session.photograph import ink_of_picture
from tests.browser.strokes import SHAPES, drawings

SIDE = 140


def drawn(strokes, pen=8, width=SIDE):
    """Return strokes on a pad of 1 x 1 as ink: uint8, (SIDE, width)."""
    image = Image.new("L", (width, SIDE))
    for stroke in strokes:
        points = [(SIDE * x, SIDE * y) for x, y in stroke]
        ImageDraw.Draw(image).line(points, fill=255, width=pen, joint="curve")
    return np.asarray(image)


def placed(digit, shape, left, top=0.1, scale=0.8, slant=0.0):
    """Return a digit's strokes at a place of the pad."""
    strokes = SHAPES[digit][shape]
    return [
        [(left + scale * (x + slant * (0.5 - y)), top + scale * y) for x, y in stroke]
        for stroke in strokes
    ]


def test_one_digit_of_any_shape_in_any_hand_is_not_doubted():
    doubted = [
        (digit, shape, hand) for digit, shape, hand, s in drawings() if doubt_about(drawn(s))
    ]
    assert not doubted


def test_hardly_a_digit_of_mnist_is_doubted(mnist_npz):
    with np.load(mnist_npz, allow_pickle=False) as archive:
        images = archive["x_train"][:1000].repeat(3, axis=1).repeat(3, axis=2)
    doubted = sum(bool(doubt_about(np.pad(image, 2), is_picture=True)) for image in images)
    assert doubted <= 10


@pytest.mark.parametrize("slant", [0, -0.25, 0.3])
@pytest.mark.parametrize(("one", "other"), [((1, "stroke"), (7, "plain")), ((4, "closed"),) * 2])
def test_two_digits_side_by_side_are_doubted(one, other, slant):
    two = placed(*one, 0.2, slant=slant) + placed(*other, 1.0, slant=slant)
    assert "two parts stand side by side" in doubt_about(drawn(two, width=320))


def test_two_digits_one_above_the_other_are_doubted():
    two = placed(3, "two bows", 0.3, 0.05, 0.4) + placed(5, "one stroke", 0.3, 0.55, 0.4)
    assert "one above the other" in doubt_about(drawn(two))


def test_digits_in_one_line_are_much_wider_than_high():
    joined = [[(0.1, 0.3), (0.5, 0.6), (0.9, 0.3), (1.3, 0.6), (1.7, 0.3)]]
    assert "much wider than high" in doubt_about(drawn(joined, width=280))


def test_a_patch_is_doubted():
    patch = np.zeros((SIDE, SIDE), "uint8")
    patch[40:100, 50:95] = 255
    assert "a patch" in doubt_about(patch)


def test_what_reaches_the_edge_is_doubted_in_a_picture_alone():
    ink = drawn([[(0.5, 0.0), (0.5, 0.8)]])
    assert "reaches the picture's edge" in doubt_about(ink, is_picture=True)
    assert doubt_about(ink) == ""


def test_a_file_that_is_cut_off_is_doubted():
    ink = drawn(placed(7, "plain", 0.1))
    assert "the file ends" in doubt_about(ink, is_picture=True, is_cut_off=True)
    assert doubt_about(ink, is_picture=True) == ""


@pytest.mark.parametrize("spread", [10, 30, 80])
@pytest.mark.parametrize("shape", [(300, 400), (100, 100), (60, 80, 3)])
def test_noise_is_refused_or_doubted(spread, shape):
    noise = np.random.default_rng(0).normal(128, spread, shape)
    try:
        ink = ink_of_picture(np.clip(noise, 0, 255).astype("uint8"))
    except ValueError as error:
        assert "Nothing stands out" in str(error)
    else:
        assert doubt_about(ink, is_picture=True)


def test_a_scribble_is_doubted():
    turns = np.arange(0, 60)
    scribble = [[(0.1 + 0.8 * (k * 7 % 11) / 10, 0.1 + 0.8 * (k * 5 % 13) / 12) for k in turns]]
    assert "more lines than a digit" in doubt_about(drawn(scribble, pen=2))
