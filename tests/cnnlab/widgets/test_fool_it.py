"""Fool it: what is shown of the change, and of other runs, without a browser and an engine."""

import numpy as np
import pytest

from cnnlab.session.probes import MOST_LEVELS, MOST_OTHERS, Fooled
from cnnlab.session.shipped import load_shipped
from cnnlab.widgets import draw_panel, fool_panel
from tests.cnnlab.widgets.ready_engine import ReadyEngine
from tests.waiting import wait_until

pytestmark = pytest.mark.panels


@pytest.fixture
def panel(session, send):
    """The panel with a test digit on the pad; nobody sees it yet."""
    ReadyEngine(session)
    panel = fool_panel(session)
    send(draw_panel(session).pad, kind="test", turn=1, number=5)
    return panel


def test_before_a_run_is_there_the_labs_own_network_is_fooled(panel, send, embedded):
    assert panel.view["network"] == "the lab's own"
    assert panel.view["signs"] == b"", "nobody sees it"
    send(panel, open=True, by="a view")
    wait_until(lambda: panel.view["signs"], 20)
    image = embedded.test_images[5]
    signs = np.frombuffer(panel.view["signs"], "int8").reshape(28, 28)
    read = np.frombuffer(panel.view["probabilities"], "<f4").reshape(-1, 10)
    assert len(read) == MOST_LEVELS + 1
    network = load_shipped()
    for levels in (0, 1, 40, MOST_LEVELS):
        changed = np.clip(image + levels * signs.astype(int), 0, 255).astype("uint8")
        assert read[levels] == pytest.approx(network.read(changed), abs=1e-5)
    digit = read[0].argmax()
    assert read[6, digit] < read[0, digit]
    assert (read.argmax(axis=1) != digit).any()
    assert (panel.view["others"], panel.view["is_whole"]) == ([], True)


def test_other_runs_stand_there_from_the_start_and_go_when_they_are_deleted(
    panel, session, add_run
):
    rng = np.random.default_rng(0)
    probabilities = rng.random((MOST_LEVELS + 1, 10), "float32")
    signs = rng.integers(-1, 2, (28, 28))
    asked, *others = [add_run(session, created=1000.0 - k, filters=8 + k) for k in range(3)]
    session.open_book.select(asked.name)
    readings = ((others[0], probabilities[::-1]),)
    fooled = Fooled(signs, probabilities, readings, waiting=(others[1],))
    fooling = session.probes.fooling
    session.do(lambda: fooling.set_trait("found", fooled))
    view = panel.view
    assert view["network"] == asked.title
    assert view["signs"] == signs.astype("int8").tobytes()
    assert view["probabilities"] == probabilities.tobytes()
    assert [other["title"] for other in view["others"]] == [run.title for run in others]
    assert view["others"][0]["probabilities"] == probabilities[::-1].tobytes()
    assert (view["others"][1]["probabilities"], view["is_whole"]) == (b"", False)
    session.open_book.rename(others[0].name, "mine")
    session.open_book.delete(others[1].name)
    assert [other["title"] for other in panel.view["others"]] == ["mine"]


def test_the_newest_finished_runs_are_asked_and_not_the_one_itself(session, add_run):
    runs = [add_run(session, created=1000.0 + k) for k in range(MOST_OTHERS + 2)]
    add_run(session, created=2000.0, status="stopped")
    newest = [run.name for run in reversed(runs[1:-1])]
    found = session.probes.fooling._others(runs[-1])
    assert [run.name for run in found] == newest


@pytest.mark.parametrize("is_open", [None, 1, "yes", []])
def test_whether_it_is_seen_is_yes_or_no(panel, session, send, is_open):
    send(panel, open=is_open, by="a view")
    assert "expected true or false" in session.message
