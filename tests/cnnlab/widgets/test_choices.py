"""The choices for the next run: what is offered, chosen, shown and refused, without a browser."""

import json
import re

import pytest

from cnnlab.session.preset_choices import PRESET, preset_choices
from cnnlab.widgets.choices import NOT_UNDER_MORE, Choices
from cnnlab.widgets.training import training_panel
from labhelpers.choice import Number
from labhelpers.config import CHOICES, CnnConfig, TrainingConfig
from labhelpers.presets import PRESETS

pytestmark = pytest.mark.panels


@pytest.fixture
def choices(session):
    return Choices(session.next_run)


def control_of(choices, name):
    return next(control for control in choices.controls if control["name"] == name)


def test_every_choice_has_a_control_with_the_words_of_the_configuration(choices):
    names = [control["name"] for control in choices.controls]
    assert names == [name for name in CHOICES if name not in NOT_UNDER_MORE]
    for name in names:
        control = control_of(choices, name)
        choice = CHOICES[name]
        assert (control["label"], control["hint"]) == (choice.label, choice.hint)
        if "options" in control:
            offered = choice.menu(choices.values[name])
            assert control["options"] == [[option.value, option.words] for option in offered]
        else:
            assert isinstance(choice, Number)
            assert (control["low"], control["high"]) == (choice.low, choice.high)


def test_what_has_no_control_under_more_has_a_slider_or_is_for_notebooks(session):
    panel = training_panel(session)
    sliders = {panel.epochs.choice, panel.filters.choice}
    assert sliders | {"num_train"} == NOT_UNDER_MORE


def test_no_word_about_a_choice_stands_in_the_front_end():
    source = Choices._esm.partition("The choices for the next run")[2]
    told = [word for choice in (*CHOICES.values(), PRESET) for word in (choice.label, choice.hint)]
    told += [option.words for option in PRESET.options]
    assert not [word for word in told if f'"{word}"' in source]
    assert "control.name" in source
    assert not [name for name in CHOICES if re.search(rf"\b{name}\b", source)]


def test_the_state_is_what_json_can_hold(choices):
    state = (choices.controls, choices.preset_menu, choices.values)
    assert json.loads(json.dumps(state)) == [*state]


def test_a_value_that_is_not_offered_is_in_the_menu_while_it_is_chosen(session, choices):
    session.next_run.choose(learning_rate=0.0002)
    assert [0.0002, "0.0002"] in control_of(choices, "learning_rate")["options"]
    session.next_run.choose(learning_rate=0.001)
    assert [0.0002, "0.0002"] not in control_of(choices, "learning_rate")["options"]


def test_what_is_chosen_under_more_is_chosen_for_the_next_run(session, choices, send):
    network = {
        "kernel_size": 5,
        "dense_units": 100,
        "dropout": 0.2,
        "batch_normalization": True,
        "strided": True,
    }
    training = {
        "batch_size": 64,
        "seed": 7,
        "learning_rate": 0.01,
        "augment": True,
        "reproducible": True,
        "one_cycle": True,
    }
    for name, value in (network | training).items():
        send(choices, name=name, value=value)
    assert session.next_run.cnn == CnnConfig(**network)
    assert session.next_run.training == TrainingConfig(**training)
    assert choices.values == session.next_run.cnn.to_dict() | session.next_run.training.to_dict()


def test_the_menu_of_presets_offers_them_all_and_choices_of_ones_own(choices):
    assert [option.value for option in PRESET.options] == [*PRESETS, ""]
    menu = choices.preset_menu
    assert (menu["label"], menu["hint"]) == (PRESET.label, PRESET.hint)
    assert menu["options"] == [[option.value, option.words] for option in PRESET.options]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_chosen_and_is_known_again(session, choices, send, name):
    send(choices, name="seed", value=5)
    send(choices, name="preset", value=name)
    assert preset_choices(name).items() <= choices.values.items()
    assert (choices.preset, session.next_run.training.seed) == (name, 5)
    send(choices, name="batch_size", value=99)
    assert choices.preset == ""


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"name": None, "value": 1},
        {"name": ["seed"], "value": 1},
        {"name": "colour", "value": "red"},
        {"name": "__class__", "value": 1},
        {"name": "x" * 10**6, "value": "x" * 10**6},
        {"name": "preset"},
        {"name": "preset", "value": ["plain"]},
        {"name": "preset", "value": "best"},
    ],
    ids=lambda content: json.dumps(content)[:50],
)
def test_a_choice_that_the_page_does_not_offer_is_refused(session, choices, send, content):
    before = (session.next_run.cnn, session.next_run.training)
    send(choices, **content)
    assert (session.next_run.cnn, session.next_run.training) == before
    assert "expected one that the page offers" in session.message
    assert len(session.message) < 250


def test_a_choice_made_elsewhere_is_shown_and_kept(session):
    panel = training_panel(session)
    made = {"dropout": 0.25, "learning_rate": 0.0002, "seed": 3, "filters": 100}
    session.next_run.choose(**made)
    assert (
        made.items()
        <= (session.next_run.cnn.to_dict() | session.next_run.training.to_dict()).items()
    )
    assert made.items() <= panel.choices.values.items()
    assert panel.filters.value == 100
