"""That a loss that ran away is said, and no other: losses as real runs had them."""

import math

import pytest

from cnnlab.runs.divergence import GUESSING, divergence_of
from labhelpers.events import Batch, Epoch, Finished, Progress, Started

STEPS = 4


def trained(*epochs, val_loss=2.4):
    """Return the state after epochs with these losses of their batches."""
    progress = Progress().after(Started(len(epochs), STEPS))
    for losses in epochs:
        for step in range(1, STEPS + 1):
            mean = sum(losses[:step]) / step
            progress = progress.after(Batch(step, mean, 0.1, 1.0))
        progress = progress.after(Epoch(mean, 0.1, val_loss, 0.1, 1.0))
    return progress.after(Finished())


DIVERGED = {
    "a loss of millions": [[2.3, 1e3, 1e5, 2e7]],
    "one that ended where guessing is": [[2.3, 9000.0, 3000.0, 400.0], [3.0, 2.5, 2.4, 2.44]],
    "no number": [[2.3, 5.0, 7.0, math.inf]],
}
PEAK = [2.9, 40.0, 12.0, 5.0]
SENSIBLE = {
    "learning": [[2.3, 2.2, 2.0, 1.6], [1.1, 0.9, 0.8, 0.7]],
    "nothing learned yet": [[2.31, 2.30, 2.31, 2.304]],
    "a peak at the beginning": [PEAK, [2.3, 2.2, 2.2, 2.1]],
    "strong dropout and batch normalization": [[6.6, 6.1, 6.0, 5.9], [4.4, 4.3, 3.9, 3.6]],
}


@pytest.mark.parametrize("epochs", DIVERGED.values(), ids=DIVERGED)
def test_a_loss_that_ran_away_is_said(epochs):
    sentences = divergence_of(trained(*epochs))
    assert sentences.startswith("This run diverged: its loss reached ")
    assert sentences.endswith(
        "Choose a smaller learning rate (0.001 is a good start) and train again."
    )


@pytest.mark.parametrize("epochs", SENSIBLE.values(), ids=SENSIBLE)
def test_others_are_not(epochs):
    assert divergence_of(trained(*epochs)) == ""


def test_a_network_that_reads_validation_images_has_come_back():
    """Its loss on training images is that of a network with most of its inputs dropped."""
    noisy = [PEAK, [3.0, 2.9, 2.8, 2.7]]
    assert divergence_of(trained(*noisy))
    assert divergence_of(trained(*noisy, val_loss=2.1)) == ""


def test_nothing_is_said_within_the_first_epoch_or_without_curves():
    begun = Progress().after(Started(1, STEPS)).after(Batch(1, 1e6, 0.1, 1.0))
    assert divergence_of(begun) == ""
    assert divergence_of(Progress(status="damaged", epochs=3)) == ""


def test_guessing_has_the_loss_of_ten_digits_alike():
    assert math.exp(-GUESSING) == pytest.approx(0.1)
