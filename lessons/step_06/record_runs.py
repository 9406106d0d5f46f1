"""Trains the networks that notebook 06 speaks of, and keeps what they answered.

`python -m lessons.step_06.record_runs` writes recorded.npz. That needs MNIST and takes about two
minutes on two cores. The small network is the one that the notebook trains where it finds no
run. The pair are one network, step 5's, after six epochs and after seven: two accuracies that
separate ranges do not tell apart, and pairs do. Its kernels are kept from before the first epoch
and from after the seventh.
"""

from pathlib import Path

import numpy as np

from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.preprocess import add_channel_axis, one_hot, scale_images
from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    import keras

    from labhelpers.model import build_cnn
    from labhelpers.training import train

PATH = Path(__file__).with_name("recorded.npz")
SMALL = (CnnConfig(filters=16), TrainingConfig(epochs=1, num_train=12_000))
PAIR_EPOCHS = (6, 7)
PAIR_IMAGES = 18_000  # what is left for training of the lesson's 20,000


def prepared(images):
    """Return uint8 images, (number, 28, 28), as a network takes them."""
    return add_channel_axis(scale_images(images))


def small_answers(digits):
    """Return the small network's probabilities for the test images: float32, (images, 10)."""
    model = train(*SMALL, digits, on_event=lambda _event: None)
    return model.predict(prepared(digits.test_images), batch_size=500, verbose=0)


def pair_of(digits):
    """Return what the two networks read the test images as, and the first layer's kernels.

    readings: uint8, (2, images). kernels: float32, (2, 3, 3, 32), before training and after it.
    """
    images = prepared(digits.train_images[:PAIR_IMAGES])
    labels = one_hot(digits.train_labels[:PAIR_IMAGES])
    model = build_cnn(CnnConfig(), seed=0)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    keras.utils.set_random_seed(0)
    readings = []
    kernels = [first_kernels(model)]
    for epoch in range(1, PAIR_EPOCHS[-1] + 1):
        model.fit(images, labels, batch_size=128, epochs=1, verbose=0)
        if epoch in PAIR_EPOCHS:
            answers = model.predict(prepared(digits.test_images), batch_size=500, verbose=0)
            readings.append(answers.argmax(axis=1).astype("uint8"))
    kernels.append(first_kernels(model))
    return np.array(readings), np.array(kernels)


def first_kernels(model):
    """Return the kernels of a model's first convolution: float32, (3, 3, filters)."""
    return model.layers[0].kernel.numpy()[:, :, 0]


def main():
    """Train all of them and write recorded.npz."""
    digits = load_digits("mnist")
    small = small_answers(digits)
    pair, kernels = pair_of(digits)
    np.savez_compressed(
        PATH,
        labels=digits.test_labels,
        predictions=small.argmax(axis=1).astype("uint8"),
        confidences=small.max(axis=1).astype("float32").round(4),
        pair=pair,
        kernels=kernels,
    )


if __name__ == "__main__":
    main()
