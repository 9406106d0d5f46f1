"""What a trained network makes of images, layer by layer, in plain NumPy.

Keras does the same faster. Here one can read how a layer comes to its numbers; and whoever has
no TensorFlow at hand, such as the page's own process, gets an answer all the same.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from labhelpers.config import POOL_SIZE, CnnConfig

EPSILON = 1e-3  # what Keras adds to a variance, so that nothing is divided by 0


def convolve(
    images: np.ndarray, kernels: np.ndarray, biases: np.ndarray, stride: int = 1
) -> np.ndarray:
    """Return each kernel's weighted sum over each window of the images, without padding.

    images: float32, (batch, height, width, channel). kernels: float32, (side, side, channel,
        filter). biases: float32, (filter,). Returns float32, (batch, height, width, filter).
    """
    side = len(kernels)
    windows = sliding_window_view(images, (side, side), axis=(1, 2))  # channel, row, column last
    windows = windows[:, ::stride, ::stride]
    return np.tensordot(windows, kernels, axes=([4, 5, 3], [0, 1, 2])) + biases


def normalize(
    maps: np.ndarray,
    scale: np.ndarray,
    shift: np.ndarray,
    mean: np.ndarray,
    variance: np.ndarray,
) -> np.ndarray:
    """Return the maps, (batch, height, width, filter), brought to the scale that was learned.

    mean, variance: float32, (filter,), as training found them. scale, shift: float32,
        (filter,), learned.
    """
    return (maps - mean) / np.sqrt(variance + EPSILON) * scale + shift


def relu(numbers: np.ndarray) -> np.ndarray:
    """Return the numbers with 0 in the place of each negative one."""
    return np.maximum(numbers, 0)


def max_pool(maps: np.ndarray) -> np.ndarray:
    """Return the greatest of each 2 x 2 pixels: (batch, height // 2, width // 2, filter)."""
    batch, height, width, filters = maps.shape
    rows = height // POOL_SIZE
    columns = width // POOL_SIZE
    whole = maps[:, : rows * POOL_SIZE, : columns * POOL_SIZE]  # an odd last row has no partner
    blocks = whole.reshape(batch, rows, POOL_SIZE, columns, POOL_SIZE, filters)
    return blocks.max(axis=(2, 4))


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return scores, (batch, class), as probabilities: each row is positive and sums to 1."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))  # no power overflows then
    return powers / powers.sum(axis=1, keepdims=True)


def predict(config: CnnConfig, weights: Sequence[np.ndarray], images: np.ndarray) -> np.ndarray:
    """Return the probabilities that the network of `config` gives.

    weights: float32, in the order of Keras's `model.get_weights()`. images: float32, (batch,
        height 28, width 28, channel 1), in [0, 1]. Returns float32, (batch, class 10).
    """
    *_, scores = layers(config, weights, images)
    return softmax(scores)


def layers(
    config: CnnConfig, weights: Sequence[np.ndarray], images: np.ndarray
) -> Iterator[np.ndarray]:
    """Yield what each layer makes of the images; arguments as for `predict`.

    First the maps after each ReLU and each pooling, (batch, height, width, filter), then the
    dense layer's units, (batch, unit), and last the ten scores, (batch, class 10).
    """
    left = iter(weights)
    maps = images
    for _block in range(2):
        maps = _convolution(config, left, maps)
        yield maps
        if not config.strided:
            maps = max_pool(maps)
            yield maps
    flat = maps.reshape(len(maps), -1)
    hidden = relu(flat @ next(left) + next(left))
    yield hidden
    yield hidden @ next(left) + next(left)


def _convolution(config: CnnConfig, weights: Iterator[np.ndarray], maps: np.ndarray) -> np.ndarray:
    """Return what a convolution and all that follows it, up to the ReLU, make of maps."""
    maps = convolve(maps, next(weights), next(weights), config.stride)
    if config.batch_normalization:
        scale, shift, mean, variance = (next(weights) for _ in range(4))
        maps = normalize(maps, scale, shift, mean, variance)
    return relu(maps)
