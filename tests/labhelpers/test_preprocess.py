"""From stored digits to a network's input, in NumPy, against plain arithmetic."""

import numpy as np
import pytest

from labhelpers.preprocess import (
    add_channel_axis,
    one_hot,
    random_moves,
    scale_images,
    split_validation,
)


def test_scaling_keeps_the_order_and_ends_at_one():
    images = np.arange(256, dtype=np.uint8).repeat(49).reshape(16, 28, 28)
    scaled = scale_images(images)
    assert scaled.dtype == np.float32
    assert scaled.shape == images.shape
    np.testing.assert_allclose(scaled, images.astype(np.float64) / 255, rtol=1e-6)
    assert scaled.min() == 0
    assert scaled.max() == 1


@pytest.mark.parametrize(
    "images",
    [
        np.zeros((2, 28, 28)),
        np.zeros((28, 28), np.uint8),
        np.zeros((2, 28, 28, 1), np.uint8),
        np.zeros((2, 8, 8), np.uint8),
        [[0]],
        None,
    ],
)
def test_scaling_refuses_other_images(images):
    with pytest.raises(ValueError, match=r"scale_images got .* expected uint8"):
        scale_images(images)


def test_channel_axis_is_added_without_a_copy():
    images = np.arange(2 * 28 * 28, dtype=np.float32).reshape(2, 28, 28)
    with_channel = add_channel_axis(images)
    assert with_channel.shape == (2, 28, 28, 1)
    assert np.shares_memory(images, with_channel)
    with pytest.raises(ValueError, match=r"shape \(2, 28, 28, 1\); expected"):
        add_channel_axis(with_channel)


def test_one_hot_rows():
    rows = one_hot(np.array([0, 9, 3], np.uint8))
    assert rows.dtype == np.float32
    np.testing.assert_array_equal(rows, np.eye(10)[[0, 9, 3]])
    assert one_hot(np.array([1, 0]), num_classes=2).tolist() == [[0, 1], [1, 0]]
    assert one_hot(np.array([], np.uint8)).shape == (0, 10)


@pytest.mark.parametrize("labels", [[10], [-1, 3], [0.5], [[1, 2]], ["3"], 4])
def test_one_hot_refuses_what_is_no_label(labels):
    with pytest.raises(ValueError, match=r"one_hot got .* expected"):
        one_hot(np.asarray(labels))


@pytest.mark.parametrize(
    "count, training",
    [(60_000, 54_000), (100, 90), (1_442, 1_297), (2, 1)],
)
def test_validation_is_the_last_tenth(count, training):
    images = np.arange(count)
    labels = np.arange(count) % 10
    parts = split_validation(images, labels)
    train_images, train_labels, validation_images, validation_labels = parts
    assert len(train_images) == len(train_labels) == training
    np.testing.assert_array_equal(np.concatenate([train_images, validation_images]), images)
    np.testing.assert_array_equal(np.concatenate([train_labels, validation_labels]), labels)


@pytest.mark.parametrize("fraction", [0, 1, -0.1, 1.5, float("nan")])
def test_split_refuses_wrong_fractions(fraction):
    with pytest.raises(ValueError, match="leave one part empty"):
        split_validation(np.zeros(10), np.zeros(10), fraction)


def test_split_refuses_unequal_lengths_and_empty_parts():
    with pytest.raises(ValueError, match="10 images and 9 labels"):
        split_validation(np.zeros(10), np.zeros(9))
    with pytest.raises(ValueError, match="leave one part empty"):
        split_validation(np.zeros(1), np.zeros(1))


@pytest.fixture(scope="module")
def moves():
    """Return what becomes of a pixel's column and of its row: two arrays, (2000, 3)."""
    moves = random_moves(np.random.default_rng(0), 2000).astype(np.float64)
    assert moves.shape == (2000, 8)
    assert not moves[:, 6:].any()
    return moves[:, :3], moves[:, 3:6]


def test_moves_turn_and_scale_and_do_nothing_else(moves):
    columns, rows = moves
    np.testing.assert_allclose(columns[:, 0], rows[:, 1])
    np.testing.assert_allclose(columns[:, 1], -rows[:, 0])


def assert_spans(drawn, least, most):
    """Require that values fill a range, as uniform ones do, and stay within it."""
    span = most - least
    assert least - 1e-4 * span <= drawn.min() < least + 0.01 * span
    assert most - 0.01 * span < drawn.max() <= most + 1e-4 * span


def test_moves_stay_within_their_ranges(moves):
    columns, rows = moves
    # Of the image's pixels 0 to 27: what is turned about moves by the shift alone.
    centre = np.array([13.5, 13.5, 1])
    assert_spans(np.degrees(np.arctan2(rows[:, 0], columns[:, 0])), -10, 10)
    assert_spans(np.hypot(columns[:, 0], rows[:, 0]), 0.9, 1.1)
    assert_spans(columns @ centre - 13.5, -2, 2)
    assert_spans(rows @ centre - 13.5, -2, 2)
