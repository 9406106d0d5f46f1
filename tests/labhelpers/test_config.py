"""What may be chosen: good values stay as they are, all others are refused in a sentence."""

import dataclasses
import json
import math
import subprocess
import sys
import types
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from labhelpers import config
from labhelpers.config import CnnConfig, TrainingConfig

CONFIGURATIONS = (CnnConfig, TrainingConfig)
NO_NUMBERS = [
    "32",
    "many",
    "",
    None,
    True,
    False,
    math.nan,
    math.inf,
    -math.inf,
    [8],
    {},
    1j,
    np.nan,
    np.bool_(True),
]
NO_WHOLE_NUMBERS = [*NO_NUMBERS, 200.5, 2.5, np.float32(8.5), np.array([8, 8]), np.array(8.0)]
NO_NUMBERS_OF_IMAGES = [value for value in NO_WHOLE_NUMBERS if value is not None]
REFUSED = {
    CnnConfig: {
        "filters": [0, -1, 257, 10_000, 2**80, *NO_WHOLE_NUMBERS],
        "kernel_size": [0, -3, 10, 28, 29, 1000, *NO_WHOLE_NUMBERS],
        "dense_units": [0, -1, 1025, *NO_WHOLE_NUMBERS],
        "dropout": [-0.1, 0.91, 1, 1.5, *NO_NUMBERS],
        "batch_normalization": [0, 1, "yes", "False", None, np.True_],
        "strided": [0, 2, "yes", None, np.True_],
    },
    TrainingConfig: {
        "epochs": [-1, 0, 101, *NO_WHOLE_NUMBERS],
        "batch_size": [0, -128, 4097, *NO_WHOLE_NUMBERS],
        "learning_rate": [0, 0.0, -0.001, 1e-7, 1.1, 1e38, 10**400, *NO_NUMBERS],
        "seed": [-1, 2**31, *NO_WHOLE_NUMBERS],
        "num_train": [0, -100, 99, 1_000_001, *NO_NUMBERS_OF_IMAGES],
        "augment": [0, 1, "yes", None],
        "reproducible": [0, 1, "no", None],
        "one_cycle": [0, 1, "yes", None],
        "optimizer": ["Adam", "", "momentum", None, True, 0, ["adam"]],
        "best_epoch": [0, 1, "best", None, np.True_],
    },
}
BOUNDS = {
    CnnConfig: {
        "filters": (1, 256),
        "kernel_size": (1, 9),
        "dense_units": (1, 1024),
        "dropout": (0, 0.9),
    },
    TrainingConfig: {
        "epochs": (1, 100),
        "batch_size": (1, 4096),
        "learning_rate": (1e-6, 1),
        "seed": (0, 2**31 - 1),
        "num_train": (100, 1_000_000),
    },
}


def cases(table):
    """Return (configuration, name, value) for each value in a table, with an id each."""
    return [
        pytest.param(kind, name, value, id=f"{name}={str(value)[:20]!r}-{type(value).__name__}")
        for kind, names in table.items()
        for name, values in names.items()
        for value in values
    ]


@pytest.mark.parametrize("kind, name, value", cases(REFUSED))
def test_a_bad_value_is_refused_in_a_sentence(kind, name, value):
    with pytest.raises(ValueError, match=f"^{name} is ") as refusal:
        kind(**{name: value})
    sentence = str(refusal.value)
    assert repr(value) in sentence
    assert "; expected " in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("kind, name, value", cases(BOUNDS))
def test_the_bounds_themselves_are_accepted(kind, name, value):
    assert getattr(kind(**{name: value}), name) == value


@pytest.mark.parametrize("kind, name, value", cases(REFUSED))
def test_replacing_and_reading_check_too(kind, name, value):
    with pytest.raises(ValueError, match=f"^{name} is "):
        dataclasses.replace(kind(), **{name: value})
    with pytest.raises(ValueError, match=f"^{name} is "):
        kind.from_dict({name: value})


def test_every_choice_is_covered_here():
    for kind, names in REFUSED.items():
        assert {field.name for field in dataclasses.fields(kind)} == set(names)


def test_numpy_numbers_become_plain_ones():
    cnn = CnnConfig(np.int64(16), np.uint8(5), np.int32(10), np.float32(0.5))
    training = TrainingConfig(
        np.int16(2), np.int64(64), np.float64(0.01), np.uint32(7), np.int64(500)
    )
    for values in (cnn.to_dict(), training.to_dict()):
        assert {type(value) for value in values.values()} <= {int, float, bool, str}
    assert cnn == CnnConfig(16, 5, 10, 0.5)
    assert training == TrainingConfig(2, 64, 0.01, 7, 500)


@pytest.mark.parametrize("value", [5.0, np.float32(5), np.float64(5), Fraction(5)])
def test_a_float_that_is_a_whole_number_becomes_one(value):
    cnn = CnnConfig(filters=value, kernel_size=value, dense_units=value)
    training = TrainingConfig(epochs=value, batch_size=value, seed=value, num_train=100 * value)
    assert cnn == CnnConfig(5, 5, 5)
    assert training == TrainingConfig(epochs=5, batch_size=5, seed=5, num_train=500)
    numbers = [*cnn.to_dict().values(), *training.to_dict().values()]
    assert {type(number) for number in numbers if number == 5} == {int}


def test_a_number_in_quotation_marks_is_told_to_lose_them():
    for kind, name in ((CnnConfig, "filters"), (TrainingConfig, "learning_rate")):
        with pytest.raises(ValueError, match=r"to [\d,]+, without quotation marks\. Choose"):
            kind(**{name: "1"})


def test_whole_numbers_serve_where_any_number_does():
    assert type(TrainingConfig(learning_rate=1).learning_rate) is float
    assert type(CnnConfig(dropout=0).dropout) is float


def test_the_defaults_are_those_of_the_lessons():
    assert CnnConfig() == CnnConfig(32, 3, 64, 0.0, False, False)
    assert TrainingConfig() == TrainingConfig(
        3, 128, 0.001, 0, None, False, False, False, "adam", True
    )


# To a dictionary and back


@pytest.mark.parametrize("kind", CONFIGURATIONS)
def test_a_configuration_cannot_be_changed_and_can_be_a_key(kind):
    with pytest.raises(dataclasses.FrozenInstanceError):
        kind().filters = 10_000
    assert {kind(): 1}[kind()] == 1


@pytest.mark.parametrize(
    "configuration",
    [
        CnnConfig(),
        CnnConfig(8, 5, 10, 0.5, True, True),
        TrainingConfig(),
        TrainingConfig(1, 64, 0.01, 9, 500, True, True, True, "rmsprop", False),
    ],
    ids=str,
)
def test_a_configuration_comes_back_from_json(configuration):
    text = json.dumps(configuration.to_dict())
    assert type(configuration).from_dict(json.loads(text)) == configuration


@pytest.mark.parametrize("kind", CONFIGURATIONS)
def test_what_is_left_out_of_a_dictionary_takes_its_default(kind):
    assert kind.from_dict({}) == kind()


def test_a_run_from_before_the_optimizer_was_a_choice_was_trained_with_adam():
    values = TrainingConfig(epochs=7).to_dict()
    del values["optimizer"]
    assert TrainingConfig.from_dict(values) == TrainingConfig(epochs=7, optimizer="adam")


@pytest.mark.parametrize(
    "values", [{"colour": 1}, {"filters": 8, "epochs": 1, 7: 2}, None, [], "filters", 3]
)
@pytest.mark.parametrize("kind", CONFIGURATIONS)
def test_what_does_not_belong_in_a_dictionary_is_named(kind, values):
    expected = f"^{kind.__name__} does not know .*; expected some of "
    with pytest.raises(ValueError, match=expected) as refusal:
        kind.from_dict(values)
    if isinstance(values, dict):
        named = str(refusal.value).partition(";")[0]
        unknown = set(values) - set(kind.choices())
        assert all(repr(str(key)) in named for key in unknown)


# The module


def test_the_checks_hold_where_annotations_are_strings():
    source = Path(config.__file__).read_text(encoding="utf-8")
    module = types.ModuleType("labhelpers.config")
    exec(f"from __future__ import annotations\n{source}", vars(module))
    for kind, names in REFUSED.items():
        same = getattr(module, kind.__name__)
        assert same.__annotations__["epochs" if kind is TrainingConfig else "filters"] == "int"
        assert same().to_dict() == kind().to_dict()
        for name, values in names.items():
            for value in values:
                with pytest.raises(ValueError, match=f"^{name} is "):
                    same(**{name: value})
    assert type(module.CnnConfig(dropout=0).dropout) is float
    assert module.CHOICES.keys() == config.CHOICES.keys()


def test_a_bad_number_is_refused_without_tensorflow():
    code = """
import sys
from labhelpers.config import CnnConfig
try:
    CnnConfig(filters=10_000)
except ValueError as error:
    print(error, "tensorflow" in sys.modules, "numpy" in sys.modules)
"""
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    assert said.stdout.startswith("filters is 10000; expected")
    assert said.stdout.strip().endswith("False False")


def test_all_that_was_chosen_is_told_by_name():
    cnn = CnnConfig(filters=8)
    training = TrainingConfig(optimizer="sgd")
    values = config.values_of(cnn, training)
    assert (values["filters"], values["optimizer"], values["seed"]) == (8, "sgd", 0)
    options = config.options_of(cnn, training)
    assert options.keys() == values.keys() == config.CHOICES.keys()
    assert options["filters"].phrase == "8 filters"
    assert options["optimizer"].words == "SGD, momentum 0.9"
