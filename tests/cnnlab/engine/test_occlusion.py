"""Covering: which pixels are grey at which place, and that each is read where it belongs."""

import numpy as np
import pytest

from cnnlab.engine.occlusion import GREY, occlusion


@pytest.fixture
def image():
    return np.random.default_rng(2).integers(0, 100, (28, 28)).astype("uint8")


def grey_pixels(images):
    """Give, as if they were ten probabilities, how many pixels are grey, and eight pixels."""
    count = (images == GREY).sum(axis=(1, 2))
    corner = images[:, :3, :3].reshape(len(images), 9)
    return np.column_stack([count, corner]).astype("float32")


@pytest.mark.parametrize("side", [1, 5, 7])
def test_the_square_has_its_middle_at_the_place_and_ends_at_the_border(image, side):
    read = occlusion(grey_pixels, image, side)
    assert read.shape == (28, 28, 10)
    reach = side // 2
    assert (read[reach : 28 - reach, reach : 28 - reach, 0] == side**2).all()
    assert read[0, 0, 0] == read[27, 27, 0] == (reach + 1) ** 2
    assert read[14, 27, 0] == side * (reach + 1)
    for row, column in ((0, 0), (2, 3), (5, 5), (14, 0), (0, 4)):
        expected = image[:3, :3].copy()
        for y, x in np.ndindex(3, 3):
            if abs(y - row) <= reach and abs(x - column) <= reach:
                expected[y, x] = GREY
        assert read[row, column, 1:].tolist() == expected.ravel().tolist()


def test_the_image_itself_stays_as_it_is(image):
    before = image.copy()
    occlusion(grey_pixels, image, 7)
    assert (image == before).all()
