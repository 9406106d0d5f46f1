"""What was recorded for notebook 06: a small network's answers, two to compare, and kernels."""

import dataclasses
from pathlib import Path

import numpy as np

PATH = Path(__file__).with_name("recorded.npz")


@dataclasses.dataclass(frozen=True)
class SmallNetwork:
    """What a half-trained network answered to MNIST's test images.

    labels, predictions: uint8, (10000,).
    confidences: float32 in [0, 1], (10000,), the greatest probability of each answer.
    """

    labels: np.ndarray
    predictions: np.ndarray
    confidences: np.ndarray


def small_network():
    """Return the recorded `SmallNetwork`; `record_runs` says what it is made of."""
    with np.load(PATH) as stored:
        names = [field.name for field in dataclasses.fields(SmallNetwork)]
        return SmallNetwork(**{name: stored[name] for name in names})


def two_networks():
    """Return which of MNIST's test images two recorded networks read rightly: bool, (2, 10000).

    They are step 5's network after seven epochs and, before that, after six.
    """
    with np.load(PATH) as stored:
        return (stored["pair"] == stored["labels"])[::-1]


def kernels():
    """Return a network's first kernels before and after training: float32, (3, 3, filters 32).

    It is step 5's network, trained for seven epochs.
    """
    with np.load(PATH) as stored:
        before, after = stored["kernels"]
    return before, after
