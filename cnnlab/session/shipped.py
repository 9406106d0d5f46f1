"""The network that comes with the lab: trained before, it reads a digit from the first second.

`python -m benchmarks.ship_network` trained it, and wrote its weights and, beside them, what it
was made of and how good it is.
"""

import dataclasses
import functools
import json
from pathlib import Path

import numpy as np

from cnnlab.engine.steps_against import steps_against
from cnnlab.runs.stored_choices import training_as_stored
from cnnlab.session import forward
from cnnlab.session.own_inside import gradient_sign
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.preprocess import add_channel_axis, scale_images

WEIGHTS = Path(__file__).with_name("shipped_network.npz")
LABS_OWN = "the lab's own"
RECIPE = Path(__file__).with_name("shipped_network.json")


@dataclasses.dataclass(frozen=True, eq=False)
class ShippedNetwork:
    """A trained network: its choices, its weights, and its accuracy on MNIST's test images.

    weights: float32, in the order of Keras's `model.get_weights()`.
    """

    cnn: CnnConfig
    training: TrainingConfig
    accuracy: float
    weights: list[np.ndarray]

    def read(self, image: np.ndarray) -> np.ndarray:
        """Return the ten probabilities, float32, of an image: uint8, (28, 28)."""
        return self.read_all(image[None])[0]

    def fool(self, image: np.ndarray, most_levels: int) -> dict[str, np.ndarray]:
        """Return what `inspection.fool` returns."""
        digit = int(self.read(image).argmax())
        signs = gradient_sign(self.cnn, self.weights, image, digit)
        read = self.read_all(steps_against(image, signs, most_levels))
        return {"signs": signs, "probabilities": read}

    def read_all(self, images: np.ndarray) -> np.ndarray:
        """Return the probabilities, float32, (number, 10), of images: uint8, (number, 28, 28)."""
        inputs = add_channel_axis(scale_images(images))
        return forward.predict(self.cnn, self.weights, inputs)


@functools.cache
def load_shipped() -> ShippedNetwork:
    """Return the network that comes with the lab, in some milliseconds."""
    told = json.loads(RECIPE.read_text(encoding="utf-8"))
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        numbers = [arrays[str(k)].astype(np.float32) for k in range(len(arrays.files))]
    return ShippedNetwork(
        CnnConfig(**told["cnn"]),
        training_as_stored(told["training"]),
        told["accuracy"],
        numbers,
    )
