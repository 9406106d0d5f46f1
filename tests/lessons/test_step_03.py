"""The exercises of step 3 against right and wrong answers, for several students."""

import itertools

import numpy as np
import pytest

from lessons.exercise import RIGHT
from lessons.step_03 import draws
from lessons.step_03.exercises import Exercises
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right

STUDENTS = ["", "1", "2126", 31337, "s-004", "a b", *range(20)]


@pytest.fixture
def check():
    return Exercises()


@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("name", Exercises.names())
def test_the_solution_is_right_for_every_student(student, name):
    check = Exercises(student)
    names = {"np": np, "check": check}
    exec(getattr(check, name).solution_text, names)
    assert getattr(check, name)(names[name]).status == RIGHT


def test_what_a_student_overwrites_is_there_again(check):
    check.patch[:] = 0
    check.probabilities[:] = 1
    check.one_hot_label[:] = 1
    assert check.patch.max() == 204
    assert check.probabilities.max() == 0.33
    assert check.one_hot_label.tolist() == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]


# scaled_patch


@pytest.mark.parametrize("student", STUDENTS)
def test_patches_tell_the_mistakes_apart(student):
    patch = Exercises(student).patch
    assert patch.shape == (3, 4)
    assert (patch % 51 == 0).all()
    assert patch.min() == 0
    assert patch.max() == 204


def test_scaled_patch_right(check):
    patch = check.patch
    answers = [
        patch.astype("float32") / 255,
        (patch / 255).astype(np.float32),
        np.array((patch / 255).tolist(), dtype="float32"),
        np.multiply(patch, 1 / 255, dtype="float32").round(2),
    ]
    assert_right(check.scaled_patch, answers)


def test_scaled_patch_wrong(check):
    patch = check.patch
    floats = patch.astype("float32")
    hints = {
        "exactly 1": floats / 256,
        "greatest value of this patch": floats / floats.max(),
        "whole numbers, and nothing fits between": patch // 255,
        "// leaves whole numbers": floats // 255,
        "type is float64": patch / 255,
        "type is float16": (patch / 255).astype("float16"),
        "Make them an array of float32": (patch / 255).tolist(),
        "Rows and columns changed places": floats.T / 255,
        "percent": 100 * floats / 255,
        "grey values as they were": floats,
        "as they were. Divide": patch,
        "Black and white": 1 - floats / 255,
        "-1 to 1": floats / 127.5 - 1,
        "type is uint8": (floats / 255).astype("uint8"),
        "The shape is (3, 4, 1)": floats[..., np.newaxis] / 255,
        "The values go from 0 to 2.04": floats / 100,
        "what becomes of 204": (floats / 255) ** 2,
    }
    assert_not_yet(check.scaled_patch, hints)
    one_wrong = floats / 255
    one_wrong[2, 1] += 0.01
    assert check.scaled_patch(one_wrong).status != RIGHT


# batch_shape


@pytest.mark.parametrize("student", STUDENTS)
def test_photos_leave_some_over_and_tell_the_mistakes_apart(student):
    photos = Exercises(student).photos
    full, left_over = divmod(photos.number, photos.batch_size)
    missing = photos.batch_size - left_over
    numbers = [left_over, missing, photos.batch_size, full, full + 1, photos.number]
    numbers += [photos.height, photos.width, 3, 1]
    assert left_over > 1
    assert len(set(numbers)) == len(numbers)


def test_nobody_has_photos_of_which_as_many_are_left_as_are_missing():
    assert not draws.are_photos_fair(draws.Photos(750, 48, 36, 100))
    assert not draws.are_photos_fair(draws.Photos(640, 48, 36, 64))
    assert draws.are_photos_fair(draws.PHOTOS)


def test_batch_shape_right(check):
    assert_right(
        check.batch_shape,
        [(52, 24, 32, 3), [52.0, 24, 32, 3], np.zeros((52, 24, 32, 3), "uint8").shape],
    )
    assert_right(
        check.batch_shape, [np.array([52, 24, 32, 3]), np.array([52, 24, 32, 3], "float32")]
    )


def test_batch_shape_wrong(check):
    hints = {
        "This is a full batch": (64, 24, 32, 3),
        "Rows come before columns": (52, 32, 24, 3),
        "The last axis is missing": (52, 24, 32),
        "This is one photo": (24, 32, 3),
        "One channel": (52, 24, 32, 1),
        "channels come last": (52, 3, 24, 32),
        "You counted the batches": (8, 24, 32, 3),
        "all photos at once": (500, 24, 32, 3),
        "7 batches are full": (53, 24, 32, 3),
        "The number of photos is right": (52, 32, 24, 1),
        "Begin with the photos": (1, 2, 3, 4),
        "lay pixels in a row": (52, 24 * 32 * 3),
        "Four numbers": 52,
        "missing in the last batch": (12, 24, 32, 3),
    }
    assert_not_yet(check.batch_shape, hints)
    assert_not_yet(
        check.batch_shape,
        [(52.5, 24, 32, 3), (52, 24, 32, 3, 1), [[52, 24, 32, 3]], "52", {52, 24, 32, 3}],
    )


# answer_loss


@pytest.mark.parametrize("student", STUDENTS)
def test_answers_are_probabilities_and_the_right_digit_is_not_the_highest(student):
    check = Exercises(student)
    probabilities = check.probabilities
    assert len(probabilities) == 10
    assert probabilities.sum() == pytest.approx(1)
    assert probabilities.min() > 0
    assert probabilities[check.label] < probabilities.max()


def mistakes(label, probabilities):
    """Return what goes wrong with the loss of one answer, by name."""
    right = probabilities[label]
    return {
        "never negative": np.log(right),
        "base 10": -np.log10(right),
        "base 2": -np.log2(right),
        "the right digit's probability. The loss": right,
        "how far": 1 - right,
        "highest": -np.log(max(probabilities)),
        "all ten": -np.log(probabilities).sum(),
        "mean over ten": -np.log(right) / 10,
        "own probability": -(np.array(probabilities) * np.log(probabilities)).sum(),
        "1 minus": -np.log(1 - right),
        "too far right": -np.log(probabilities[label + 1]),
        "too far left": -np.log(probabilities[label - 1]),
    }


@pytest.mark.parametrize("student", STUDENTS)
def test_no_two_mistakes_and_no_mistake_and_the_loss_look_alike(student):
    check = Exercises(student)
    right = -np.log(check.probabilities[check.label])
    values = {"right": right, **mistakes(check.label, check.probabilities)}
    for (one, first), (other, second) in itertools.combinations(values.items(), 2):
        assert abs(first - second) > 0.01, f"{one} and {other} are both {first:.3f}"


def test_answer_loss_right(check):
    loss = -np.log(0.15)
    assert_right(
        check.answer_loss, [loss, 1.9, 1.897, np.float32(1.9), np.array([loss], "float32")]
    )


@pytest.mark.parametrize("student", STUDENTS)
def test_answer_loss_wrong(student):
    check = Exercises(student)
    assert_not_yet(check.answer_loss, mistakes(check.label, check.probabilities))


def test_answer_loss_nearly_right(check):
    assert_not_yet(check.answer_loss, [1.89, 1.91, 1.88, 190, 19, [1.9, 1.9], "1.90"])


@pytest.mark.parametrize("name", Exercises.names())
def test_nothing_breaks(check, name):
    assert_nothing_breaks(getattr(check, name))
