"""The network panel: sliders that redraw table and picture, without a session and with one."""

import pytest

from cnnlab.widgets.network import network_panel
from labhelpers.architecture import layer_table
from labhelpers.config import CnnConfig

pytestmark = pytest.mark.panels
WRONG_NUMBERS = [10_000, 0, -1, 3.5, "32", None, True, [8], float("nan")]


def test_the_network_starts_at_the_given_configuration():
    config = CnnConfig(filters=16, kernel_size=5, dense_units=20, dropout=0.5)
    panel = network_panel(config)
    assert (panel.filters.value, panel.kernel_size.value) == (16, 5)
    assert panel.config == config
    assert network_panel().config == CnnConfig()


def test_moving_the_sliders_redraws_table_and_picture():
    panel = network_panel(CnnConfig(dense_units=20))
    first = panel.picture.layers
    panel.filters.set_state({"value": 64})
    second = panel.picture.layers
    panel.kernel_size.set_state({"value": 9})
    third = panel.picture.layers
    assert first != second != third != first
    assert panel.config == CnnConfig(filters=64, kernel_size=9, dense_units=20)
    for layer in layer_table(panel.config):
        assert f">{layer.parameters:,}<" in panel.table.value
        assert layer.arithmetic in panel.table.value
    total = sum(layer.parameters for layer in layer_table(panel.config))
    assert f">{total:,}<" in panel.table.value
    assert panel.picture.parameters == total
    shapes = [list(layer.output_shape) for layer in layer_table(panel.config)]
    assert all(layer["shape"] in shapes for layer in third)
    assert not panel.picture.opens, "there is no digit that a network reads"


def test_the_configuration_can_be_observed():
    panel = network_panel()
    seen = []
    panel.observe(lambda change: seen.append((change.new.filters, panel.table.value)), "config")
    panel.filters.value = 8
    assert [filters for filters, _ in seen] == [8]
    assert seen[0][1] == panel.table.value


@pytest.mark.parametrize("value", WRONG_NUMBERS)
@pytest.mark.parametrize("name", ["filters", "kernel_size"])
def test_the_network_refuses_wrong_numbers_and_stays_as_it_is(name, value):
    panel = network_panel()
    before = panel.table.value
    getattr(panel, name).set_state({"value": value})
    assert panel.config == CnnConfig()
    assert panel.table.value == before
    assert "Choose one in that range." in panel.notice.sentence
    panel.filters.set_state({"value": 9})
    assert panel.notice.sentence == ""


def test_a_number_that_only_the_configuration_refuses_is_a_sentence():
    panel = network_panel()
    panel.kernel_size.max = 40
    panel.kernel_size.value = 29
    assert "kernel_size is 29" in panel.notice.sentence
    assert panel.config == CnnConfig()
