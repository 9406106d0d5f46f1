"""Compile, fit, evaluate, predict: real networks on the small set, right and nearly right."""

import dataclasses
import types

import numpy as np
import pytest

from labhelpers.config import CnnConfig
from labhelpers.quiet import quiet_stderr
from lessons.step_05 import Exercises
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right
from tests.lessons.test_students import REGISTER_NUMBERS

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def check():
    return Exercises()


@pytest.fixture(scope="module")
def solved(check):
    """Return what the exercise's own solution leaves."""
    with quiet_stderr():
        from labhelpers.model import build_cnn
    names = {"check": check, "build_cnn": build_cnn, "CnnConfig": CnnConfig}
    exec(str(check.four_calls.solution()), names)
    return names


def test_sixty_students_have_many_small_sets():
    assert len({repr(Exercises(number).small) for number in REGISTER_NUMBERS}) >= 20
    small = Exercises().small
    assert repr(small) == "500 images to train with, 355 new ones; epochs: 8, batch size: 20"
    assert small.images.shape == (500, 28, 28, 1)
    assert small.new_labels.shape == (355, 10)


def test_four_calls_written_differently(check, solved):
    import keras

    model, record, measured, answers = solved["four_calls"]
    small = check.small
    named = model.evaluate(small.new_images, small.new_labels, return_dict=True, verbose=0)
    by_function = compiled(model, loss=keras.losses.categorical_crossentropy)
    by_function.set_weights(model.get_weights())
    assert_right(
        check.four_calls,
        [
            solved["four_calls"],
            (model, record, named, answers),
            [by_function, record, measured, answers],
            [model, record, np.array(measured), answers.tolist()],
        ],
    )


def compiled(like, **changes):
    """Return a copy of a network, compiled in another way."""
    import keras

    model = keras.models.clone_model(like)
    usual = {"optimizer": "adam", "loss": "categorical_crossentropy", "metrics": ["accuracy"]}
    model.compile(**usual | changes)
    return model


def test_what_is_told_of_slips(check, solved):
    import keras

    model, record, measured, answers = solved["four_calls"]
    small = check.small
    shorter = types.SimpleNamespace(history={"loss": [1.0]}, params=record.params)
    larger = types.SimpleNamespace(history=record.history, params={"steps": 4})
    silent = types.SimpleNamespace(history={"loss": [1.0] * 8}, params=record.params)
    seen = model.evaluate(small.images, small.labels, verbose=0)
    bare = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten()])
    assert_not_yet(
        check.four_calls,
        {
            "Four things": [model, record, measured],
            "first of the four": [record, record, measured, answers],
            "not compiled": [bare, record, measured, answers],
            "one-hot": [compiled(model, loss="mse"), record, measured, answers],
            "Adam is asked for": [compiled(model, optimizer="sgd"), record, measured, answers],
            "small_model.fit returns": [model, model, measured, answers],
            "1 epochs; 8": [model, shorter, measured, answers],
            "had 4 batches": [model, larger, measured, answers],
            "Nothing was recorded under the name accuracy": [model, silent, measured, answers],
            "loss and accuracy": [model, record, measured[1], answers],
            "Evaluate after training, there": [model, record, seen, answers],
            "These are digits": [model, record, measured, answers.argmax(axis=1)],
            "fourth is to be": [model, record, measured, answers[::-1]],
        },
    )
    assert_nothing_breaks(check.four_calls)


def test_labels_that_belong_to_other_images_are_noticed(check, solved):
    small = check.small
    model = compiled(solved["small_model"])
    record = model.fit(
        small.images,
        small.labels[::-1],
        epochs=small.epochs,
        batch_size=small.batch_size,
        verbose=0,
    )
    measured = model.evaluate(small.new_images, small.new_labels, verbose=0)
    answers = model.predict(small.new_images, verbose=0)
    verdict = check.four_calls([model, record, measured, answers])
    assert "Do images and labels belong together?" in verdict.message
    assert dataclasses.replace(verdict, message="").status == "not yet"
