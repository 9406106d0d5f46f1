"""Choices that fit their ranges and not together: refused wherever they come, with a way out."""

import dataclasses
import re

import pytest

from cnnlab.session import LabSession, NextRun
from labhelpers.choice import Number
from labhelpers.config import CHOICES, CnnConfig, TrainingConfig
from labhelpers.memory import MOST_BYTES, TooMuchMemoryError, check_memory, training_bytes
from labhelpers.presets import PRESETS

# 11 GB in 24 s, before its first step.
GREEDY = (
    CnnConfig(filters=256, kernel_size=1, batch_normalization=True),
    TrainingConfig(batch_size=4096, augment=True),
)
EXTREMES = [
    (name, value)
    for name, choice in CHOICES.items()
    if isinstance(choice, Number)
    for value in (choice.low, choice.high)
]


def with_choice(configurations, name, value):
    return [
        dataclasses.replace(part, **{name: value}) if name in part.choices() else part
        for part in configurations
    ]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_may_be_trained(preset):
    check_memory(*PRESETS[preset])


@pytest.mark.parametrize(("name", "value"), EXTREMES)
def test_one_choice_alone_may_be_whatever_its_range_allows(name, value):
    check_memory(*with_choice((CnnConfig(), TrainingConfig()), name, value))


def ways(error):
    """Return the choices that a refusal names, with the values that it offers."""
    labels = {choice.label: name for name, choice in CHOICES.items()}
    offered = re.findall(r'"([^"]+)" to (\d+)', str(error))
    return [(labels[label], int(value)) for label, value in offered]


def test_each_way_out_of_a_refusal_is_one_and_the_next_value_is_not():
    with pytest.raises(
        TooMuchMemoryError, match="25 GB of memory; a run may have 2 GB"
    ) as refused:
        check_memory(*GREEDY)
    offered = ways(refused.value)
    assert [name for name, _ in offered] == ["batch_size", "filters"]
    for name, value in offered:
        check_memory(*with_choice(GREEDY, name, value))
        with pytest.raises(TooMuchMemoryError, match=r"about 2\.1 GB of memory"):
            check_memory(*with_choice(GREEDY, name, value + 1))


def test_few_images_make_small_batches():
    cnn, training = GREEDY
    assert training_bytes(cnn, training) > MOST_BYTES
    check_memory(cnn, dataclasses.replace(training, num_train=100))


def test_what_an_optimizer_keeps_counts():
    wide = CnnConfig(filters=256, kernel_size=1, dense_units=1024)
    sizes = {
        name: training_bytes(wide, TrainingConfig(optimizer=name))
        for name in ("sgd", "rmsprop", "adam")
    }
    assert sizes["sgd"] == sizes["rmsprop"] < sizes["adam"]


def test_choices_of_a_page_stay_as_they_are_where_the_next_one_is_too_much():
    choices = NextRun(GREEDY[0])
    assert not choices.choose(batch_size=4096, augment=True)
    assert '"Batch size"' in choices.message
    assert choices.training == TrainingConfig()
    assert choices.choose(batch_size=256)


def test_a_session_does_not_begin_with_them():
    with pytest.raises(ValueError, match="GB of memory"):
        LabSession(cnn=GREEDY[0], training=GREEDY[1])
