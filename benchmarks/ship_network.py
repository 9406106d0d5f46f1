"""Trains the network that comes with the lab, and writes it beside `cnnlab/session/shipped.py`.

`python -m benchmarks.ship_network` takes some minutes on two cores. The network is that of the
preset "fast", small enough to ship; it sees its images turned, scaled and shifted, and for
longer, so that it reads a stranger's hand. Its weights are kept as float16, which halves the
file; the accuracy in the .json is that of the rounded weights, on MNIST's test images, by
`cnnlab.session.forward`.
"""

import dataclasses
import json

from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    from labhelpers import training

import numpy as np

from cnnlab.session import forward
from cnnlab.session.shipped import RECIPE, WEIGHTS
from labhelpers.digits import load_digits
from labhelpers.preprocess import add_channel_axis, scale_images
from labhelpers.presets import PRESETS

CNN, _TRAINING = PRESETS["fast"]
TRAINING = dataclasses.replace(_TRAINING, epochs=12, augment=True, seed=0)
BATCH = 500


def accuracy_of(weights, digits):
    """Return the share of the test images that the network reads rightly."""
    images = add_channel_axis(scale_images(digits.test_images))
    right = 0
    for first in range(0, len(images), BATCH):
        probabilities = forward.predict(CNN, weights, images[first : first + BATCH])
        labels = digits.test_labels[first : first + BATCH]
        right += int((probabilities.argmax(axis=1) == labels).sum())
    return right / len(images)


def main():
    """Train, round, measure, write."""
    digits = load_digits("mnist")
    model = training.train(CNN, TRAINING, digits, on_event=lambda _event: None)
    kept = [weights.astype(np.float16) for weights in model.get_weights()]
    accuracy = accuracy_of([weights.astype(np.float32) for weights in kept], digits)
    np.savez_compressed(WEIGHTS, **{str(k): weights for k, weights in enumerate(kept)})
    told = {
        "made_by": "python -m benchmarks.ship_network",
        "digits": digits.name,
        "accuracy": accuracy,
        "cnn": CNN.to_dict(),
        "training": TRAINING.to_dict(),
    }
    RECIPE.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(f"{accuracy:.2%} of the test images; {WEIGHTS.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
