"""Recomputes what a hand-in claims: the network built anew, its weights put in, all images read.

Runs in one process with TensorFlow that stays warm. It gets a configuration that `CnnConfig` took
and arrays that `arrays` checked; nothing else of a student's comes here.
"""

import functools
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from labhelpers.config import NUM_CLASSES, CnnConfig, TrainingConfig
from labhelpers.digits import Digits, load_digits
from labhelpers.evaluation import LEAST_PROBABILITY
from labhelpers.model import build_cnn
from labhelpers.preprocess import split_validation
from labhelpers.training_data import as_input

BATCH = 50  # what the lab evaluates with: other sizes cost TensorFlow memory that it keeps
BATCHES_AT_ONCE = 20  # between two looks at the clock
MOST_NETWORKS = 4  # of other configurations, kept compiled
# Another machine's sums end in other bits: an image whose two likeliest digits are that close may
# be read either way, and a probability, which is kept as float16, may differ by that much.
TOO_CLOSE = 0.002
SAME_PROBABILITY = 0.005

_networks: dict[CnnConfig, tuple[keras.Sequential, Any]] = {}


def recompute(
    file: str, dataset: str, cnn: dict, training: dict, with_validation: bool, seconds: float
) -> dict[str, Any]:
    """Return what the network of a hand-in reads of the test images, as JSON holds it.

    file: the .npz file with "w0", "w1", ..., "predicted" and "confidence".
    with_validation: whether the validation images are read, too, if there is time left.
    seconds: after which it ends, with as many images as were read then.
    """
    until = time.monotonic() + seconds
    digits = _digits(dataset)
    with np.load(Path(file), allow_pickle=False) as stored:
        arrays = dict(stored)
    weights = [arrays[f"w{place}"] for place in range(sum(name[0] == "w" for name in arrays))]
    answer = _network(CnnConfig(**cnn), weights)
    probabilities = _read(answer, digits.test_images, until)
    told = _measured(probabilities, digits.test_labels) | _compared(probabilities, arrays)
    told["num_test"] = len(digits.test_images)
    if with_validation:
        told |= _validated(answer, digits, TrainingConfig(**training), until)
    return told


@functools.cache
def _digits(dataset: str) -> Digits:
    return load_digits("embedded" if dataset == "embedded digits" else "auto")


def _network(cnn: CnnConfig, weights: list[np.ndarray]) -> Any:
    """Return the compiled network of a configuration with these weights."""
    if cnn not in _networks:
        if len(_networks) >= MOST_NETWORKS:
            _networks.clear()
            keras.backend.clear_session()
        model = build_cnn(cnn, seed=0)
        signature = [tf.TensorSpec((None, BATCH, 28, 28), tf.uint8)]
        _networks[cnn] = (model, tf.function(_reader(model), input_signature=signature))
    model, answer = _networks[cnn]
    model.set_weights(weights)
    return answer


def _reader(model: keras.Sequential) -> Any:
    """Return a function of (batches, BATCH, 28, 28) images that returns their probabilities."""

    @tf.autograph.experimental.do_not_convert
    def read(batches: tf.Tensor) -> tf.Tensor:
        spec = tf.TensorSpec((BATCH, NUM_CLASSES), tf.float32)
        return tf.map_fn(
            lambda images: model(as_input(images), training=False),
            batches,
            fn_output_signature=spec,
            parallel_iterations=1,
        )

    return read


def _read(answer: Any, images: np.ndarray, until: float) -> np.ndarray:
    """Return the probabilities of the first images: of all of them where there is time."""
    found = []
    step = BATCH * BATCHES_AT_ONCE
    for start in range(0, len(images), step):
        part = images[start : start + step]
        padding = -len(part) % BATCH
        padded = np.concatenate([part, np.zeros((padding, *part.shape[1:]), part.dtype)])
        batches = padded.reshape(-1, BATCH, *part.shape[1:])
        rows = answer(tf.constant(batches)).numpy().reshape(-1, NUM_CLASSES)
        found.append(rows[: len(part)])
        if time.monotonic() > until:
            break
    return np.concatenate(found)


def _measured(probabilities: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    labels = labels[: len(probabilities)]
    if not np.isfinite(probabilities).all():
        return {"num_read": len(labels), "accuracy": None}
    predicted = probabilities.argmax(axis=1)
    confusion = np.zeros((NUM_CLASSES, NUM_CLASSES), int)
    np.add.at(confusion, (labels, predicted), 1)
    return {
        "num_read": len(labels),
        "accuracy": float((predicted == labels).mean()),
        "loss": _loss(probabilities, labels),
        "confusion": confusion.tolist(),
        "close": int((_margin(probabilities) < TOO_CLOSE).sum()),
    }


def _loss(probabilities: np.ndarray, labels: np.ndarray) -> float:
    chosen = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(chosen, LEAST_PROBABILITY, 1)).mean())


def _margin(probabilities: np.ndarray) -> np.ndarray:
    """Return by how much the likeliest digit of each image is likelier than the next."""
    highest = np.partition(probabilities, -2, axis=1)
    return highest[:, -1] - highest[:, -2]


def _compared(probabilities: np.ndarray, arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    """Return how many of the handed-in predictions the network does not give."""
    if "predicted" not in arrays or len(arrays["predicted"]) < len(probabilities):
        return {"others": None}
    count = len(probabilities)
    is_other = arrays["predicted"][:count] != probabilities.argmax(axis=1)
    is_other &= ~(_margin(probabilities) < TOO_CLOSE)
    differences = np.abs(arrays["confidence"][:count] - probabilities.max(axis=1))
    return {"others": int((is_other | ~(differences < SAME_PROBABILITY)).sum())}


def _validated(answer: Any, digits: Digits, training: TrainingConfig, until: float) -> dict:
    """Return what the network reads of the run's validation images, where there is time."""
    used = slice(training.num_train)
    *_, images, labels = split_validation(digits.train_images[used], digits.train_labels[used])
    probabilities = _read(answer, images, until)
    if len(probabilities) < len(images) or not np.isfinite(probabilities).all():
        return {}
    chosen = probabilities[np.arange(len(labels)), labels]
    # Keras takes a run's loss from logits, which know of smaller probabilities.
    is_known = bool((chosen > LEAST_PROBABILITY).all())
    return {
        "val_accuracy": float((probabilities.argmax(axis=1) == labels).mean()),
        "val_loss": _loss(probabilities, labels) if is_known else None,
        "val_within": float(((_margin(probabilities) < TOO_CLOSE).sum() + 0.5) / len(labels)),
    }
