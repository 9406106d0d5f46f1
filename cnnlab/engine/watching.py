"""Digits that pages watch: what a network makes of them while it learns, batch by batch."""

import time
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from cnnlab.engine.inspection import first_layer, predict
from cnnlab.engine.topics import Watched

# As often as the chart is drawn, but for at most so much of the training's time, and where that
# is not often, because the machine is busy, still now and then.
SECONDS_BETWEEN_READINGS = 0.2
MOST_OF_THE_TIME = 0.02
MOST_SECONDS_BETWEEN_READINGS = 2.0


class Watching(keras.callbacks.Callback):
    """Reads digits at the beginning and after batches, in training and in validation.

    get_watched: returns them; on_reading: called with a page, its turn, the probabilities of its
        digit, float32 (10,), and what `first_layer` returns where the page wants a map, else
        None. Both in `fit`'s thread.

    A digit that is news is read at once. What reading changes of the network is nothing: a run
    that is watched ends with the same bits.
    """

    def __init__(
        self,
        get_watched: Callable[[], Watched],
        on_reading: Callable[[str, int, np.ndarray, dict[str, Any] | None], None],
    ) -> None:
        super().__init__()
        self.get_watched = get_watched
        self.on_reading = on_reading
        self._turns: dict[str, tuple[int, int | None]] = {}
        self._next_at = 0.0

    def on_train_begin(self, logs: object = None) -> None:
        self._read()

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:
        self._read()

    def on_test_batch_end(self, batch: int, logs: object = None) -> None:
        self._read()

    def _read(self) -> None:
        watched = self.get_watched()
        if not watched:
            return
        turns = {page: (turn, number) for page, (_image, turn, number) in watched.items()}
        started_at = time.monotonic()
        if turns == self._turns and started_at < self._next_at:
            return
        images = np.stack([image for image, _turn, _number in watched.values()])
        probabilities = predict(self.model, images)
        for (page, (turn, number)), image, read in zip(
            turns.items(), images, probabilities, strict=True
        ):
            first = None if number is None else first_layer(self.model, image, number)
            self.on_reading(page, turn, read, first)
        # TensorFlow prepares what it needs with the first one, which says nothing of the rest.
        taken = time.monotonic() - started_at if self._turns else 0.0
        pause = min(taken / MOST_OF_THE_TIME, MOST_SECONDS_BETWEEN_READINGS)
        self._next_at = started_at + max(SECONDS_BETWEEN_READINGS, pause)
        self._turns = turns
