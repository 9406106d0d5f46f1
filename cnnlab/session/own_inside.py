"""What goes on inside a network for one image, by plain NumPy.

The same as a worker tells (`cnnlab.engine.inspection`), for whoever has no worker at hand.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from cnnlab.engine.contributions import strongest_inputs
from cnnlab.session import forward
from labhelpers.config import POOL_SIZE, CnnConfig
from labhelpers.preprocess import add_channel_axis, scale_images

Arrays = Sequence[np.ndarray]


def look_inside(config: CnnConfig, weights: Arrays, image: np.ndarray) -> dict[str, Any]:
    """Return what `inspection.look_inside` returns.

    weights: float32, in the order of Keras's `model.get_weights()`. image: uint8, (28, 28).
    """
    images = add_channel_axis(scale_images(image[None]))
    *maps, hidden, _scores = (layer[0] for layer in forward.layers(config, weights, images))
    first, first_bias, last, last_bias = weights[-4:]
    slopes = _score_slopes(config, weights, [images[0], *maps], hidden)
    return {
        "maps": maps,
        "kernels": _kernels(config, weights),
        "dense": [
            strongest_inputs(maps[-1].reshape(-1), first, first_bias),
            strongest_inputs(hidden, last, last_bias),
        ],
        "saliency": (slopes * images)[..., 0],
    }


def gradient_sign(config: CnnConfig, weights: Arrays, image: np.ndarray, digit: int) -> np.ndarray:
    """Return what `inspection.gradient_sign` returns.

    weights: float32, in the order of Keras's `model.get_weights()`. image: uint8, (28, 28).
    """
    images = add_channel_axis(scale_images(image[None]))
    *maps, hidden, scores = (layer[0] for layer in forward.layers(config, weights, images))
    slopes = _score_slopes(config, weights, [images[0], *maps], hidden)[..., 0]
    # The slope of log((1 - p) / p): each other digit counts by its share of what p leaves.
    shares = forward.softmax(np.delete(scores, digit)[None])[0]
    doubt = np.tensordot(shares, np.delete(slopes, digit, axis=0), axes=1) - slopes[digit]
    return np.sign(doubt).astype(int)


def _kernels(config: CnnConfig, weights: Arrays) -> list[dict[str, np.ndarray]]:
    """Return what `inspection.kernels` does."""
    left = iter(weights)
    return [_learned(config, left) for _block in range(2)]


def _score_slopes(
    config: CnnConfig, weights: Arrays, values: Arrays, hidden: np.ndarray
) -> np.ndarray:
    """Return how steeply each score grows with each pixel: (10, height 28, width 28, channel 1).

    values: the image and the maps, first to last. hidden: the dense layer's units.
    """
    first, _first_bias, last, _last_bias = weights[-4:]
    slopes = (last.T * (hidden > 0)) @ first.T
    slopes = slopes.reshape(-1, *values[-1].shape)
    return _slopes(config, _kernels(config, weights), values, slopes)


def _learned(config: CnnConfig, weights: Iterator[np.ndarray]) -> dict[str, np.ndarray]:
    """Return what a convolution learned, as `inspection.kernels` does."""
    kernel = next(weights)
    bias = next(weights)
    scale = np.ones_like(bias)
    shift = np.zeros_like(bias)
    if config.batch_normalization:
        gamma, beta, mean, variance = (next(weights) for _ in range(4))
        scale = gamma / np.sqrt(variance + forward.EPSILON)
        shift = beta - mean * scale
    return {"kernel": kernel, "bias": bias, "scale": scale, "shift": shift}


def _slopes(
    config: CnnConfig,
    kernels: Sequence[dict[str, np.ndarray]],
    values: Arrays,
    slopes: np.ndarray,
) -> np.ndarray:
    """Return how steeply each score grows with each pixel of the image, layer by layer back.

    values: the image and the maps, first to last. slopes: the same for the last of them, (score,
        height, width, filter). Returns float32, (score, height 28, width 28, channel 1).
    """
    left = list(values)
    for learned in reversed(kernels):
        if not config.strided:
            pooled = left.pop()
            slopes = _before_pooling(left[-1], pooled, slopes)
        slopes = slopes * (left.pop() > 0) * learned["scale"]
        slopes = _before_convolution(left[-1], learned["kernel"], config.stride, slopes)
    return slopes


def _before_pooling(maps: np.ndarray, pooled: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """Return the slopes below a pooling: they go to the pixels that were kept."""
    below = np.zeros((len(slopes), *maps.shape), slopes.dtype)
    rows, columns, _filters = pooled.shape
    for row, column in np.ndindex(POOL_SIZE, POOL_SIZE):
        place = (
            slice(row, rows * POOL_SIZE, POOL_SIZE),
            slice(column, columns * POOL_SIZE, POOL_SIZE),
        )
        below[(slice(None), *place)] = slopes * (maps[place] == pooled)
    return below


def _before_convolution(
    maps: np.ndarray, kernel: np.ndarray, stride: int, slopes: np.ndarray
) -> np.ndarray:
    """Return the slopes below a convolution: each pixel's, times the weights it was seen with."""
    below = np.zeros((len(slopes), *maps.shape), slopes.dtype)
    _scores, rows, columns, _filters = slopes.shape
    for row, column in np.ndindex(*kernel.shape[:2]):
        down = slice(row, row + stride * rows, stride)
        across = slice(column, column + stride * columns, stride)
        below[:, down, across] += slopes @ kernel[row, column].T
    return below
