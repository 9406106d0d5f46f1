"""The work of an epoch: seconds that were measured follow from those of another network."""

import pytest

from cnnlab.engine.epoch_work import epoch_work
from labhelpers.config import CnnConfig

# Seconds an epoch on 20,000 images of MNIST, 18,000 of them trained on, measured on two cores.
MEASURED = [
    ({"filters": 8}, 128, 1.42),
    ({"filters": 16}, 128, 2.69),
    ({"filters": 32}, 128, 3.60),
    ({"filters": 64}, 128, 9.16),
    ({"filters": 8}, 16, 5.17),
    ({"filters": 32}, 16, 8.28),
    ({"filters": 32, "kernel_size": 5}, 128, 5.31),
    ({"filters": 8, "kernel_size": 9}, 128, 1.45),
    ({"filters": 32, "kernel_size": 1}, 128, 2.70),
    ({"filters": 32, "batch_normalization": True}, 128, 10.45),
]
KNOWN = [MEASURED[0], MEASURED[2]]


@pytest.mark.parametrize(("choices", "batch_size", "seconds"), MEASURED)
@pytest.mark.parametrize(("known", "known_batch_size", "known_seconds"), KNOWN)
def test_the_seconds_of_one_run_follow_from_those_of_another(
    choices, batch_size, seconds, known, known_batch_size, known_seconds
):
    work = epoch_work(CnnConfig(**choices), 18_000, batch_size)
    known_work = epoch_work(CnnConfig(**known), 18_000, known_batch_size)
    expected = known_seconds * work / known_work
    assert 1 / 1.5 < expected / seconds < 1.5


@pytest.mark.parametrize(
    "more", [{"filters": 33}, {"kernel_size": 4}, {"batch_normalization": True}]
)
def test_a_larger_network_is_more_work(more):
    assert epoch_work(CnnConfig(**more), 1000, 100) > epoch_work(CnnConfig(), 1000, 100)


def test_more_images_and_smaller_batches_are_more_work():
    base = epoch_work(CnnConfig(), 1000, 100)
    assert epoch_work(CnnConfig(), 2000, 100) > base
    assert epoch_work(CnnConfig(), 1000, 50) > base
