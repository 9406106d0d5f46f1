"""What training takes of memory, measured, beside the arithmetic; and what refuses it."""

import pytest

from benchmarks.memory import configurations, measured_bytes
from labhelpers.digits import load_digits
from labhelpers.memory import MOST_BYTES, training_bytes
from labhelpers.training import train
from tests.labhelpers.test_memory import GREEDY

pytestmark = pytest.mark.keras


def test_the_arithmetic_is_right_by_a_quarter(mnist_npz):
    choices = {"batch_size": 512, "batch_normalization": True, "kernel_size": 1}
    told = training_bytes(*configurations(choices))
    assert told == pytest.approx(measured_bytes(choices), rel=0.25)
    assert told < MOST_BYTES


def test_a_program_is_refused_before_anything_is_built():
    told = []
    with pytest.raises(ValueError, match="GB of memory"):
        train(*GREEDY, load_digits("embedded"), told.append)
    assert not told
