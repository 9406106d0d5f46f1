"""Looking inside: a pixel of a feature map, worked out from the patch under it."""

import numpy as np
import pytest

from cnnlab.engine.contributions import strongest_inputs
from cnnlab.runs import Run
from cnnlab.session import Inspection
from cnnlab.widgets.look_inside import LookInside
from labhelpers.config import CnnConfig, TrainingConfig
from tests.from_browser import send

pytestmark = pytest.mark.panels


def block(channels, filters, rng):
    """Return what a convolution of 5 x 5 has learned, as `inspection.kernels`."""
    return {
        "kernel": rng.normal(size=(5, 5, channels, filters)),
        "bias": np.zeros(filters),
        "scale": np.ones(filters),
        "shift": np.zeros(filters),
    }


@pytest.fixture
def inspection(tmp_path):
    """Return what a made-up network of two strided convolutions makes of an image."""
    rng = np.random.default_rng(0)
    dense = [
        strongest_inputs(rng.random(inputs), rng.normal(size=(inputs, units)), np.zeros(units))
        for inputs, units in ((64, 3), (3, 10))
    ]
    cnn = CnnConfig(filters=2, kernel_size=5, strided=True)
    inside = {
        "maps": [rng.random((12, 12, 2), "float32"), rng.random((4, 4, 4), "float32")],
        "kernels": [block(1, 2, rng), block(2, 4, rng)],
        "dense": dense,
        "saliency": np.zeros((10, 28, 28)),
    }
    image = rng.integers(0, 256, (28, 28)).astype("uint8")
    run = Run(tmp_path / "strided", cnn, TrainingConfig())
    return Inspection(run, image, 1, np.full(10, 0.1), inside)


@pytest.fixture
def look_inside(inspection):
    shown = LookInside()
    shown.show(inspection)
    return shown


def test_a_pixel_is_refused_while_nothing_is_shown():
    look_inside = LookInside()
    send(look_inside, kind="pixel", layer=0, number=0, row=0, column=0)
    assert "cannot be shown" in look_inside.pixel["message"]


def test_every_layer_with_maps_has_its_title_and_its_size(look_inside):
    layers = look_inside.inside["layers"]
    assert [layer["title"] for layer in layers] == ["Convolution 1", "Convolution 2"]
    sizes = [(layer["rows"], layer["columns"], layer["filters"]) for layer in layers]
    assert sizes == [(12, 12, 2), (4, 4, 4)]
    assert [len(layer["pixels"]) for layer in layers] == [12 * 12 * 2, 4 * 4 * 4]


def test_a_pixel_of_a_strided_convolution_is_worked_out_from_the_patch_under_it(
    look_inside, inspection
):
    below = inspection.inside["maps"][0]
    kernel = inspection.inside["kernels"][1]["kernel"]
    send(look_inside, kind="pixel", layer=1, number=3, row=2, column=1, channel=0)
    steps = look_inside.pixel
    np.testing.assert_allclose(steps["patch"], below[4:9, 2:7, 0])
    expected = (below[4:9, 2:7] * kernel[..., 3]).sum()
    assert steps["sum"] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("channel", [None, -1, 2, 1.0, True, "0", [0]])
def test_without_a_channel_that_there_is_the_one_that_counts_most_is_shown(look_inside, channel):
    send(look_inside, kind="pixel", layer=1, number=3, row=2, column=1, channel=channel)
    steps = look_inside.pixel
    assert steps["channel"] == int(np.argmax(np.abs(steps["sums"])))
    assert np.shape(steps["patch"]) == (5, 5)


def test_a_pixel_that_there_is_not_is_refused(look_inside):
    send(look_inside, kind="pixel", layer=1, number=3, row=9, column=1)
    assert "cannot be shown" in look_inside.pixel["message"]
    assert "expected a whole number from 0 to 3" in look_inside.pixel["message"]


def test_what_is_shown_can_be_forgotten(look_inside):
    look_inside.forget()
    assert (look_inside.inside, look_inside.pixel) == ({}, {})
