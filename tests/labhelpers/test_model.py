"""The network that is built is the one that the layer table describes; Keras is the oracle."""

import dataclasses
import itertools

import numpy as np
import pytest

from labhelpers.architecture import layer_table
from labhelpers.config import CnnConfig
from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    import keras

    from labhelpers.model import build_cnn

pytestmark = pytest.mark.keras

# Filters, kernel size, dense units; then dropout, batch normalization.
SIZES = [(1, 1, 1), (8, 2, 16), (32, 3, 64), (24, 4, 7), (16, 5, 128), (10, 7, 100), (64, 9, 10)]
EXTRAS = [(0.0, False), (0.5, False), (0.0, True), (0.25, True)]
CONFIGS = [CnnConfig(*size, *extra) for size, extra in itertools.product(SIZES, EXTRAS)]
CONFIGS += [dataclasses.replace(config, strided=True) for config in CONFIGS[::3]]
KINDS = {
    "Conv2D": keras.layers.Conv2D,
    "Conv2D + ReLU": keras.layers.Conv2D,
    "Conv2D (stride 2)": keras.layers.Conv2D,
    "Conv2D (stride 2) + ReLU": keras.layers.Conv2D,
    "BatchNormalization + ReLU": keras.layers.BatchNormalization,
    "MaxPooling2D": keras.layers.MaxPooling2D,
    "Flatten": keras.layers.Flatten,
    "Dropout": keras.layers.Dropout,
    "Dense + ReLU": keras.layers.Dense,
    "Dense + softmax": keras.layers.Dense,
}


def weights_of(model):
    return [np.array(weight) for weight in model.get_weights()]


def same(first, second):
    return all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))


@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_layer_table_agrees_with_keras(config):
    model = build_cnn(config)
    # The table's first row is the input; a ReLU of its own has no row.
    rows = layer_table(config)[1:]
    built = [layer for layer in model.layers if not isinstance(layer, keras.layers.ReLU)]
    assert [KINDS[row.name] for row in rows] == [type(layer) for layer in built]
    assert [row.output_shape for row in rows] == [layer.output.shape[1:] for layer in built]
    assert [row.parameters for row in rows] == [layer.count_params() for layer in built]
    assert sum(row.parameters for row in rows) == model.count_params()


def test_the_model_is_a_sequential_named_cnn_and_not_compiled():
    model = build_cnn(CnnConfig())
    assert isinstance(model, keras.Sequential)
    assert model.name == "cnn"
    assert not model.compiled
    assert model.input_shape == (None, 28, 28, 1)


def test_activations():
    model = build_cnn(CnnConfig())
    names = [layer.activation.__name__ for layer in model.layers if hasattr(layer, "activation")]
    assert names == ["relu", "relu", "relu", "softmax"]


def test_batch_normalization_stands_between_convolution_and_relu():
    model = build_cnn(CnnConfig(batch_normalization=True))
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds[:4] == ["Conv2D", "BatchNormalization", "ReLU", "MaxPooling2D"]
    assert kinds[4:8] == kinds[:4]
    assert model.layers[0].activation.__name__ == "linear"


def test_dropout_comes_after_flatten_with_its_rate():
    model = build_cnn(CnnConfig(dropout=0.3))
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds[kinds.index("Flatten") + 1] == "Dropout"
    assert model.get_layer("dropout").rate == 0.3


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_the_same_seed_gives_the_same_weights_whatever_was_built_before(seed):
    first = weights_of(build_cnn(CnnConfig(filters=8), seed))
    build_cnn(CnnConfig(filters=4))
    keras.utils.set_random_seed(1)
    assert same(first, weights_of(build_cnn(CnnConfig(filters=8), seed)))


def test_other_seeds_and_no_seed_give_other_weights():
    config = CnnConfig(filters=8)
    drawn = [weights_of(build_cnn(config, seed))[0] for seed in (0, 1, None, None)]
    for one, other in itertools.combinations(drawn, 2):
        assert not np.array_equal(one, other)


def test_no_two_layers_start_from_the_same_numbers():
    weights = weights_of(build_cnn(CnnConfig(filters=8), 0))
    kernels = [weight.ravel() for weight in weights if weight.ndim > 1]
    for one, other in itertools.combinations(kernels, 2):
        count = min(one.size, other.size, 50)
        assert abs(np.corrcoef(one[:count], other[:count])[0, 1]) < 0.9


def test_building_leaves_the_global_random_numbers_alone():
    np.random.seed(7)
    expected = np.random.rand()
    np.random.seed(7)
    build_cnn(CnnConfig(filters=4), seed=0)
    assert np.random.rand() == expected


def test_seeded_dropout_is_the_same_twice():
    config = CnnConfig(filters=4, dropout=0.5)
    images = np.ones((4, 28, 28, 1), "float32")
    first = np.array(build_cnn(config, 3)(images, training=True))
    second = np.array(build_cnn(config, 3)(images, training=True))
    np.testing.assert_allclose(first, second, rtol=1e-5)


def test_the_outputs_are_probabilities():
    images = np.random.default_rng(0).random((5, 28, 28, 1), "float32")
    probabilities = np.array(build_cnn(CnnConfig(filters=4), 0)(images))
    assert probabilities.shape == (5, 10)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize(
    "config", [CnnConfig(filters=4), CnnConfig(filters=4, dropout=0.2, batch_normalization=True)]
)
def test_a_saved_model_comes_back(config, tmp_path):
    model = build_cnn(config, seed=0)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert again.name == "cnn"
    assert same(weights_of(model), weights_of(again))
