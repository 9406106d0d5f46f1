"""A slider for one of the choices: what it shows, chooses and refuses, without a browser."""

import pytest

from cnnlab.session import NextRun
from cnnlab.session.lanes import Lane
from cnnlab.widgets.slider import Slider
from labhelpers.config import CHOICES, CnnConfig, TrainingConfig

pytestmark = pytest.mark.panels
WRONG_NUMBERS = [10_000, 0, -1, 3.5, "32", None, True, [8], float("nan")]


@pytest.fixture
def next_run():
    return NextRun()


@pytest.mark.parametrize("name", ["epochs", "filters", "kernel_size"])
def test_its_words_and_its_range_are_those_of_the_choice(next_run, name):
    choice = CHOICES[name]
    slider = Slider(next_run, name)
    assert (slider.description, slider.tooltip) == (choice.label, choice.hint)
    assert (slider.min, slider.max) == (choice.usual or (choice.low, choice.high))


def test_a_choice_that_is_no_number_has_no_slider(next_run):
    with pytest.raises(ValueError, match="augment is not a number"):
        Slider(next_run, "augment")


@pytest.mark.parametrize("value", [*WRONG_NUMBERS, 7, 65])
def test_it_refuses_what_a_client_should_not_send(next_run, value):
    slider = Slider(next_run, "filters")
    slider.set_state({"value": value})
    assert slider.value == next_run.cnn.filters == 32
    assert next_run.message.startswith("Filters came as ")
    assert "from 8 to 64" in next_run.message


def test_it_keeps_its_bounds_whatever_a_client_sends(next_run):
    slider = Slider(next_run, "filters")
    slider.set_state({"max": 10_000, "min": -5, "value": 40})
    assert (slider.min, slider.value, slider.max) == (8, 40, 64)
    slider.set_state({"max": 10_000, "value": 5_000})
    assert (slider.min, slider.value, slider.max) == (8, 40, 64)
    slider.set_state({"description": "<script>"})
    assert slider.description == "Filters"


def test_it_grows_to_hold_what_is_chosen():
    next_run = NextRun(CnnConfig(filters=4))
    slider = Slider(next_run, "filters")
    assert (slider.min, slider.value, slider.max) == (4, 4, 64)
    next_run.choose(filters=100)
    assert (slider.min, slider.value, slider.max) == (4, 100, 100)


def test_it_chooses_for_the_next_run_and_shows_what_was_chosen_elsewhere(next_run):
    slider = Slider(next_run, "epochs")
    slider.set_state({"value": 7})
    assert next_run.training.epochs == 7
    chosen = []
    next_run.choose = lambda **choices: chosen.append(choices)
    next_run.training = TrainingConfig(epochs=9)
    assert slider.value == 9
    assert not chosen  # what is shown is not chosen once more


def test_a_long_wrong_value_is_cut_short(next_run):
    Slider(next_run, "filters").set_state({"value": "x" * 10_000})
    assert 0 < len(next_run.message) < 200


def test_a_slider_that_is_dragged_chooses_a_few_times_and_the_newest_value():
    lane = Lane("test", lambda _error: None)
    next_run = NextRun(lane=lane)
    slider = Slider(next_run, "filters")
    chosen = []
    next_run.observe(lambda change: chosen.append(change.new.filters), "cnn")
    for number in range(1000):
        slider.set_state({"value": 8 + number % 50})
    slider.set_state({"value": 61})
    lane.close()
    assert chosen[-1] == slider.value == 61
    assert len(chosen) < 50


def test_a_value_that_takes_too_much_memory_is_put_back():
    next_run = NextRun(CnnConfig(filters=16), TrainingConfig(batch_size=4096))
    slider = Slider(next_run, "filters")
    slider.set_state({"value": 64})
    assert next_run.cnn.filters == slider.value == 16
    assert "of memory" in next_run.message
