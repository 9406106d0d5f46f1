"""Cover it: a digit from the pad, covered at each place, without a browser and without a run."""

import numpy as np
import pytest

from cnnlab.session.own_inside import look_inside
from cnnlab.session.shipped import load_shipped
from cnnlab.widgets import cover_panel, draw_panel
from tests.waiting import wait_until

pytestmark = pytest.mark.panels


@pytest.fixture
def panel(session):
    """The panel, opened, and a test digit on the pad."""
    pad = draw_panel(session).pad
    panel = cover_panel(session)
    panel.receive({"open": True, "by": "a view"}, [])
    pad.receive({"kind": "test", "turn": 1, "number": 5}, [])
    wait_until(lambda: panel.view.get("covered"), 20)
    return panel


def read(panel):
    """Return the probabilities at each place, (28, 28, 10)."""
    return np.frombuffer(panel.view["covered"], "<f4").reshape(28, 28, 10)


def covered(image, row, column, reach):
    copy = image.copy()
    copy[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1] = 128
    return copy


def test_before_a_run_is_there_the_labs_own_network_reads_at_each_place(panel, embedded):
    image = embedded.test_images[5]
    assert panel.view["network"] == "the lab's own"
    assert panel.view["image"] == image.tobytes()
    network = load_shipped()
    assert panel.view["uncovered"] == pytest.approx(network.read(image).tolist(), abs=1e-5)
    for row, column in ((0, 0), (13, 14), (20, 27)):
        expected = network.read(covered(image, row, column, reach=3))
        assert read(panel)[row, column] == pytest.approx(expected, abs=1e-5)
    wait_until(lambda: panel.view["saliency"], 20)
    saliency = np.frombuffer(panel.view["saliency"], "int8").reshape(10, 28, 28)
    own = look_inside(network.cnn, network.weights, image)["saliency"]
    assert saliency == pytest.approx(127 * own / np.abs(own).max(), abs=0.51)


def test_the_square_may_have_another_side(panel, send, embedded):
    send(panel, side=5)
    wait_until(lambda: panel.view["side"] == 5 and panel.view["covered"], 20)
    expected = load_shipped().read(covered(embedded.test_images[5], 12, 9, reach=2))
    assert read(panel)[12, 9] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("side", [None, True, 6, 7.0, "7", [7], -5])
def test_a_side_that_is_not_offered_is_refused(panel, session, send, side):
    before = panel.view
    send(panel, side=side)
    assert "expected one of 5, 7, 9" in session.message
    assert panel.view == before


def test_nothing_is_worked_out_for_nobody_and_the_newest_digit_when_somebody_looks(session, send):
    pad = draw_panel(session).pad
    panel = cover_panel(session)
    assert panel.view == {}
    for turn in (1, 2):
        send(pad, kind="test", turn=turn, number=turn)
    assert panel.view["covered"] == b""
    send(panel, open=True, by="a view")
    wait_until(lambda: panel.view["covered"], 20)
    assert panel.view["image"] == session.digits.test_images[2].tobytes()
    send(pad, kind="clear", turn=3)
    assert panel.view == {}


def test_one_view_that_goes_takes_nothing_from_another(session, send):
    pad = draw_panel(session).pad
    panel = cover_panel(session)
    other = cover_panel(session)
    send(panel, open=True, by="first")
    send(other, open=True, by="second")
    send(panel, open=False, by="first")
    send(pad, kind="test", turn=1, number=5)
    wait_until(lambda: panel.view["covered"] and other.view["covered"], 20)
    send(other, open=False, by="second")
    send(pad, kind="test", turn=2, number=6)
    session.probes.covering._reader.do(list)
    assert panel.view["covered"] == b""
