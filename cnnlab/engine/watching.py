"""A digit that somebody watches: what a network makes of it while it learns, batch by batch."""

import time
from collections.abc import Callable

import keras
import numpy as np

from cnnlab.engine.inspection import predict

# As often as the chart is drawn, but for at most so much of the training's time, and where that
# is not often, because the machine is busy, still now and then.
SECONDS_BETWEEN_READINGS = 0.2
MOST_OF_THE_TIME = 0.02
MOST_SECONDS_BETWEEN_READINGS = 2.0


class Watching(keras.callbacks.Callback):
    """Reads a digit at the beginning and after batches, in training and in validation.

    get_watched: returns the digit, uint8 (28, 28), and the turn in which it was asked for, or
        None; on_reading: called with that turn and the probabilities, float32 (10,). Both in
        `fit`'s thread.

    A digit that is news is read at once. What reading changes of the network is nothing: a run
    that is watched ends with the same bits.
    """

    def __init__(
        self,
        get_watched: Callable[[], tuple[np.ndarray, int] | None],
        on_reading: Callable[[int, np.ndarray], None],
    ) -> None:
        super().__init__()
        self.get_watched = get_watched
        self.on_reading = on_reading
        self._turn: int | None = None
        self._next_at = 0.0

    def on_train_begin(self, logs: object = None) -> None:
        self._read()

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:
        self._read()

    def on_test_batch_end(self, batch: int, logs: object = None) -> None:
        self._read()

    def _read(self) -> None:
        watched = self.get_watched()
        if watched is None:
            return
        image, turn = watched
        started_at = time.monotonic()
        if turn == self._turn and started_at < self._next_at:
            return
        probabilities = predict(self.model, image[None])[0]
        self.on_reading(turn, probabilities)
        # TensorFlow prepares what it needs with the first one, which says nothing of the rest.
        is_first = self._turn is None
        taken = 0.0 if is_first else time.monotonic() - started_at
        pause = min(taken / MOST_OF_THE_TIME, MOST_SECONDS_BETWEEN_READINGS)
        self._next_at = started_at + max(SECONDS_BETWEEN_READINGS, pause)
        self._turn = turn
