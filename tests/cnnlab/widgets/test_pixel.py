"""A pixel's arithmetic, against sums that can be done by eye and against a plain loop."""

import numpy as np
import pytest

from cnnlab.widgets.pixel import convolve_pixel, pool_pixel

WRONG = [-1, 5, 2.0, "1", None, True, float("nan"), 10**9]


def learned(kernel, bias=0.5, scale=1.0, shift=0.0):
    """Return one filter as `inspection.kernels` gives it."""
    kernel = np.asarray(kernel, "float32")
    return {
        "kernel": kernel[..., None],
        "bias": np.array([bias]),
        "scale": np.array([scale]),
        "shift": np.array([shift]),
    }


def test_a_pixel_is_the_sum_of_products_and_bias_cut_at_zero():
    below = np.arange(16, dtype="float32").reshape(4, 4, 1)
    steps = convolve_pixel(below, learned([[[1], [0]], [[0], [-1]]]), 1, 2, 0)
    assert steps["patch"][..., 0].tolist() == [[6, 7], [10, 11]]
    assert steps["products"][..., 0].tolist() == [[6, 0], [0, -11]]
    assert steps["sum"] == -5
    assert steps["bias"] == 0.5
    assert steps["normalized"] == -4.5
    assert steps["output"] == 0


def test_a_stride_of_two_moves_the_patch_by_two_pixels():
    below = np.arange(25, dtype="float32").reshape(5, 5, 1)
    steps = convolve_pixel(below, learned([[[1], [1]], [[1], [1]]]), 1, 0, 0, stride=2)
    assert steps["patch"][..., 0].tolist() == [[10, 11], [15, 16]]
    assert steps["output"] == 52.5
    with pytest.raises(ValueError, match="expected a whole number from 0 to 1"):
        convolve_pixel(below, learned(np.ones((2, 2, 1))), 2, 0, 0, stride=2)


def test_batch_normalization_comes_between_bias_and_relu():
    below = np.ones((3, 3, 2), "float32")
    kernel = np.ones((2, 2, 2))
    steps = convolve_pixel(below, learned(kernel, bias=1.0, scale=-2.0, shift=20.0), 0, 0, 0)
    assert steps["sums"].tolist() == [4, 4]
    assert steps["output"] == (8 + 1) * -2 + 20


def test_pooling_keeps_the_greatest_of_its_patch():
    # The fifth row and column have no pixel above them.
    below = np.arange(25, dtype="float32").reshape(5, 5, 1)
    steps = pool_pixel(below, 2, 1, 0, 0)
    assert steps["patch"].tolist() == [[10, 11], [15, 16]]
    assert steps["output"] == 16


@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("place", range(3))
def test_a_pixel_or_map_that_is_not_there_is_refused(value, place):
    asked = [0, 0, 0]
    asked[place] = value
    with pytest.raises(ValueError, match="expected a whole number from 0 to"):
        convolve_pixel(np.zeros((4, 4, 1)), learned(np.ones((2, 2, 1))), *asked)
    with pytest.raises(ValueError, match="expected a whole number from 0 to"):
        pool_pixel(np.zeros((4, 4, 1)), 2, *asked)
