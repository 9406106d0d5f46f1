"""The network that comes with the lab."""

import numpy as np

from cnnlab.session import forward
from cnnlab.session.shipped import RECIPE, WEIGHTS, load_shipped
from labhelpers.digits import load_digits


def test_the_shipped_network_is_small_and_as_good_as_is_said(mnist_npz):
    network = load_shipped()
    assert WEIGHTS.stat().st_size <= 300_000
    assert RECIPE.exists()
    assert all(weights.dtype == np.float32 for weights in network.weights)
    digits = load_digits("mnist")
    few = slice(0, 2000)
    images = (digits.test_images[few, ..., None] / np.float32(255)).astype("float32")
    guesses = forward.predict(network.cnn, network.weights, images).argmax(axis=1)
    # MNIST's first thousands are the easier ones; what is said is of all 10,000.
    assert (guesses == digits.test_labels[few]).mean() >= network.accuracy - 0.01
    assert 0.99 < network.accuracy < 1
    one = network.read(digits.test_images[0])
    assert (one.shape, one.argmax()) == ((10,), 7)
