"""What may be chosen: the good values stay as they are, everything else is refused in a sentence."""

import dataclasses
import json
import math
import subprocess
import sys

import numpy as np
import pytest

from labhelpers.config import (
    PRESETS,
    CnnConfig,
    Layer,
    TrainingConfig,
    epoch_work,
    layer_table,
    multiply_adds,
    preset_choices,
)

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
NO_WHOLE_NUMBERS = [*NO_NUMBERS, 3.0, 2.5, np.float32(8), np.array([8, 8])]
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
        "num_train": [
            0,
            -100,
            99,
            1_000_001,
            *(value for value in NO_WHOLE_NUMBERS if value is not None),
        ],
        "augment": [0, 1, "yes", None],
        "reproducible": [0, 1, "no", None],
        "one_cycle": [0, 1, "yes", None],
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
    assert repr(value) in str(refusal.value)
    assert "; expected " in str(refusal.value)
    assert str(refusal.value).endswith(".")


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
    for config in (cnn, training):
        assert all(type(value) in (int, float, bool) for value in config.to_dict().values())
    assert cnn == CnnConfig(16, 5, 10, 0.5)
    assert training == TrainingConfig(2, 64, 0.01, 7, 500)


def test_whole_numbers_serve_where_any_number_does():
    assert type(TrainingConfig(learning_rate=1).learning_rate) is float
    assert type(CnnConfig(dropout=0).dropout) is float


def test_the_defaults_are_those_of_the_lessons():
    assert CnnConfig() == CnnConfig(32, 3, 64, 0.0, False, False)
    assert TrainingConfig() == TrainingConfig(3, 128, 0.001, 0, None, False, False, False)
    assert PRESETS["plain"] == (CnnConfig(), TrainingConfig())
    assert PRESETS["lesson"][0] == CnnConfig()  # a student must be able to defend it


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_leaves_seed_and_images_alone_and_chooses_all_else(name):
    cnn, training = PRESETS[name]
    choices = preset_choices(name)
    assert set(cnn.to_dict() | training.to_dict()) - set(choices) == {
        "seed",
        "num_train",
        "reproducible",
    }
    assert CnnConfig.from_dict({key: choices[key] for key in cnn.to_dict()}) == cnn
    assert (
        TrainingConfig.from_dict(
            {key: choices[key] for key in training.to_dict() if key in choices}
        )
        == training
    )


@pytest.mark.parametrize("kind", [CnnConfig, TrainingConfig])
def test_a_configuration_cannot_be_changed_and_can_be_a_key(kind):
    with pytest.raises(dataclasses.FrozenInstanceError):
        kind().filters = 10_000
    assert {kind(): 1}[kind()] == 1


@pytest.mark.parametrize(
    "config",
    [
        CnnConfig(),
        CnnConfig(8, 5, 10, 0.5, True, True),
        TrainingConfig(),
        TrainingConfig(1, 64, 0.01, 9, 500, True, True, True),
    ],
    ids=str,
)
def test_a_configuration_comes_back_from_json(config):
    assert type(config).from_dict(json.loads(json.dumps(config.to_dict()))) == config


@pytest.mark.parametrize("kind", [CnnConfig, TrainingConfig])
def test_what_is_left_out_of_a_dictionary_takes_its_default(kind):
    assert kind.from_dict({}) == kind()


@pytest.mark.parametrize(
    "choices", [{"colour": 1}, {"filters": 8, "epochs": 1, 7: 2}, None, [], "filters", 3]
)
@pytest.mark.parametrize("kind", [CnnConfig, TrainingConfig])
def test_what_does_not_belong_in_a_dictionary_is_named(kind, choices):
    with pytest.raises(
        ValueError, match=f"^{kind.__name__} does not know .*; expected some of "
    ) as refusal:
        kind.from_dict(choices)
    if isinstance(choices, dict):
        known = {field.name for field in dataclasses.fields(kind)}
        assert all(
            repr(str(key)) in str(refusal.value).partition(";")[0] for key in set(choices) - known
        )


# The layer table


def test_the_default_network_by_hand():
    assert layer_table(CnnConfig()) == [
        Layer("Input", (28, 28, 1), 0),
        Layer("Conv2D + ReLU", (26, 26, 32), 320, "(3 × 3 × 1 + 1) × 32"),
        Layer("MaxPooling2D", (13, 13, 32), 0),
        Layer("Conv2D + ReLU", (11, 11, 64), 18_496, "(3 × 3 × 32 + 1) × 64"),
        Layer("MaxPooling2D", (5, 5, 64), 0),
        Layer("Flatten", (1600,), 0),
        Layer("Dense + ReLU", (64,), 102_464, "(1,600 + 1) × 64"),
        Layer("Dense + softmax", (10,), 650, "(64 + 1) × 10"),
    ]
    assert sum(row.parameters for row in layer_table(CnnConfig())) == 121_930


def test_dropout_and_batch_normalization_have_their_rows():
    rows = layer_table(CnnConfig(filters=8, dropout=0.5, batch_normalization=True))
    assert [row.name for row in rows] == [
        "Input",
        *["Conv2D", "BatchNormalization + ReLU", "MaxPooling2D"] * 2,
        *["Flatten", "Dropout", "Dense + ReLU", "Dense + softmax"],
    ]
    assert [row.parameters for row in rows if row.name == "BatchNormalization + ReLU"] == [32, 64]


def test_strides_take_the_place_of_pooling():
    assert layer_table(CnnConfig(filters=16, kernel_size=7, strided=True))[1:4] == [
        Layer("Conv2D (stride 2) + ReLU", (11, 11, 16), 800, "(7 × 7 × 1 + 1) × 16"),
        Layer("Conv2D (stride 2) + ReLU", (3, 3, 32), 25_120, "(7 × 7 × 16 + 1) × 32"),
        Layer("Flatten", (288,), 0),
    ]
    assert (
        multiply_adds(CnnConfig(strided=True))
        == 13 * 13 * 32 * 9 + 6 * 6 * 64 * 9 * 32 + 36 * 64 * 64 + 64 * 10
    )


@pytest.mark.parametrize("kernel_size", range(1, 10))
@pytest.mark.parametrize("filters", [1, 8, 256])
@pytest.mark.parametrize("strided", [False, True])
def test_the_arithmetic_gives_the_count_and_every_layer_has_an_output(
    filters, kernel_size, strided
):
    for row in layer_table(
        CnnConfig(filters, kernel_size, batch_normalization=True, strided=strided)
    ):
        assert all(size >= 1 for size in row.output_shape)
        spelled = row.arithmetic.replace("×", "*").replace(",", "")
        assert (eval(spelled) if spelled else 0) == row.parameters


# Seconds an epoch on 20,000 images of MNIST, 18,000 of them trained on, measured on two cores.
MEASURED = [
    ({"filters": 8}, 128, 1.42),
    ({"filters": 16}, 128, 2.69),
    ({"filters": 32}, 128, 3.60),
    ({"filters": 64}, 128, 9.16),
    ({"filters": 8}, 16, 5.17),
    ({"filters": 32}, 16, 8.28),
    ({"filters": 32, "kernel_size": 5}, 128, 5.31),
    ({"filters": 8, "kernel_size": 9}, 128, 1.45),
    ({"filters": 32, "kernel_size": 1}, 128, 2.70),
    ({"filters": 32, "batch_normalization": True}, 128, 10.45),
]


@pytest.mark.parametrize(("choices", "batch_size", "seconds"), MEASURED)
@pytest.mark.parametrize(("known", "known_batch_size", "known_seconds"), [MEASURED[0], MEASURED[2]])
def test_the_seconds_of_one_run_follow_from_those_of_another(
    choices, batch_size, seconds, known, known_batch_size, known_seconds
):
    share = epoch_work(CnnConfig(**choices), 18_000, batch_size) / epoch_work(
        CnnConfig(**known), 18_000, known_batch_size
    )
    assert 1 / 1.5 < share * known_seconds / seconds < 1.5


def test_multiply_adds_are_counted_layer_by_layer():
    first, second, dense, last = 26 * 26 * 32 * 9, 11 * 11 * 64 * 9 * 32, 1600 * 64, 64 * 10
    assert multiply_adds(CnnConfig()) == first + second + dense + last
    assert multiply_adds(CnnConfig(batch_normalization=True, dropout=0.5)) == multiply_adds(
        CnnConfig()
    )


def test_work_grows_with_everything_that_makes_it_longer():
    base = epoch_work(CnnConfig(), 1000, 100)
    for more in (
        CnnConfig(filters=33),
        CnnConfig(kernel_size=4),
        CnnConfig(batch_normalization=True),
    ):
        assert epoch_work(more, 1000, 100) > base
    assert epoch_work(CnnConfig(), 2000, 100) > base
    assert epoch_work(CnnConfig(), 1000, 50) > base


def test_a_bad_number_is_refused_without_tensorflow():
    code = (
        "import sys; from labhelpers.config import CnnConfig\n"
        "try: CnnConfig(filters=10_000)\n"
        "except ValueError as error: print(error, 'tensorflow' in sys.modules, 'numpy' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.startswith("filters is 10000; expected")
    assert said.stdout.strip().endswith("False False")
