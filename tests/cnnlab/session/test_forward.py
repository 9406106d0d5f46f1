"""The layers by hand against Keras's."""

import numpy as np
import pytest

from cnnlab.session import forward
from labhelpers.config import CnnConfig
from tests.cnnlab.session.networks import network_and_weights

CONFIGS = [
    CnnConfig(filters=3, kernel_size=3, dense_units=5, dropout=0.4),
    CnnConfig(filters=2, kernel_size=4, dense_units=7, batch_normalization=True),
    CnnConfig(filters=3, kernel_size=7, dense_units=4, batch_normalization=True, strided=True),
    CnnConfig(filters=2, kernel_size=2, dense_units=4, strided=True),
]


@pytest.mark.keras
@pytest.mark.parametrize("config", CONFIGS)
def test_the_layers_by_hand_give_what_keras_gives(config):
    model, weights = network_and_weights(config)
    images = np.random.default_rng(2).random((4, 28, 28, 1), dtype="float32")
    found = forward.predict(config, weights, images)
    assert found.dtype == np.float32
    assert np.abs(found - model.predict(images, verbose=0)).max() < 1e-5


def test_a_convolution_that_a_person_can_check():
    image = np.arange(9, dtype="float32").reshape(1, 3, 3, 1)
    kernel = np.array([[1, 0], [0, -1]], "float32").reshape(2, 2, 1, 1)
    found = forward.convolve(image, kernel, np.array([10], "float32"))
    assert found.reshape(2, 2).tolist() == [[6, 6], [6, 6]]
    assert forward.convolve(image, kernel, np.zeros(1, "float32"), stride=2).shape == (1, 1, 1, 1)


def test_pooling_takes_the_greatest_and_leaves_an_odd_row_out():
    maps = np.arange(15, dtype="float32").reshape(1, 3, 5, 1)
    assert forward.max_pool(maps).reshape(-1).tolist() == [6, 8]


def test_a_softmax_of_large_scores_is_finite():
    found = forward.softmax(np.array([[1000.0, 1000.0, -1000.0]]))
    assert found.tolist() == [[0.5, 0.5, 0.0]]
