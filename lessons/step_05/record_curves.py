"""Trains what notebook 05 shows beside its own run.

`python -m lessons.step_05.record_curves` writes curves.json. That needs MNIST and takes about
ten minutes on two cores. Seconds are those of one machine: the notebook only says how they
compare.
"""

import json
import statistics
import time
from pathlib import Path

from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    import keras

from labhelpers.config import CnnConfig
from labhelpers.digits import load_digits
from labhelpers.model import build_cnn
from labhelpers.preprocess import add_channel_axis, one_hot, scale_images, split_validation

PATH = Path(__file__).with_name("curves.json")
EPOCHS = 12
SEEDS = (0, 1, 2)
SEEDS_OF_CANDIDATES = range(10)
# What each cause is made of: training images, batch size, Adam's learning rate.
CAUSES = {
    "learning well": {
        "num_images": 12_000,
        "batch_size": 128,
        "learning_rate": 0.0005,
    },
    "overfitting": {
        "num_images": 300,
        "batch_size": 16,
        "learning_rate": 0.003,
    },
    "learning rate too high": {
        "num_images": 1_000,
        "batch_size": 32,
        "learning_rate": 0.3,
    },
    "too little training": {
        "num_images": 600,
        "batch_size": 128,
        "learning_rate": 0.0003,
    },
}
# Runs of which one is to be kept: the same images and batch size with three learning rates.
CANDIDATES = {
    f"{rate}": {"num_images": 300, "batch_size": 16, "learning_rate": rate}
    for rate in (0.001, 0.002, 0.005)
}
CURVE_FILTERS = 16
FILTERS = (8, 16, 32, 64)


def fit(
    data,
    validation,
    seed,
    filters,
    batch_size,
    learning_rate,
    epochs,
    num_images=None,
):
    """Train a network; return Keras's history and the seconds that `fit` took.

    data, validation: images, float32 (number, 28, 28, 1) in [0, 1], and one-hot labels, float32
        (number, 10).
    num_images: how many of the data's first images are used; None means all.
    """
    images, labels = (array[:num_images] for array in data)
    model = build_cnn(CnnConfig(filters=filters), seed=seed)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="categorical_crossentropy", metrics=["accuracy"])
    keras.utils.set_random_seed(seed)
    started = time.perf_counter()
    history = model.fit(
        images,
        labels,
        validation_data=validation,
        batch_size=batch_size,
        epochs=epochs,
        validation_batch_size=500,
        verbose=0,
    )
    return history.history, time.perf_counter() - started


def record_curves(data, validation, recipes, seeds):
    """Return {name: [{"loss": [...], "val_loss": [...]}, ...]}, a run for each seed.

    recipes: {name: what `fit` takes}. Losses are rounded to three decimals.
    """
    curves: dict[str, list] = {name: [] for name in recipes}
    for name, recipe in recipes.items():
        for seed in seeds:
            history, _ = fit(data, validation, seed, CURVE_FILTERS, epochs=EPOCHS, **recipe)
            losses = {key: _rounded(history[key], 3) for key in ("loss", "val_loss")}
            curves[name].append(losses)
    return curves


def record_filters(data, validation):
    """Return, for each number of filters, its seconds and accuracies after three epochs.

    Each is {"filters": int, "seconds": the median, "val_accuracy": one for each seed}.
    """
    measured: dict[int, list] = {filters: [] for filters in FILTERS}
    # In turns, so that what slows the machine for a while does not slow one number of filters
    # alone.
    for seed in SEEDS:
        for filters, found in measured.items():
            one = fit(
                data,
                validation,
                seed,
                filters,
                batch_size=128,
                learning_rate=0.001,
                epochs=3,
            )
            found.append(one)
    rows = []
    for filters, found in measured.items():
        seconds = statistics.median(taken for _, taken in found)
        accuracies = [history["val_accuracy"][-1] for history, _ in found]
        row = {
            "filters": filters,
            "seconds": round(seconds, 2),
            "val_accuracy": _rounded(accuracies, 4),
        }
        rows.append(row)
    return rows


def _rounded(values, decimals):
    return [round(value, decimals) for value in values]


def main():
    """Train everything and write curves.json."""
    digits = load_digits("mnist")
    images = add_channel_axis(scale_images(digits.train_images[:20_000]))
    labels = one_hot(digits.train_labels[:20_000])
    train_images, train_labels, val_images, val_labels = split_validation(images, labels)
    data = (train_images, train_labels)
    some = (val_images[:1000], val_labels[:1000])
    recorded = {
        "how": "python -m lessons.step_05.record_curves on MNIST; "
        "a recipe is training images, batch size and learning rate",
        "recipes": {"causes": CAUSES, "candidates": CANDIDATES},
        "causes": record_curves(data, some, CAUSES, SEEDS),
        "candidates": record_curves(data, some, CANDIDATES, SEEDS_OF_CANDIDATES),
        "filters": record_filters(data, (val_images, val_labels)),
    }
    PATH.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
