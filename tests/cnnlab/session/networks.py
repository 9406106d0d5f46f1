"""Networks that two ways to read an image are compared with."""

import numpy as np


def network_and_weights(config):
    """Return a Keras model, and its weights as the list of arrays that it holds.

    Biases and batch normalization start at 0 and 1, and would hide mistakes: these do not.
    """
    from labhelpers.model import build_cnn

    numbers = np.random.default_rng(1)
    model = build_cnn(config, seed=1)
    weights = [
        (array + numbers.uniform(0.05, 0.3, array.shape)).astype("float32")
        for array in model.get_weights()
    ]
    model.set_weights(weights)
    return model, weights
