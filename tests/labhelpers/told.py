"""Events as a run would tell them, for the tests of what follows from them."""

import numpy as np

from labhelpers.events import Batch, Epoch, Progress, Started, Validation

RNG_SEED = 5


def fold(events, progress=None):
    """Return the state after some events, from `progress` on."""
    state = progress or Progress()
    for event in events:
        state = state.after(event)
    return state


def drawn(steps):
    """Return made-up losses and accuracies of an epoch's batches."""
    rng = np.random.default_rng(RNG_SEED)
    return rng.gamma(2.0, size=steps), rng.random(steps)


def batch_events(losses, accuracies, steps_told, seconds=0.0):
    """Return what Keras would say at these steps of one epoch: means over the epoch so far."""
    events = []
    for step in steps_told:
        loss = float(np.mean(losses[:step]))
        accuracy = float(np.mean(accuracies[:step]))
        events.append(Batch(step, loss, accuracy, seconds + step))
    return events


def three_epochs():
    """Return the state of a run of five epochs of four steps, in its fourth epoch."""
    events = [Started(5, 4)]
    for epoch in range(3):
        loss = 3.0 - epoch
        begun = 3.0 * epoch
        events += [
            Batch(2, loss, 0.5, begun + 1),
            Validation(loss, 0.5),
            Batch(4, loss, 0.5, begun + 2),
            Epoch(loss, 0.5, loss, 0.5, begun + 3),
        ]
    events.append(Batch(3, 0.1, 0.9, 11.0))
    return fold(events)
