"""The memory that training takes, by arithmetic: what bounds choices that are bounded one by one.

Nothing here imports TensorFlow: a page says at once what is too much, before anything is built.
"""

import bisect
import math
from typing import Any

from labhelpers.architecture import layer_table
from labhelpers.config import CHOICES, CnnConfig, TrainingConfig, options_of, values_of

MOST_BYTES = 2_000_000_000
TOLD = 1.05 * MOST_BYTES  # at least, of what is more: "2 GB; a run may have 2 GB" says nothing
# Fitted to the peaks that `python -m benchmarks memory` measures: a convolution's output is held
# three times (itself, its gradient, a copy in oneDNN's order), batch normalization's twice.
COPIES = {"Conv2D": 3, "BatchNormalization": 2}
# Each weight, its gradient and what the optimizer keeps of it; half of that again in a step.
COPIES_OF_A_WEIGHT = 1.5
SLOTS = {"adam": 2, "sgd": 1, "rmsprop": 1}
# Compiled steps; batches that are made beforehand, moved or not, add 17 MB to 1,500.
BYTES_OF_ANY_RUN = 60_000_000
BYTES_OF_A_NUMBER = 4  # float32
# What one lowers, in this order.
LOWERED = ("batch_size", "filters")


class TooMuchMemoryError(ValueError):
    """The choices fit their ranges, but not together; the message says which one to lower."""


def training_bytes(cnn: CnnConfig, training: TrainingConfig) -> int:
    """Return about how many bytes training adds to a process that has TensorFlow already.

    Of 20 configurations that were measured, it says 21 % too little to 13 % too much.
    """
    numbers = 0
    weights = 0
    for layer in layer_table(cnn):
        copies = COPIES.get(layer.name.split()[0], 0)
        numbers += copies * math.prod(layer.output_shape)
        weights += layer.parameters
    batch = min(training.batch_size, training.num_train or training.batch_size)
    kept = COPIES_OF_A_WEIGHT * (2 + SLOTS[training.optimizer]) + training.keeps_best
    return int(BYTES_OF_ANY_RUN + BYTES_OF_A_NUMBER * (batch * numbers + kept * weights))


def check_memory(cnn: CnnConfig, training: TrainingConfig) -> None:
    """Raise TooMuchMemoryError where training would take more than `MOST_BYTES`."""
    needed = training_bytes(cnn, training)
    if needed <= MOST_BYTES:
        return
    options = options_of(cnn, training)
    chosen = f"{options['filters'].phrase} in {options['batch_size'].phrase}"
    came = f"Training {chosen} takes about {_gigabytes(max(needed, TOLD))} of memory"
    ways = [_way(name, cnn, training) for name in LOWERED]
    advice = f"Lower {' or '.join(way for way in ways if way)}."
    raise TooMuchMemoryError(f"{came}; a run may have {_gigabytes(MOST_BYTES)}. {advice}")


def _way(name: str, cnn: CnnConfig, training: TrainingConfig) -> str:
    """Return to what a choice would have to be lowered, "" where that alone does not help."""

    values: dict[str, Any] = dict(values_of(cnn, training))

    def bytes_with(value: int) -> int:
        changed = values | {name: value}
        network = {own: changed.pop(own) for own in CnnConfig.choices()}
        return training_bytes(CnnConfig(**network), TrainingConfig(**changed))

    largest = bisect.bisect_right(range(1, values[name]), MOST_BYTES, key=bytes_with)
    return f'"{CHOICES[name].label}" to {largest}' if largest else ""


def _gigabytes(number: float) -> str:
    return f"{number / 1e9:.2g} GB"
