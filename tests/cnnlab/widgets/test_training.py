"""The training panel: what is expected of the next run."""

import pytest

from cnnlab.widgets.network import network_panel
from cnnlab.widgets.training import training_panel
from tests.cnnlab.widgets.runs_on_disk import add_run

pytestmark = pytest.mark.panels


def test_seconds_an_epoch_are_expected_from_a_run_and_never_made_up(session):
    panel = training_panel(session)
    network = network_panel(session=session)
    assert "not measured yet" in panel.pace.value
    add_run(session, 1.0, filters=32)
    session.next_run.choose(filters=32, epochs=3)
    same = panel.pace.value
    assert "about 2 s an epoch, about 5.9 s for all" in same
    session.next_run.choose(filters=64)
    assert panel.pace.value != same
    assert session.pace in network.costs.value
    assert "9,515,904 multiplications" in network.costs.value
