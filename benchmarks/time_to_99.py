"""One contestant of the race to 99 %.

`python -m benchmarks.time_to_99 --recipe fast --seed 0 --json` trains it and says what came out.

Its seconds are those of training: building, compiling and tracing included, and measuring on
the validation images; imports, loading the digits and the test are not. Its accuracy is that
of the network as it ends, on the test images: a preset's has the weights of its best epoch.
"""

import argparse
import dataclasses
import json
import time

from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    import keras

    from cnnlab.engine import inspection
    from labhelpers import training

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.preprocess import add_channel_axis, one_hot, scale_images
from labhelpers.presets import PRESETS

RECIPES = {name: preset for name, preset in PRESETS.items() if name != "plain"}
# What each trick of "fast" brings, seen by leaving it out.
_CNN, _TRAINING = PRESETS["fast"]
RECIPES["fast without one-cycle"] = (
    _CNN,
    dataclasses.replace(_TRAINING, one_cycle=False, learning_rate=0.001),
)
RECIPES["fast without normalization"] = (
    dataclasses.replace(_CNN, batch_normalization=False),
    _TRAINING,
)
RECIPES["fast with pooling"] = (
    dataclasses.replace(_CNN, strided=False),
    _TRAINING,
)
RECIPES["fast with batches of 32"] = (
    _CNN,
    dataclasses.replace(_TRAINING, batch_size=32),
)
# The lesson's network where there is no MNIST: an epoch has 41 batches then.
EMBEDDED = (
    CnnConfig(),
    TrainingConfig(
        epochs=20,
        batch_size=32,
        learning_rate=0.003,
        augment=True,
        one_cycle=True,
    ),
)
YARDSTICK_EPOCHS = 15


def accuracy_on_test(model, digits):
    """Return the share of the test images that a model reads rightly."""
    answers = inspection.predict(model, digits.test_images).argmax(axis=1)
    return float((answers == digits.test_labels).mean())


def build_yardstick():
    """Return the network of Keras's published example "Simple MNIST convnet", compiled so."""
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, kernel_size=3, activation="relu"),
            keras.layers.MaxPooling2D(pool_size=2),
            keras.layers.Conv2D(64, kernel_size=3, activation="relu"),
            keras.layers.MaxPooling2D(pool_size=2),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


def yardstick(digits, seed, epochs):
    """Train Keras's example; return seconds and test accuracy after each epoch.

    What its `fit` takes is counted, and what the test after an epoch takes is not. A schedule
    of fewer epochs is the beginning of this one, because its learning rate stays as it is.
    """
    keras.utils.set_random_seed(seed)
    images = add_channel_axis(scale_images(digits.train_images))
    labels = one_hot(digits.train_labels)
    seconds = []
    accuracies = []
    tested = 0.0
    begun = time.perf_counter()
    model = build_yardstick()

    def test(epoch, logs):
        nonlocal tested
        now = time.perf_counter()
        seconds.append(now - begun - tested)
        accuracies.append(accuracy_on_test(model, digits))
        tested += time.perf_counter() - now

    after_each = keras.callbacks.LambdaCallback(on_epoch_end=test)
    model.fit(
        images,
        labels,
        batch_size=128,
        epochs=epochs,
        validation_split=0.1,
        verbose=0,
        callbacks=[after_each],
    )
    return seconds, accuracies


def measure(recipe, seed):
    """Return what the last line of the command says, as a dictionary."""
    digits = load_digits("embedded" if recipe == "embedded" else "mnist")
    if recipe == "yardstick":
        return measure_yardstick(digits, seed)
    cnn, schedule = EMBEDDED if recipe == "embedded" else RECIPES[recipe]
    schedule = dataclasses.replace(schedule, seed=seed)
    begun = time.perf_counter()
    model = training.train(cnn, schedule, digits, on_event=ignore)
    seconds = time.perf_counter() - begun
    return {
        "recipe": recipe,
        "seed": seed,
        "seconds": seconds,
        "accuracy": accuracy_on_test(model, digits),
        "epochs": schedule.epochs,
    }


def measure_yardstick(digits, seed):
    """Return the same for Keras's example, with what it measured after each epoch."""
    seconds, accuracies = yardstick(digits, seed, YARDSTICK_EPOCHS)
    return {
        "recipe": "yardstick",
        "seed": seed,
        "seconds": seconds[-1],
        "accuracy": accuracies[-1],
        "epochs": YARDSTICK_EPOCHS,
        "seconds_by_epoch": seconds,
        "accuracy_by_epoch": accuracies,
    }


def ignore(event):
    """Take an event of the training, and do nothing."""


def main():
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.time_to_99", description=__doc__)
    parser.add_argument("--recipe", choices=["yardstick", *RECIPES, "embedded"], default="fast")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--json",
        action="store_true",
        help="end with one line of JSON, and print nothing else",
    )
    arguments = parser.parse_args()
    measured = measure(arguments.recipe, arguments.seed)
    if arguments.json:
        print(json.dumps(measured))
    else:
        accuracy = f"{measured['accuracy']:.2%} of the test images"
        spent = f"{measured['seconds']:.1f} s, {measured['epochs']} epochs"
        print(f"{measured['recipe']}: {accuracy} after {spent}")


if __name__ == "__main__":
    main()
