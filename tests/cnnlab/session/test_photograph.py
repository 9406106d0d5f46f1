"""Photographs of a digit; the oracle is the ink that they were made of."""

import numpy as np
import pytest

from cnnlab.session.photograph import ink_of_picture, lightness
from labhelpers.drawing import drawing_steps

HEIGHT = 240
WIDTH = 320
DOWN, ACROSS = np.mgrid[:HEIGHT, :WIDTH]
WHITE = (235, 232, 226)
BLACK = (45, 45, 52)


def digit(pen=14):
    """Return the ink of a 7, 0 to 1, (height, width); pen: its width in pixels."""
    ink = np.zeros((HEIGHT, WIDTH))
    ink[50 : 50 + pen, 120:200] = 1
    for step in range(140):
        column = 200 - pen - step // 3
        ink[50 + step, column : column + pen] = 1
    return ink


def taken(ink, paper=WHITE, pen=BLACK, light=1.0, noise=2.0):
    """Return a photograph of ink on paper, both in red, green and blue: uint8, (..., 3)."""
    share = ink[..., None]
    sheet = share * pen + (1 - share) * paper
    seen = sheet * np.broadcast_to(light, ink.shape)[..., None]
    return np.clip(seen + np.random.default_rng(0).normal(0, noise, seen.shape), 0, 255).astype(
        "u1"
    )


def assert_is_seen(picture, ink=None, most=6):
    """Assert that the network sees the digit that the picture was made of.

    most: how much pixels may differ on average, of 255.
    """
    expected = drawing_steps((255 * (digit() if ink is None else ink)).astype("u1"))["centred"]
    found = drawing_steps(ink_of_picture(picture))["centred"]
    assert np.abs(found.astype(int) - expected).mean() < most


SHADOW = np.where(ACROSS + 0.7 * DOWN > 280, 0.55, 1)  # over a part of the digit
SOFT_SHADOW = 1 - 0.45 / (1 + np.exp((260 - ACROSS - 0.7 * DOWN) / 5))
LIGHTS = {
    "even": 1.0,
    "a shadow across a corner": SHADOW,
    "a soft shadow": SOFT_SHADOW,
    "falling to the right": 1 - 0.6 * ACROSS / WIDTH,
    "falling to the left": 0.4 + 0.6 * ACROSS / WIDTH,
    "falling downward": 1 - 0.6 * DOWN / HEIGHT,
    "falling to every side": 1 - 0.6 * np.hypot(ACROSS - 160, DOWN - 120) / 200,
    "a shadow that is broader than three strokes": np.where(abs(ACROSS - 100) < 25, 0.55, 1),
    "a lamp's bright spot": 0.5 + 0.5 * np.exp(-((ACROSS - 200) ** 2 + (DOWN - 90) ** 2) / 9000),
    "the table beside the sheet": np.where((ACROSS < 24) | (DOWN < 16), 0.2, 1),
}


@pytest.mark.parametrize("light", LIGHTS)
def test_light_makes_no_difference(light):
    assert_is_seen(taken(digit(), light=LIGHTS[light]))


@pytest.mark.parametrize("light", ["even", "falling to the right", "a soft shadow"])
def test_chalk_on_a_blackboard_is_ink(light):
    assert_is_seen(taken(digit(), (42, 58, 50), (214, 216, 208), LIGHTS[light]))


COLOURS = {
    "a yellow marker": (WHITE, (250, 226, 60)),
    "a pink pen": (WHITE, (250, 170, 200)),
    "a pale blue pen": (WHITE, (150, 200, 240)),
    "red on green, as light to the eye": ((90, 160, 90), (200, 110, 60)),
    "blue on red": ((200, 70, 60), (50, 60, 140)),
    "white on red": ((170, 50, 50), (240, 240, 240)),
    "pencil": (WHITE, (150, 150, 152)),
}


@pytest.mark.parametrize("colours", COLOURS)
@pytest.mark.parametrize("light", ["even", "falling to every side", "falling to the left"])
def test_the_strongest_channel_counts(colours, light):
    assert_is_seen(taken(digit(), *COLOURS[colours], LIGHTS[light]))


@pytest.mark.parametrize("pen", [2, 4, 8, 20, 30])
@pytest.mark.parametrize("light", ["even", "a shadow across a corner", "falling to the right"])
def test_pens_of_every_width_are_ink(pen, light):
    assert_is_seen(taken(digit(pen), light=LIGHTS[light]), digit(pen))


@pytest.mark.parametrize("colour", [0, 255])
def test_what_is_drawn_on_nothing_is_ink(colour):
    ink = (255 * digit()).astype("u1")
    assert_is_seen(np.dstack([np.full_like(ink, colour)] * 3 + [ink]))


def test_opacity_of_a_photograph_s_round_corners_is_no_ink():
    picture = np.dstack([taken(digit()), np.full((HEIGHT, WIDTH), 255, "u1")])
    picture[ACROSS + DOWN < 12] = 0
    assert_is_seen(picture)


def test_specks_and_what_comes_in_from_the_edge_are_no_ink():
    picture = taken(digit())
    picture[30:34, 20:24] = picture[200:203, 290:293] = BLACK
    picture[150:, 290:300] = BLACK
    assert_is_seen(picture)


@pytest.mark.parametrize("is_dark_on_light", [True, False])
def test_a_grey_picture_gives_the_same_ink_dark_on_light_and_light_on_dark(is_dark_on_light):
    grey = taken(digit())[..., 1]
    assert_is_seen(grey if is_dark_on_light else 255 - grey)


def test_an_image_of_mnist_s_size_is_read_too():
    small = drawing_steps((255 * digit()).astype("u1"))["centred"]
    assert_is_seen(small, most=12)  # its edges are grey, and few
    assert_is_seen(255 - small, most=12)


def test_lightness_is_what_the_eye_sees():
    yellow = np.dstack([np.full((9, 9), 255, "u1")] * 3)
    yellow[4, :, 2] = 0
    assert lightness(yellow)[0, 0] == 255
    assert lightness(yellow)[4, 0] == 226
    clear = np.zeros((9, 9, 4), "u1")
    assert (lightness(clear) == 255).all()


@pytest.mark.parametrize(
    "wrong",
    [
        np.full((9, 9), 200, "uint8"),
        np.full((1, 1), 200, "uint8"),
        np.full((600, 2, 3), 20, "uint8"),
        np.zeros((9, 9, 4), "uint8"),
        taken(np.zeros((HEIGHT, WIDTH)), noise=3),
        taken(np.zeros((HEIGHT, WIDTH)), light=LIGHTS["falling to the right"]),
        np.zeros((0, 4), "uint8"),
        np.zeros((9, 9)),
        np.zeros((9, 9, 2), "uint8"),
        None,
    ],
)
def test_a_picture_without_ink_or_of_another_kind_is_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        ink_of_picture(wrong)
