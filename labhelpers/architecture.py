"""The network of a configuration, layer by layer: shapes and parameter counts, by arithmetic.

Nothing here imports TensorFlow: the page answers at once, before anything is built.
"""

import dataclasses
import math

from labhelpers.config import IMAGE_SIZE, NUM_CLASSES, POOL_SIZE, CnnConfig


@dataclasses.dataclass(frozen=True)
class Layer:
    """One row of the layer table.

    output_shape: without the batch axis.
    arithmetic: spells how the parameters are counted; "" where there are none.
    """

    name: str
    output_shape: tuple[int, ...]
    parameters: int
    arithmetic: str = ""


def layer_table(config: CnnConfig) -> list[Layer]:
    """Return the network's layers, first to last.

    A convolution without padding gives (size - kernel_size) // stride + 1 pixels a side and has
    (kernel_size * kernel_size * channels + 1) * filters parameters; pooling halves the side,
    rounding down.
    """
    layers = [Layer("Input", (IMAGE_SIZE, IMAGE_SIZE, 1), 0)]
    for filters in (config.filters, 2 * config.filters):
        layers += _convolution(config, layers[-1].output_shape, filters)
    units = math.prod(layers[-1].output_shape)
    layers.append(Layer("Flatten", (units,), 0))
    if config.dropout:
        layers.append(Layer("Dropout", (units,), 0))
    layers.append(_dense("Dense + ReLU", units, config.dense_units))
    layers.append(_dense("Dense + softmax", config.dense_units, NUM_CLASSES))
    return layers


def _convolution(config: CnnConfig, shape: tuple[int, ...], filters: int) -> list[Layer]:
    """Return a convolution on an input of `shape`, (size, size, channels), and what follows it."""
    size, _, channels = shape
    side = config.kernel_size
    size = (size - side) // config.stride + 1
    name = "Conv2D (stride 2)" if config.strided else "Conv2D"
    if not config.batch_normalization:
        name += " + ReLU"
    parameters = (side * side * channels + 1) * filters
    arithmetic = f"({side} × {side} × {channels} + 1) × {filters}"
    output_shape = (size, size, filters)
    layers = [Layer(name, output_shape, parameters, arithmetic)]
    if config.batch_normalization:
        normalization = f"4 × {filters}"
        layers.append(Layer("BatchNormalization + ReLU", output_shape, 4 * filters, normalization))
    if not config.strided:
        size //= POOL_SIZE
        layers.append(Layer("MaxPooling2D", (size, size, filters), 0))
    return layers


def _dense(name: str, inputs: int, width: int) -> Layer:
    return Layer(name, (width,), (inputs + 1) * width, f"({inputs:,} + 1) × {width}")


def multiply_adds(config: CnnConfig) -> int:
    """Return the multiplications with a weight that one image costs, from input to softmax."""
    total = 0
    for layer in layer_table(config):
        if layer.name.startswith(("Conv2D", "Dense")):
            *places, channels = layer.output_shape
            weights = layer.parameters - channels  # a bias for each channel
            total += weights * math.prod(places)
    return total
