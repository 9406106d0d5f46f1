"""What a network makes of an image, made up: as large and of the types that a worker sends."""

import numpy as np

from cnnlab.engine.contributions import strongest_inputs
from cnnlab.session import Inspection


def inspection(session, image, turn):
    """What a network of two convolutions, with pooling, makes of an image: made-up numbers."""
    rng = np.random.default_rng(0)
    shapes = [(26, 26, 4), (13, 13, 4), (11, 11, 8), (5, 5, 8)]
    kernels = [
        {
            "kernel": rng.normal(size=(3, 3, channels, filters)).astype("float32"),
            "bias": np.zeros(filters, "float32"),
            "scale": np.ones(filters, "float32"),
            "shift": np.zeros(filters, "float32"),
        }
        for channels, filters in ((1, 4), (4, 8))
    ]
    dense = [
        strongest_inputs(
            rng.random(inputs, "float32"),
            rng.normal(size=(inputs, units)).astype("float32"),
            np.zeros(units, "float32"),
        )
        for inputs, units in ((200, 6), (6, 10))
    ]
    inside = {
        "maps": [rng.random(shape, "float32") for shape in shapes],
        "kernels": kernels,
        "dense": dense,
        "saliency": rng.normal(size=(10, 28, 28)).astype("float32"),
    }
    probabilities = np.full(10, 0.1, "float32")
    return Inspection(session.open_book.selected, image, turn, probabilities, inside)
