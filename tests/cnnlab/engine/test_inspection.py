"""What a network sees, against Keras's own functional models and against finite differences."""

import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf

from cnnlab.engine import inspection
from cnnlab.engine.steps_against import steps_against
from cnnlab.widgets.pixel import convolve_pixel, pool_pixel
from labhelpers.config import CnnConfig
from labhelpers.model import build_cnn
from labhelpers.preprocess import add_channel_axis, scale_images

pytestmark = pytest.mark.keras

PLAIN = CnnConfig(filters=3, dense_units=8)
NORMALIZED = CnnConfig(
    filters=3, dense_units=8, kernel_size=5, dropout=0.3, batch_normalization=True
)
STRIDED = dataclasses.replace(NORMALIZED, dropout=0, strided=True)


@pytest.fixture(scope="module")
def image():
    rng = np.random.default_rng(7)
    image = np.zeros((28, 28), "uint8")
    image[6:22, 9:19] = rng.integers(0, 256, (16, 10))
    return image


@pytest.fixture(
    scope="module", params=[PLAIN, NORMALIZED, STRIDED], ids=["plain", "normalized", "strided"]
)
def model(request):
    built = build_cnn(request.param, seed=3)
    rng = np.random.default_rng(5)
    # Biases and batch normalization start at 0 and 1, and would hide mistakes.
    for layer in built.layers:
        weights = layer.get_weights()
        layer.set_weights([old + 0.1 * rng.random(old.shape, "float32") for old in weights])
    return built


def as_input(image):
    return add_channel_axis(scale_images(image[None]))


def test_the_maps_are_what_keras_computes_after_each_relu_and_pooling(model, image):
    names = [layer.name for layer in model.layers]
    wanted = [f"relu_{k}" if f"relu_{k}" in names else f"convolution_{k}" for k in (1, 2)]
    if "pooling_1" in names:
        wanted = [wanted[0], "pooling_1", wanted[1], "pooling_2"]
    oracle = keras.Model(model.inputs, [model.get_layer(name).output for name in wanted])
    found = inspection.look_inside(model, image)["maps"]
    answers = oracle.predict(as_input(image), verbose=0)
    for expected, maps in zip(answers, found, strict=True):
        np.testing.assert_allclose(maps, expected[0], rtol=1e-4, atol=1e-5)


def test_each_pixel_of_each_map_can_be_worked_out(model, image):
    inside = inspection.look_inside(model, image)
    maps = inside["maps"]
    learned = inside["kernels"]
    below = [as_input(image)[0], *maps]
    rng = np.random.default_rng(1)
    for layer, values in enumerate(maps):
        for _ in range(40):
            place = tuple(map(int, rng.integers(0, values.shape)))
            if len(maps) == 2:  # strides in place of pooling
                output = convolve_pixel(below[layer], learned[layer], *place, stride=2)["output"]
            elif layer % 2:
                output = pool_pixel(below[layer], 2, *place)["output"]
            else:
                output = convolve_pixel(below[layer], learned[layer // 2], *place)["output"]
            assert output == pytest.approx(float(values[place]), rel=1e-3, abs=1e-4)


def test_saliency_is_the_pixel_times_the_slope_of_its_digit_s_score(model, image):
    saliency = inspection.look_inside(model, image)["saliency"]
    assert saliency.shape == (10, 28, 28)
    assert not saliency[:, image == 0].any()
    head = model.layers[-1]
    scores = keras.Model(model.inputs, model.layers[-2].output)

    def score(pixels, digit):
        kernel, bias = head.get_weights()
        return float((scores([pixels], training=False).numpy() @ kernel + bias)[0, digit])

    step = 1e-2
    for digit, row, column in ((0, 8, 10), (4, 14, 14), (9, 20, 17)):
        moved = as_input(image)
        moved[0, row, column, 0] += step
        slope = (score(moved, digit) - score(as_input(image), digit)) / step
        expected = slope * image[row, column] / 255
        assert saliency[digit, row, column] == pytest.approx(expected, rel=0.15, abs=5e-3)


def test_one_image_is_read_as_many_are(model, image):
    many = inspection.predict(model, np.repeat(image[None], inspection.BATCH + 1, axis=0))
    one = inspection.predict(model, image[None])
    assert one.shape == (1, 10)
    assert one.dtype == np.float32
    np.testing.assert_allclose(many, np.repeat(one, len(many), axis=0), rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize(
    "wrong", [np.zeros((28, 28)), np.zeros((27, 28), "uint8"), np.zeros((28, 28, 1), "uint8")]
)
def test_what_is_no_image_is_refused(wrong):
    with pytest.raises(ValueError, match="expected uint8"):
        inspection.look_inside(build_cnn(PLAIN, seed=0), wrong)


# Covered, and changed: against plain Keras, written out


def test_what_is_covered_is_read_as_keras_reads_it(model, image):
    found = inspection.cover(model, image, side=5)
    assert found["uncovered"] == pytest.approx(read_by_keras(model, image), abs=1e-5)
    for row, column in ((0, 0), (9, 12), (14, 27), (27, 3)):
        copy = image.copy()
        for y in range(28):
            for x in range(28):
                if abs(y - row) <= 2 and abs(x - column) <= 2:
                    copy[y, x] = 128
        expected = read_by_keras(model, copy)
        assert found["covered"][row, column] == pytest.approx(expected, abs=1e-5)


def read_by_keras(model, image):
    return model.predict(image[None, ..., None] / np.float32(255), verbose=0)[0]


def slopes(model, image, digit, loss_of):
    """Return the gradient of a loss, (28, 28), where `digit` is the label."""
    inputs = tf.constant(as_input(image))
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        loss = loss_of(tf.one_hot([digit], 10), inputs)
    return tape.gradient(loss, inputs)[0, ..., 0].numpy()


@pytest.mark.parametrize("digit", [0, 4, 9])
def test_the_signs_are_those_of_the_loss_s_gradient(model, image, digit):
    loss = keras.losses.CategoricalCrossentropy()
    gradient = slopes(model, image, digit, lambda label, inputs: loss(label, model(inputs)))
    signs = inspection.gradient_sign(model, image, digit)
    is_clear = np.abs(gradient) > 1e-6
    assert is_clear.sum() > 300
    assert (signs[is_clear] == np.sign(gradient[is_clear])).all()


def test_a_network_that_is_quite_sure_has_signs_where_its_loss_has_no_gradient(image):
    network = build_cnn(PLAIN, seed=3)
    head = network.layers[-1]
    kernel, bias = head.get_weights()
    head.set_weights([2000 * kernel, bias])
    probabilities = read_by_keras(network, image)
    digit = int(probabilities.argmax())
    assert probabilities[digit] == 1, "it is not sure enough to try this"
    loss = keras.losses.CategoricalCrossentropy()
    gradient = slopes(network, image, digit, lambda label, inputs: loss(label, network(inputs)))
    assert not gradient.any()

    def lead_of_the_second(label, inputs):
        scores = keras.Model(network.inputs, network.layers[-2].output)(inputs) @ head.kernel
        others = tf.where(label == 1, -np.inf, scores)
        return tf.reduce_max(others) - scores[0, digit]

    expected = slopes(network, image, digit, lead_of_the_second)
    signs = inspection.gradient_sign(network, image, digit)
    is_clear = np.abs(expected) > 1e-3
    assert is_clear.sum() > 200
    assert (signs[is_clear] == np.sign(expected[is_clear])).all()


def test_a_fooled_network_reads_what_keras_reads_in_the_changed_image(model, image):
    found = inspection.fool(model, image, most_levels=60)
    digit = int(read_by_keras(model, image).argmax())
    signs = inspection.gradient_sign(model, image, digit)
    assert (found["signs"] == signs).all()
    assert set(np.unique(signs)) <= {-1, 0, 1}
    assert found["probabilities"].shape == (61, 10)
    for levels in (0, 1, 17, 60):
        changed = np.clip(image / 255 + levels / 255 * signs, 0, 1).astype("float32")
        expected = model.predict(changed[None, ..., None], verbose=0)[0]
        assert found["probabilities"][levels] == pytest.approx(expected, abs=1e-5)
    assert found["probabilities"][8, digit] < found["probabilities"][0, digit]


def test_no_pixel_leaves_black_and_white(image):
    signs = np.where(np.arange(28) % 2, 1, -1) * np.ones((28, 1), int)
    changed = steps_against(image, signs, 128)[128]
    assert changed.dtype == np.uint8
    for place in np.ndindex(image.shape):
        expected = min(255, max(0, int(image[place]) + 128 * int(signs[place])))
        assert changed[place] == expected
