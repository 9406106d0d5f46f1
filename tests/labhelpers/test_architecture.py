"""The layer table: shapes and parameter counts against numbers that were worked out by hand."""

import pytest

from labhelpers.architecture import Layer, layer_table, multiply_adds
from labhelpers.config import CnnConfig


def test_the_default_network_by_hand():
    layers = layer_table(CnnConfig())
    assert layers == [
        Layer("Input", (28, 28, 1), 0),
        Layer("Conv2D + ReLU", (26, 26, 32), 320, "(3 × 3 × 1 + 1) × 32"),
        Layer("MaxPooling2D", (13, 13, 32), 0),
        Layer("Conv2D + ReLU", (11, 11, 64), 18_496, "(3 × 3 × 32 + 1) × 64"),
        Layer("MaxPooling2D", (5, 5, 64), 0),
        Layer("Flatten", (1600,), 0),
        Layer("Dense + ReLU", (64,), 102_464, "(1,600 + 1) × 64"),
        Layer("Dense + softmax", (10,), 650, "(64 + 1) × 10"),
    ]
    assert sum(layer.parameters for layer in layers) == 121_930


def test_dropout_and_batch_normalization_have_their_rows():
    layers = layer_table(CnnConfig(filters=8, dropout=0.5, batch_normalization=True))
    normalization = "BatchNormalization + ReLU"
    convolution = ["Conv2D", normalization, "MaxPooling2D"]
    end = ["Flatten", "Dropout", "Dense + ReLU", "Dense + softmax"]
    assert [layer.name for layer in layers] == ["Input", *convolution, *convolution, *end]
    assert [layer.parameters for layer in layers if layer.name == normalization] == [32, 64]


def test_strides_take_the_place_of_pooling():
    assert layer_table(CnnConfig(filters=16, kernel_size=7, strided=True))[1:4] == [
        Layer("Conv2D (stride 2) + ReLU", (11, 11, 16), 800, "(7 × 7 × 1 + 1) × 16"),
        Layer("Conv2D (stride 2) + ReLU", (3, 3, 32), 25_120, "(7 × 7 × 16 + 1) × 32"),
        Layer("Flatten", (288,), 0),
    ]
    first = 13 * 13 * 32 * 9
    second = 6 * 6 * 64 * 9 * 32
    dense = 36 * 64 * 64 + 64 * 10
    assert multiply_adds(CnnConfig(strided=True)) == first + second + dense


@pytest.mark.parametrize("kernel_size", range(1, 10))
@pytest.mark.parametrize("filters", [1, 8, 256])
@pytest.mark.parametrize("strided", [False, True])
def test_the_arithmetic_gives_the_count_and_every_layer_has_an_output(
    filters, kernel_size, strided
):
    config = CnnConfig(filters, kernel_size, batch_normalization=True, strided=strided)
    for layer in layer_table(config):
        assert all(size >= 1 for size in layer.output_shape)
        spelled = layer.arithmetic.replace("×", "*").replace(",", "")
        assert (eval(spelled) if spelled else 0) == layer.parameters


def test_multiply_adds_are_counted_layer_by_layer():
    first = 26 * 26 * 32 * 9
    second = 11 * 11 * 64 * 9 * 32
    dense = 1600 * 64 + 64 * 10
    assert multiply_adds(CnnConfig()) == first + second + dense
    with_more = CnnConfig(batch_normalization=True, dropout=0.5)
    assert multiply_adds(with_more) == multiply_adds(CnnConfig())
