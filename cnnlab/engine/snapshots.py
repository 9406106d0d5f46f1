"""Snapshots of a network's weights while it learns, to look at its training later."""

from collections.abc import Callable, Sequence

import keras
import numpy as np

from cnnlab.runs.snapshots import most_snapshots


def moments_of(batches: int, most: int) -> list[int]:
    """Return after which of a training's batches to look, without the end: `most` at most.

    They are 1, 2, 4, 8 and so on at the beginning, where a batch changes much, and then evenly.
    """
    early: list[int] = []
    while len(early) < most:
        evenly = _evenly(batches, most - len(early))
        following = 2 ** len(early)
        if not evenly or 3 * following > 2 * evenly[0]:
            return early + [moment for moment in evenly if moment > max([0, *early])]
        early.append(following)
    return early


def _evenly(batches: int, count: int) -> list[int]:
    """Return `count` places between the beginning and the end, as far as there are so many."""
    places = {batches * place // (count + 1) for place in range(1, count + 1)}
    return sorted(places - {0, batches})


class Snapshots(keras.callbacks.Callback):
    """Hands over a network's weights after some of its training's batches.

    get_batches: returns how many batches the whole training has; called when it begins.
    save: called with the batches that are done, and the weights, in `fit`'s thread.
    drop_after: called with the batches that are done at its beginning: snapshots of later ones
        are of a training that was lost.

    It changes nothing: a run with snapshots ends with the same bits.
    """

    def __init__(
        self,
        get_batches: Callable[[], int],
        save: Callable[[int, Sequence[np.ndarray]], None],
        drop_after: Callable[[int], None] = lambda _: None,
    ) -> None:
        super().__init__()
        self.get_batches = get_batches
        self.save = save
        self.drop_after = drop_after
        self._begun_at = 0
        self._due: list[int] = []

    def on_train_begin(self, logs: object = None) -> None:
        self._begun_at = int(self.model.optimizer.iterations)
        most = most_snapshots(self.model.count_params())
        moments = moments_of(self.get_batches(), most)
        self._due = [moment for moment in moments if moment > self._begun_at]
        self.drop_after(self._begun_at)

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:
        done = self._begun_at + batch + 1
        if not self._due or done < self._due[0]:
            return
        # Several batches may be one step of `fit`'s.
        self._due = [moment for moment in self._due if moment > done]
        self.save(done, self.model.get_weights())
