"""What step 5's numbers of a student's own are drawn from: steps, runs to keep, a small set."""

import functools
import itertools

from lessons.slips import are_apart
from lessons.step_05 import hints
from lessons.step_05.descent import descend
from lessons.step_05.records import recorded

WEIGHTS = (6.0, -2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 4.5, 5.0, 5.5, 7.0, 8.0)
RATES = (0.2, 0.1, 0.15, 0.3, 0.35, 0.4)
# Nobody's.
STEPS = (WEIGHTS[0], RATES[0])


def steps(pick):
    """Return (a weight, a learning rate)."""
    return pick(WEIGHTS), pick(RATES)


def are_steps_fair(steps):
    """Say whether no usual mistake leads where two steps downhill do."""
    weight, rate = steps
    right = descend(weight, rate, 2)[-1]
    return are_apart(right, hints.weight_slips(weight, rate), hints.TWO_DECIMALS)


# Which epoch is to be kept; nobody's runs, as (learning rate, seed).
EPOCHS = range(3, 11)
CANDIDATES = (("0.001", 1), ("0.002", 1), ("0.005", 1), ("0.002", 0))
# How much lower than any other the best run's loss, and within it the best epoch's, is to be.
BY_RUN = 0.005
BY_EPOCH = 0.002


@functools.cache
def _recorded_candidates():
    return recorded()["candidates"]


@functools.cache
def _threes():
    """Return epoch -> threes of runs, one of each learning rate, of which it is to be kept."""
    runs = _recorded_candidates()
    of_each_rate = [[(rate, seed) for seed in range(len(runs[rate]))] for rate in runs]
    threes: dict[int, list] = {epoch: [] for epoch in EPOCHS}
    for three in itertools.product(*of_each_rate):
        epoch = _clear_epoch(three)
        if epoch in threes:
            threes[epoch].append(three)
    return threes


def _clear_epoch(some):
    """Return the epoch after which the best of some runs is to be kept; None if not clear."""
    runs = _recorded_candidates()
    losses = sorted((runs[rate][seed]["val_loss"] for rate, seed in some), key=min)
    best, next_best = losses[:2]
    lowest, next_lowest = sorted(best)[:2]
    is_clear = min(next_best) - lowest >= BY_RUN and next_lowest - lowest >= BY_EPOCH
    return best.index(lowest) + 1 if is_clear else None


def candidates(pick):
    """Return (the epoch to keep, four of the recorded runs, each as (learning rate, seed))."""
    epoch = pick(EPOCHS)
    left = list(pick(_threes()[epoch]))
    rate = pick(list(_recorded_candidates()))
    left.append((rate, pick(range(len(_recorded_candidates()[rate])))))
    four = []
    while left:
        run = pick(left)
        left.remove(run)
        four.append(run)
    return epoch, tuple(four)


def are_candidates_fair(drawn):
    """Say whether the fourth run is another one, and leaves clear which is to be kept."""
    epoch, four = drawn
    return len(set(four)) == len(four) and _clear_epoch(four) == epoch


# Nobody's: epochs, images in a batch, training images.
CALLS = (8, 20, 500)


def calls(pick):
    """Return (epochs, images in a batch, training images) of the four calls."""
    return pick(range(6, 11)), pick([10, 15, 20, 25, 30]), pick(range(400, 501, 20))


def are_calls_fair(drawn):
    """Say whether there are steps enough to learn, and few enough to wait for."""
    epochs, batch_size, num_images = drawn
    return 150 <= epochs * -(-num_images // batch_size) <= 350
