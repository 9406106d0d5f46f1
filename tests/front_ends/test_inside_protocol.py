"""What passes for a look inside a network is what inside_protocol.py says, and nothing else."""

import pytest

from cnnlab.widgets import digit_protocol, inside_protocol
from cnnlab.widgets.draw_pad import DrawPad
from cnnlab.widgets.network_strip import NetworkStrip
from tests.from_browser import send_message
from tests.front_ends.conforming import assert_shows, fault, wrong_ones
from tests.front_ends.made_up import inspection

pytestmark = pytest.mark.panels

PIXEL = {"kind": "pixel", "layer": 2, "number": 0, "row": 1, "column": 1, "channel": 1}
UNIT = {"kind": "unit", "layer": 1, "number": 3}
OPEN = {"kind": "open"}


@pytest.fixture
def looked_inside(session, digits):
    """Return the draw pad, with a test digit that was read, and inside the network."""
    pad = DrawPad(session)
    send_message(pad, {"kind": "test", "turn": 1, "number": 5})
    session.inspector.inspection = inspection(session, digits.test_images[5], 1)
    return pad


def test_what_is_shown_of_a_digit_and_inside_the_network(looked_inside):
    assert looked_inside.view["probabilities"]
    assert_shows(looked_inside, digit_protocol.DrawPadState)
    inside = looked_inside.inside
    for layer in range(4):
        send_message(inside, PIXEL | {"layer": layer})
        assert inside.pixel["layer"] == layer
        assert_shows(inside, inside_protocol.LookInsideState)
    for layer in range(2):
        send_message(inside, UNIT | {"layer": layer})
        assert inside.pixel["inputs"]
        assert_shows(inside, inside_protocol.LookInsideState)
    inside.forget()
    assert_shows(inside, inside_protocol.LookInsideState)


def test_what_is_shown_of_an_opened_layer(session, looked_inside):
    strip = NetworkStrip(session.next_run, looked_inside.inside)
    assert_shows(strip, inside_protocol.NetworkStripState)
    for content in (OPEN, PIXEL, UNIT, {"kind": "close"}):
        assert not fault(content, inside_protocol.NetworkStripMessage)
        send_message(strip, content)
        assert bool(strip.inside) == (content["kind"] != "close")
        assert_shows(strip, inside_protocol.NetworkStripState)
    for wrong in wrong_ones(OPEN, inside_protocol.NetworkStripMessage, ["kind"]):
        send_message(strip, wrong)
        assert "expected open" in strip.pixel["message"], wrong


def test_a_pixel_as_described_is_worked_out_and_another_answered(looked_inside):
    inside = looked_inside.inside
    described = inside_protocol.PixelWanted
    assert not fault(PIXEL, described)
    for wrong in wrong_ones(PIXEL, described, ["layer", "number", "row", "column"]):
        send_message(inside, wrong)
        assert "cannot be shown" in inside.pixel["message"], wrong
    send_message(inside, PIXEL)
    assert inside.pixel["channel"] == 1


def test_a_unit_as_described_is_worked_out_and_another_answered(looked_inside):
    inside = looked_inside.inside
    described = inside_protocol.UnitWanted
    assert not fault(UNIT, described)
    for wrong in wrong_ones(UNIT, described, ["layer", "number"]):
        send_message(inside, wrong)
        assert "cannot be shown" in inside.pixel["message"], wrong
    send_message(inside, UNIT)
    assert inside.pixel["number"] == 3
