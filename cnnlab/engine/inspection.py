"""What a trained network says of images, and what goes on inside it."""

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from cnnlab.engine.contributions import strongest_inputs
from cnnlab.engine.first_layer import told_first_layer
from cnnlab.engine.occlusion import occlusion
from cnnlab.engine.steps_against import steps_against
from labhelpers.config import NUM_CLASSES
from labhelpers.preprocess import add_channel_axis, scale_images

# TensorFlow keeps the most that it ever held: see `labhelpers.training_data.VALIDATION_BATCH`.
BATCH = 50


def predict(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """Return the network's probabilities: float32, (batch, 10).

    images: uint8, (batch, 28, 28), at least one, light ink on black. Raises ValueError for
        anything else.
    """
    if len(images) <= BATCH:  # called: tracing would take longer than the answer
        return model(_as_input(images), training=False).numpy()
    parts = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]
    return np.concatenate([model.predict_on_batch(_as_input(part)) for part in parts])


def look_inside(model: keras.Model, image: np.ndarray) -> dict[str, Any]:
    """Return what the network makes of one image, layer by layer.

    image: uint8, (28, 28), light ink on black.
    maps: for each convolution (after its ReLU) and pooling layer in order, float32, (height,
        width, filters).
    kernels: what `kernels` returns, so that one question brings all that is shown together.
    dense: for each dense layer in order, what `strongest_inputs` returns.
    saliency: float32, (10, 28, 28): for each digit, how much each pixel's ink speaks for it
        (above 0) or against it. The pixel's value times the gradient of that digit's score,
        which is the input of the softmax (A. Shrikumar et al., "Not just a black box: learning
        important features through propagating activation differences", 2016).
    """
    inputs = tf.repeat(_as_input(np.asarray(image)[None]), NUM_CLASSES, axis=0)
    maps = []
    dense = []
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        values = inputs
        for layer in model.layers[:-1]:
            if isinstance(layer, keras.layers.Dense):
                dense.append(strongest_inputs(values[0].numpy(), *layer.get_weights()))
            values = layer(values, training=False)
            if _makes_maps(layer, values):
                maps.append(values[0].numpy())
        scores = _scores(model, values)
        own = tf.linalg.trace(scores)  # a digit a row: each score depends on its own row alone
    dense.append(strongest_inputs(values[0].numpy(), *model.layers[-1].get_weights()))
    saliency = (tape.gradient(own, inputs) * inputs)[..., 0].numpy()
    return {"maps": maps, "kernels": kernels(model), "dense": dense, "saliency": saliency}


def _scores(model: keras.Model, hidden: tf.Tensor) -> tf.Tensor:
    """Return what the last layer's softmax takes in, (batch, 10), from the layer's own inputs."""
    return hidden @ model.layers[-1].kernel + model.layers[-1].bias


def first_layer(model: keras.Model, image: np.ndarray, number: int) -> dict[str, Any]:
    """Return what `told_first_layer` tells of a network's first convolution and an image.

    image: uint8, (28, 28). number: the map that is wanted, from 0.
    """
    values: Any = _as_input(np.asarray(image)[None])
    for layer in model.layers:
        values = layer(values, training=False)
        if _makes_maps(layer, values):
            break
    return told_first_layer(model.layers[0].kernel.numpy()[:, :, 0], np.asarray(values)[0], number)


def _makes_maps(layer: keras.layers.Layer, values: tf.Tensor) -> bool:
    """Say whether a layer's values are feature maps to show: after a ReLU, or pooled."""
    if isinstance(layer, keras.layers.MaxPooling2D | keras.layers.ReLU):
        return True
    is_relu = getattr(layer, "activation", None) is keras.activations.relu
    return is_relu and values.ndim == 4


def cover(model: keras.Model, image: np.ndarray, side: int) -> dict[str, np.ndarray]:
    """Return what a network reads with nothing covered, and with a square over each place.

    image: uint8, (28, 28), light ink on black. side: of the grey square, in pixels.
    uncovered: float32, (10,). covered: float32, (28, 28, 10); see `occlusion`.
    """

    def read(images: np.ndarray) -> np.ndarray:
        return predict(model, images)

    uncovered = read(image[np.newaxis])[0]
    return {"uncovered": uncovered, "covered": occlusion(read, image, side)}


def gradient_sign(model: keras.Model, image: np.ndarray, digit: int) -> np.ndarray:
    """Return for each pixel whether more ink (1) or less (-1) makes a network doubt a digit more.

    The sign of the gradient of the loss, where `digit` is the label (I. Goodfellow, J. Shlens and
    C. Szegedy, "Explaining and harnessing adversarial examples", 2015).

    image: uint8, (28, 28), light ink on black. Returns int, (28, 28); 0 where the pixel makes no
        difference.
    """
    values = inputs = tf.constant(_as_input(image[np.newaxis]))
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        for layer in model.layers[:-1]:
            values = layer(values, training=False)
        scores = _scores(model, values)[0]
        others = tf.concat([scores[:digit], scores[digit + 1 :]], axis=0)
        # The loss, -log(p), grows whenever this does, log((1 - p) / p), so their gradients have
        # the same signs. That of a loss near 0 is lost in rounding, and this one's is not.
        doubt = tf.reduce_logsumexp(others) - scores[digit]
    return np.sign(tape.gradient(doubt, inputs)[0, ..., 0]).astype(int)


def fool(model: keras.Model, image: np.ndarray, most_levels: int) -> dict[str, np.ndarray]:
    """Return what becomes of an answer when the image is changed against what the network reads.

    signs: int, (28, 28), of the gradient. probabilities: what `read_steps` returns with them.
    """
    digit = int(predict(model, image[np.newaxis])[0].argmax())
    signs = gradient_sign(model, image, digit)
    return {"signs": signs, "probabilities": read_steps(model, image, signs, most_levels)}


def read_steps(
    model: keras.Model, image: np.ndarray, signs: np.ndarray, most_levels: int
) -> np.ndarray:
    """Return the probabilities after a step of 0 grey levels, of 1 ...: (most_levels + 1, 10)."""
    return predict(model, steps_against(image, signs, most_levels))


def kernels(model: keras.Model) -> list[dict[str, np.ndarray]]:
    """Return what each convolution learned, as "kernel", "bias", "scale" and "shift", all float32.

    kernel: (height, width, channels, filters). bias, scale, shift: (filters,). The ReLU is
        taken of (sum of products + bias) * scale + shift; the last two are batch
        normalization's, and 1 and 0 without it.
    """
    found: list[dict[str, np.ndarray]] = []
    for layer in model.layers:
        if isinstance(layer, keras.layers.Conv2D):
            kernel, bias = layer.get_weights()
            scale = np.ones_like(bias)
            shift = np.zeros_like(bias)
            found.append({"kernel": kernel, "bias": bias, "scale": scale, "shift": shift})
        elif isinstance(layer, keras.layers.BatchNormalization):
            gamma, beta, mean, variance = layer.get_weights()
            scale = gamma / np.sqrt(variance + layer.epsilon)
            found[-1] |= {"scale": scale, "shift": beta - mean * scale}
    return found


def _as_input(images: np.ndarray) -> np.ndarray:
    return add_channel_axis(scale_images(images))
