"""The batches: every image once an epoch, augmented as SciPy does it, and repeatable."""

import dataclasses

import numpy as np
import pytest
import scipy.ndimage

from labhelpers.preprocess import one_hot, random_moves, scale_images
from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    from labhelpers.training_data import TrainingData
    from tests.labhelpers.small_training import (
        DIGITS,
        SHORT,
        TRAIN_IMAGES,
        TRAIN_LABELS,
        VALIDATION_IMAGES,
        VALIDATION_LABELS,
        as_input,
        assert_same_bits,
    )

pytestmark = pytest.mark.keras


def epoch_arrays(data, epoch):
    """Return all images and labels of an epoch, in its order."""
    batches = list(data.epoch(epoch))
    images = np.concatenate([np.array(images) for images, _ in batches])
    labels = np.concatenate([np.array(labels) for _, labels in batches])
    return images, labels


def test_batches_are_of_one_size_but_the_last():
    data = TrainingData(DIGITS, SHORT)
    assert [len(labels) for _, labels in data.epoch(0)] == [32, 32, 32, 32, 32, 20]
    assert data.steps == 6


def test_every_image_comes_once_an_epoch_in_an_order_of_its_own():
    data = TrainingData(DIGITS, SHORT)
    places = {image.tobytes(): place for place, image in enumerate(as_input(TRAIN_IMAGES))}
    orders = []
    for epoch in range(2):
        images, labels = epoch_arrays(data, epoch)
        assert images.shape == (180, 28, 28, 1)
        assert images.dtype == labels.dtype == np.float32
        order = [places[image.tobytes()] for image in images]
        assert sorted(order) == list(range(180))
        np.testing.assert_array_equal(labels, one_hot(TRAIN_LABELS[order]))
        orders.append(order)
    assert orders[0] != orders[1]


def test_no_thread_of_tensorflow_tunes_the_batches():
    # It sleeps for seconds at a time, and training would wait for it at the end of each epoch.
    data = TrainingData(DIGITS, SHORT)
    for batches in (data.epoch(0), data.validation()):
        assert batches.options().autotune.enabled is False


def test_the_validation_images_come_in_their_own_order():
    ((images, labels),) = TrainingData(DIGITS, SHORT).validation()
    np.testing.assert_array_equal(images, as_input(VALIDATION_IMAGES))
    np.testing.assert_array_equal(labels, one_hot(VALIDATION_LABELS))


@pytest.mark.parametrize("augment", [False, True])
def test_the_rest_of_an_epoch_can_be_made_again(augment):
    data = TrainingData(DIGITS, dataclasses.replace(SHORT, augment=augment))
    rest = list(data.epoch(1))[4:]
    for whole, again in zip(rest, data.epoch(1, first_step=4), strict=True):
        assert_same_bits(whole, again)


def moved_by_scipy(image, move):
    """Return an image, float32, (28, 28), moved by a row of `random_moves`."""
    a, b, right, c, d, down, *_ = move
    # A row of it is for (x, y); SciPy's axes are (y, x).
    matrix = [[d, c], [b, a]]
    return scipy.ndimage.affine_transform(
        image, matrix, (down, right), order=1, mode="grid-constant"
    )


def test_augmenting_moves_the_images_as_scipy_does():
    rng = np.random.default_rng((SHORT.seed, 0))
    order = rng.permutation(180)
    moves = random_moves(rng, 180).astype(np.float64)
    plain, labels = epoch_arrays(TrainingData(DIGITS, SHORT), 0)
    augmented = dataclasses.replace(SHORT, augment=True)
    moved, moved_labels = epoch_arrays(TrainingData(DIGITS, augmented), 0)
    np.testing.assert_array_equal(plain[..., 0], scale_images(DIGITS.train_images[order]))
    np.testing.assert_array_equal(moved_labels, labels)
    for image, move, found in zip(plain[..., 0], moves, moved[..., 0], strict=True):
        np.testing.assert_allclose(found, moved_by_scipy(image, move), atol=1e-4)
