"""The network as a row of blocks, and what a block opens to."""

import dataclasses

import numpy as np
import pytest

from cnnlab.session import NextRun
from cnnlab.session.inspector import Inspection
from cnnlab.session.moments import Moment
from cnnlab.session.own_inside import look_inside
from cnnlab.session.shipped import load_shipped
from cnnlab.widgets.look_inside import LookInside
from cnnlab.widgets.network_strip import NetworkStrip
from labhelpers.config import CnnConfig
from tests.from_browser import send

pytestmark = pytest.mark.panels


@pytest.fixture
def inspection():
    """What the network that comes with the lab makes of a stroke, without a run."""
    shipped = load_shipped()
    image = np.zeros((28, 28), "uint8")
    image[5:23, 12:15] = 250
    inside = look_inside(shipped.cnn, shipped.weights, image)
    return Inspection(None, image, 3, shipped.read(image), inside)


@pytest.fixture
def look(inspection):
    shown = LookInside()
    shown.show(inspection)
    return shown


@pytest.fixture
def strip(look):
    return NetworkStrip(NextRun(CnnConfig(filters=8)), look)


def test_the_blocks_are_called_as_the_layers_of_a_look_inside(strip, look):
    titles = [block["title"] for block in strip.layers]
    shared = ["Image", "Convolution 1", "Pooling 1", "Convolution 2", "Pooling 2"]
    assert titles == [*shared, "Dense", "Answer"]
    strided = NetworkStrip(NextRun(CnnConfig(strided=True)))
    inside = look.inside["layers"] + look.inside["units"]
    assert [block["title"] for block in strided.layers[1:]] == [layer["title"] for layer in inside]


def test_what_is_inside_is_sent_while_a_layer_is_open_and_only_then(strip, look, inspection):
    assert strip.opens
    assert strip.inside == {}
    send(strip, kind="open")
    assert strip.inside == look.inside
    assert strip.inside["is_shipped"]
    look.show(dataclasses.replace(inspection, turn=4, moment=Moment(8, 0.019)))
    assert strip.inside["turn"] == 4
    assert strip.inside["moment"] == "After 8 batches: 0.019 of an epoch"
    send(strip, kind="pixel", layer=0, number=1, row=2, column=3, channel=None)
    assert strip.pixel["output"] == pytest.approx(
        float(inspection.inside["maps"][0][2, 3, 1]), abs=1e-4
    )
    look.forget()
    assert (strip.inside, strip.pixel) == ({}, {})
    look.show(inspection)
    assert strip.inside
    send(strip, kind="close")
    assert strip.inside == {}


def test_a_training_that_is_on_is_told(strip, look):
    look.is_on = True
    assert strip.is_on


@pytest.mark.parametrize("layer", [0, 1])
def test_a_unit_s_inputs_the_rest_and_the_bias_add_up_to_it(strip, inspection, layer):
    send(strip, kind="open")
    outputs = inspection.probabilities
    if layer == 0:
        weights = load_shipped().weights
        flat = inspection.inside["maps"][-1].reshape(-1)
        outputs = np.maximum(flat @ weights[-4] + weights[-3], 0)
    scores = []
    for number, output in enumerate(outputs):
        send(strip, kind="unit", layer=layer, number=number)
        told = strip.pixel
        shown = sum(part["value"] * part["weight"] for part in told["inputs"])
        assert shown + told["rest"] == pytest.approx(told["sum"], abs=1e-3)
        assert told["output"] == pytest.approx(float(output), abs=1e-4)
        scores.append(told["sum"] + told["bias"])
    if layer == 0:
        assert np.maximum(scores, 0) == pytest.approx(outputs, abs=1e-3)
        maps = inspection.inside["maps"][-1]
        for part in told["inputs"]:
            assert part["value"] == maps[part["row"], part["column"], part["number"]]
        assert told["others"] == maps.size - len(told["inputs"])
    else:
        powers = np.exp(np.array(scores) - max(scores))
        assert powers / powers.sum() == pytest.approx(outputs, abs=1e-4)


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "unit", "layer": 2, "number": 0},
        {"kind": "unit", "layer": 1, "number": 10},
        {"kind": "unit", "layer": 1, "number": True},
        {"kind": "pixel", "layer": 0, "number": 0, "row": 11, "column": 0},
        {"kind": "shut"},
        {},
    ],
)
def test_what_is_not_there_is_answered_with_a_sentence(strip, content):
    send(strip, kind="open")
    send(strip, **content)
    assert "expected" in strip.pixel["message"]


def test_without_a_look_inside_nothing_opens():
    strip = NetworkStrip(NextRun(CnnConfig()))
    assert not strip.opens
    send(strip, kind="open")
    assert strip.inside == {}
    send(strip, kind="unit", layer=0, number=0)
    assert "no digit is shown" in strip.pixel["message"]
