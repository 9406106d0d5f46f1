"""What an activation does, told by trying it: a function of any library, or a layer of its own."""

import logging

import numpy as np

from lessons.answers import attribute, is_close

logger = logging.getLogger(__name__)

# Two rows of scores; among them what leaky, capped and shifted ReLUs change.
SCORES = np.array([[-8, -2, -0.1, 0, 0.5, 3, 9], [1, 0, -1, 2, 5, -3, 7]], "float32")
CLOSE = 1e-4


def name_of(activation):
    """Return "relu", "softmax" or "linear" of what does this, else what it is called.

    activation: a function, or a layer that works as one.
    """
    own_name = attribute(activation, "__name__", type(activation).__name__)
    found = _tried(activation)
    if found is None:
        return own_name.lower() if isinstance(own_name, str) else "unknown"
    for name, expected in _expected().items():
        if found.shape == SCORES.shape and is_close(found, expected, CLOSE):
            return name
    if isinstance(own_name, str) and own_name.lower() in _expected():
        return f"{own_name} with settings of its own"
    return str(own_name)


def _tried(activation):
    """Return what an activation makes of the scores, or None where it takes none."""
    try:
        return np.array(activation(SCORES.copy()), dtype=float)
    except Exception:
        logger.debug("An activation cannot be tried", exc_info=True)
        return None


def _expected():
    """Return name -> what the activation makes of the scores."""
    powers = np.exp(SCORES)
    return {
        "relu": np.maximum(SCORES, 0),
        "softmax": powers / powers.sum(axis=1, keepdims=True),
        "linear": SCORES,
    }
