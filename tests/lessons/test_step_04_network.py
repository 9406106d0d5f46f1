"""The network of step 4, with Keras's own layers: right in many forms, and nearly right."""

import pytest

from lessons.step_04.exercises import Exercises
from tests.lessons.checking import assert_not_yet, assert_right

pytestmark = pytest.mark.keras

STUDENTS = ["", "1", "22", "333", "2026-118", 987654]


@pytest.fixture(params=STUDENTS, ids=str)
def check(request):
    return Exercises(request.param)


@pytest.fixture
def nobody():
    """Return the exercises for no number: kernel sizes 5 and 4, 16 filters, 48 dense units."""
    return Exercises()


@pytest.fixture(scope="module")
def keras():
    import keras

    return keras


@pytest.fixture
def layers(keras, nobody):
    """Return a function that makes the list of layers.

    A number and a layer replace one of them; a number and None take it away.
    """
    kinds = keras.layers

    def make(changed=None, layer=None):
        made = [
            keras.Input((28, 28, 1)),
            kinds.Conv2D(16, 5, activation="relu"),
            kinds.MaxPooling2D(2),
            kinds.Conv2D(32, 4, activation="relu"),
            kinds.MaxPooling2D(2),
            kinds.Flatten(),
            kinds.Dense(48, activation="relu"),
            kinds.Dense(10, activation="softmax"),
        ]
        if changed is not None:
            made[changed : changed + 1] = [] if layer is None else [layer]
        return made

    return make


def test_the_solution_of_the_network_is_right_and_has_the_shapes_and_parameters_of_the_others(
    check, keras
):
    names = {"check": check, "keras": keras}
    exec(check.network.solution_text, names)
    network = names["network"]
    model = keras.Sequential(network)
    assert_right(check.network, [network, tuple(network), model])
    counts = [
        model.layers[4].output.shape[1],
        model.layers[2].count_params(),
        model.layers[5].count_params(),
    ]
    assert_right(check.parameters, [counts, tuple(counts)])


def test_a_network_written_differently_is_right(nobody, keras, layers):
    kinds = keras.layers
    added = keras.Sequential(name="mine")
    for layer in layers():
        if "KerasTensor" not in type(layer).__name__:
            added.add(layer)
    added.build((None, 28, 28, 1))
    apart = [
        keras.Input((28, 28, 1)),
        kinds.Conv2D(16, (5, 5)),
        kinds.ReLU(),
        kinds.MaxPool2D(),
        kinds.Conv2D(32, 4),
        kinds.Activation("relu"),
        kinds.MaxPool2D((2, 2), strides=2),
        kinds.Flatten(name="flat"),
        kinds.Dense(48, activation=keras.activations.relu),
        kinds.Dense(10),
        kinds.Softmax(),
    ]
    inputs = outputs = keras.Input((28, 28, 1))
    for layer in layers()[1:]:
        outputs = layer(outputs)
    with_input_layer = [kinds.InputLayer(shape=(28, 28, 1)), *layers()[1:]]
    with_a_layer_as_activation = layers(6, kinds.Dense(48, activation=kinds.ReLU()))
    functional = keras.Model(inputs, outputs)
    assert_right(
        nobody.network, [added, apart, keras.Sequential(apart), functional, with_input_layer]
    )
    assert_right(nobody.network, [with_a_layer_as_activation, layers()])


def test_a_network_that_is_nearly_right_gets_its_hint(nobody, keras, layers):
    kinds = keras.layers
    pooling_first = layers()
    pooling_first[1:3] = pooling_first[2:0:-1]
    same_twice = layers()
    same_twice[4] = same_twice[2]
    wrong = {
        "keras.Input((28, 28, 1))": layers(0),
        "without it the network is not built before it meets": keras.Sequential(layers()[1:]),
        "(32, 32, 3)": layers(0, keras.Input((32, 32, 3))),
        "the order is not": pooling_first,
        "MaxPooling2D: 1, and the network has 2": layers(4),
        "Flatten: 0, and": keras.Sequential(layers(5)),
        "Dense: 1, and": layers(6),
        "Dropout does not belong": [*layers()[:6], kinds.Dropout(0.5), *layers()[6:]],
        "is the class": layers(5, kinds.Flatten),
        "twice": same_twice,
        "first convolution has no activation": layers(1, kinds.Conv2D(16, 5)),
        "'sigmoid'": layers(6, kinds.Dense(48, activation="sigmoid")),
        "probabilities": layers(7, kinds.Dense(10)),
        "How many digits": layers(7, kinds.Dense(9, activation="softmax")),
        "second convolution has filters = 16": keras.Sequential(
            layers(3, kinds.Conv2D(16, 4, activation="relu"))
        ),
        "first convolution has kernel_size = (4, 4)": layers(
            1, kinds.Conv2D(16, 4, activation="relu")
        ),
        "kernel_size = (3, 3)": layers(3, kinds.Conv2D(32, 3, activation="relu")),
        "padding = 'same'": layers(1, kinds.Conv2D(16, 5, padding="same", activation="relu")),
        "strides = (2, 2)": layers(1, kinds.Conv2D(16, 5, strides=2, activation="relu")),
        "pool_size = (3, 3)": layers(2, kinds.MaxPooling2D(3)),
        "units = 64": layers(6, kinds.Dense(64, activation="relu")),
        "use_bias = False": layers(6, kinds.Dense(48, activation="relu", use_bias=False)),
        "AveragePooling2D": layers(2, kinds.AveragePooling2D(2)),
        "A list of Keras's layers": keras.Sequential(),
    }
    assert_not_yet(nobody.network, wrong)


def test_an_activation_is_judged_by_what_it_does(nobody, keras, layers):
    import tensorflow

    kinds = keras.layers
    right = [
        layers(7, kinds.Dense(10, activation=tensorflow.nn.softmax)),
        layers(7, kinds.Dense(10, activation=keras.ops.softmax)),
        layers(7, kinds.Dense(10, activation=kinds.Softmax())),
        layers(6, kinds.Dense(48, activation=tensorflow.nn.relu)),
        layers(6, kinds.Dense(48, activation=lambda x: keras.ops.maximum(x, 0))),
        layers(1, kinds.Conv2D(16, 5, activation=kinds.Activation("relu"))),
    ]
    assert_right(nobody.network, right)

    def relu(scores):
        return scores

    wrong = {
        "settings of its own": layers(6, kinds.Dense(48, activation=kinds.ReLU(max_value=6))),
        "ReLU with settings": [
            *layers()[:6],
            kinds.Dense(48),
            kinds.ReLU(negative_slope=0.1),
            layers()[7],
        ],
        "'ReLU with": layers(6, kinds.Dense(48, activation=kinds.ReLU(threshold=1))),
        "'relu6'": layers(6, kinds.Dense(48, activation="relu6")),
        "'leaky_relu'": layers(6, kinds.Dense(48, activation=tensorflow.nn.leaky_relu)),
        "dense layer has no activation": layers(6, kinds.Dense(48, activation=relu)),
        "'log_softmax'": layers(7, kinds.Dense(10, activation="log_softmax")),
        "'Softmax with": layers(7, kinds.Dense(10, activation=kinds.Softmax(axis=0))),
    }
    assert_not_yet(nobody.network, wrong)


def test_a_layer_with_other_settings_than_the_lessons_gets_its_hint(nobody, keras, layers):
    kinds = keras.layers
    conv = {"kernel_size": 5, "activation": "relu"}
    first = "channels_first"
    wrong = {
        "stands first; here it is number 3": [
            *layers()[1:3],
            keras.Input((28, 28, 1)),
            *layers()[3:],
        ],
        "here it is number 2": [keras.Input((28, 28, 1)), *layers()],
        "first convolution has data_format": layers(
            1, kinds.Conv2D(16, data_format=first, **conv)
        ),
        "first pooling has data_format": layers(2, kinds.MaxPooling2D(2, data_format=first)),
        "flattening layer has data_format": layers(5, kinds.Flatten(data_format=first)),
        "kernel_regularizer": layers(1, kinds.Conv2D(16, kernel_regularizer="l2", **conv)),
        "kernel_constraint": layers(6, kinds.Dense(48, "relu", kernel_constraint="non_neg")),
        "trainable = False": layers(6, kinds.Dense(48, "relu", trainable=False)),
        "ReLU stands after MaxPooling2D": [
            layers()[0],
            kinds.Conv2D(16, 5),
            kinds.MaxPooling2D(2),
            kinds.ReLU(),
            *layers()[3:],
        ],
        "Softmax follows a Dense that has": [*layers(), kinds.Softmax()],
        "before all layers": [layers()[0], kinds.ReLU(), *layers()[1:]],
    }
    assert_not_yet(nobody.network, wrong)


def test_two_ends_are_no_row_of_layers(nobody, keras, layers):
    start = values = keras.Input((28, 28, 1))
    for layer in layers()[1:6]:
        values = layer(values)
    ends = [layer(values) for layer in layers()[6:]]
    assert "has 2 outputs" in nobody.network(keras.Model(start, ends)).message


def test_a_single_layer_and_an_unfinished_list_are_no_network(nobody, keras, layers):
    assert nobody.network(keras.layers.Flatten()).status == "not yet"
    assert nobody.network([*layers()[:3], ...]).status == "not tried"
