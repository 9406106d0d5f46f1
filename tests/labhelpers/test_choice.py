"""The words of the choices: labels, menus and phrases, and that checks and annotations agree."""

import typing

import pytest

from labhelpers.choice import Number, OneOf
from labhelpers.config import CHOICES, CnnConfig, TrainingConfig


@pytest.mark.parametrize("kind", [CnnConfig, TrainingConfig])
def test_annotations_and_checks_name_the_same_kind(kind):
    hints = typing.get_type_hints(kind)
    for name, choice in kind.choices().items():
        if isinstance(choice, Number):
            is_optional = any(exception.value is None for exception in choice.exceptions)
            assert hints[name] == (choice.kind | None if is_optional else choice.kind)
        else:
            assert {type(option.value) for option in choice.options} == {hints[name]}


def test_no_two_choices_share_a_label_and_every_hint_says_something():
    labels = [choice.label for choice in CHOICES.values()]
    assert len(set(labels)) == len(labels)
    assert all(choice.hint for choice in CHOICES.values())


@pytest.mark.parametrize(
    ("name", "value", "words", "phrase"),
    [
        ("filters", 32, "32", "32 filters"),
        ("filters", 1, "1", "1 filter"),
        ("kernel_size", 5, "5", "kernel 5 × 5"),
        ("batch_size", 4096, "4096", "batches of 4096"),
        ("learning_rate", 1e-05, "0.00001", "learning rate 0.00001"),
        ("learning_rate", 1.0, "1", "learning rate 1"),
        ("dropout", 0.0, "0", "no dropout"),
        ("dropout", 0.25, "0.25", "dropout 0.25"),
        ("num_train", None, "all", "all images"),
        ("num_train", 20_000, "20000", "20,000 images"),
        ("strided", False, "no", "pooling"),
        ("augment", True, "turned, scaled, shifted", "images turned, scaled and shifted"),
    ],
)
def test_values_in_words(name, value, words, phrase):
    option = CHOICES[name].option(value)
    assert (option.words, option.phrase) == (words, phrase)


def test_a_menu_offers_what_is_chosen_too():
    dropout = CHOICES["dropout"]
    assert [option.value for option in dropout.menu(0.2)] == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    assert [option.value for option in dropout.menu(0.25)] == [0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5]
    assert CHOICES["seed"].menu(5) == []


def test_whatever_is_offered_may_be_chosen():
    for name, choice in CHOICES.items():
        offered = choice.options if isinstance(choice, OneOf) else choice.menu(None)
        for option in offered:
            assert choice.checked(name, option.value) == option.value


def test_a_slider_stays_within_the_range():
    for choice in CHOICES.values():
        if isinstance(choice, Number) and choice.usual:
            low, high = choice.usual
            assert choice.low <= low < high <= choice.high
