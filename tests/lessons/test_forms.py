"""Right answers in every form that means the same, and wrong ones near them, for many students."""

import collections
import decimal
import fractions
import itertools

import numpy as np
import pytest

from lessons.exercise import NOT_YET, RIGHT, said
from tests.lessons.checking import judged
from tests.lessons.test_students import EXERCISES, REGISTER_NUMBERS, exercises, solved

NUMBERS = ["kernel_sum", "constant_accuracy", "answer_loss", "padded_side"]
NUMBERS += ["new_weight", "standard_error"]
ROWS = ["class_probabilities", "batch_shape", "parameters", "precision_recall", "seen_pixels"]
GRIDS = ["pooled_map", "block", "edge_kernel"]
LETTERS = ["allowed", "honest"]
# Whose forms are tried in tests of their own.
OTHERS = ["scaled_patch", "network", "causes", "to_keep"]
STUDENTS = ["", *REGISTER_NUMBERS[:12]]


def of(names):
    return [(step, name) for step, name in EXERCISES if name in names]


def each_student(step, name):
    """Yield (exercise, a right answer) for each student."""
    for number in STUDENTS:
        check = exercises(step, number)
        yield getattr(check, name), solved(check, name)


def assert_all(exercise, answers, status):
    for answer in answers:
        verdict = judged(exercise, answer)
        assert verdict.status == status, f"{exercise.lesson.student}: {said(answer)}: {verdict!r}"


def test_every_exercise_is_tried():
    names = [name for _step, name in EXERCISES]
    assert sorted(names) == sorted([*NUMBERS, *ROWS, *GRIDS, *LETTERS, *OTHERS])


@pytest.mark.parametrize(("step", "name"), of(NUMBERS))
def test_a_number(step, name):
    for exercise, right in each_student(step, name):
        value = float(right)
        forms = [value, np.float64(value), np.float32(value), np.array(value), np.array([[value]])]
        forms += [[value], (value,), {value}, frozenset([value]), [[value]]]
        forms += [decimal.Decimal(value), fractions.Fraction(value), collections.deque([value])]
        if value == int(value):
            forms += [
                int(value),
                np.int64(value),
                np.array([int(value)]),
                range(int(value), 99)[:1],
            ]
        assert_all(exercise, forms, RIGHT)
        wrong = [value + 1, 1.02 * value + 0.02, 10 * value + 1, 100 * value + 1, value / 100 - 1]
        wrong += [str(value), f" {value} ", [value, value], {value: value}, {value, value + 1}]
        wrong += [complex(value, 1), np.array([value, 0]), np.array(str(value)), [[value], [0]]]
        wrong += [value + 1e6, -value - 1, f"{value}".encode(), (), [str(value)], value > 0]
        assert_all(exercise, wrong, NOT_YET)


@pytest.mark.parametrize(("step", "name"), of(ROWS))
def test_a_row_of_numbers(step, name):
    for exercise, right in each_student(step, name):
        row = [float(value) for value in right]
        forms = [row, tuple(row), np.array(row), np.array(row, "float32"), np.array(row, object)]
        forms += [collections.deque(row), [np.float64(value) for value in row]]
        forms += [[decimal.Decimal(value) for value in row], [np.array(value) for value in row]]
        assert_all(exercise, forms, RIGHT)
        wrong = [set(row), dict(enumerate(row)), str(row), row[:-1], [*row, 1], row[0], row[:1]]
        wrong += [[value + 0.02 for value in row], [value * 100 + 1 for value in row]]
        wrong += [[str(value) for value in row], " ".join(map(str, row)), [row, row]]
        orders = itertools.permutations(row)
        wrong += [list(order) for order in orders if not np.allclose(order, row, atol=0.006)]
        for place in range(len(row)):
            wrong.append([*row[:place], row[place] + 1, *row[place + 1 :]])
            wrong.append([*row[:place], -row[place] - 1, *row[place + 1 :]])
        assert_all(exercise, wrong, NOT_YET)


@pytest.mark.parametrize(("step", "name"), of(GRIDS))
def test_a_grid_of_numbers(step, name):
    for exercise, right in each_student(step, name):
        grid = np.array(right, float)
        forms = [grid, grid.tolist(), tuple(map(tuple, grid)), grid.astype(int).tolist()]
        forms += [grid.astype("float32"), grid.astype("int16"), grid.astype(object), list(grid)]
        forms += [np.asfortranarray(grid), [collections.deque(row) for row in grid.tolist()]]
        assert_all(exercise, forms, RIGHT)
        wrong = [grid.ravel(), grid[..., np.newaxis], grid[np.newaxis], grid[:-1], grid[:, 1:]]
        wrong += [str(grid.tolist()), grid.astype(str), grid > 0, set(grid.ravel()), grid[0, 0]]
        wrong += [grid + 1, -grid, np.zeros_like(grid), np.full_like(grid, np.nan), 1j * grid]
        if name != "edge_kernel":  # there, more than one kernel does it
            turned = [np.rot90(grid, turns) for turns in (1, 2, 3)]
            for other in (grid.T, grid[::-1], grid[:, ::-1], *turned, grid / 255, 2 * grid):
                wrong += [] if np.array_equal(other, grid) else [other]
            for place in np.ndindex(grid.shape):
                changed = grid.copy()
                changed[place] += 0.5
                wrong.append(changed)
        assert_all(exercise, wrong, NOT_YET)


@pytest.mark.parametrize(("step", "name"), of(LETTERS))
def test_letters(step, name):
    for exercise, right in each_student(step, name):
        letters = list(right)
        alphabet = [letter for letter in "abcdef" if letter not in map(str.lower, letters)]
        forms = [letters, letters[::-1], tuple(letters), set(letters), frozenset(letters)]
        forms += [np.array(letters), np.array([letters]), np.array(letters, object)]
        forms += [
            collections.deque(letters),
            dict.fromkeys(letters).keys(),
            [*letters, letters[0]],
        ]
        for between in ("", " ", ",", ", ", ";", "; ", " ; ", "/", "\n", " and ", " & ", ". "):
            text = between.join(letters)
            forms += [text, text.upper(), text.lower(), f" {text} ", [text], (text,), {text}]
        forms += [str(letters), str(tuple(letters)), f"[{','.join(letters)}]"]
        forms += [[f" {letter} " for letter in letters], [f"{letter}," for letter in letters]]
        assert_all(exercise, forms, RIGHT)
        wrong = [
            letters[1:],
            letters[:-1],
            alphabet,
            [*letters, alphabet[0]],
            "abcdef",
            "",
            " ",
            ";",
        ]
        wrong += [
            set(letters[1:]),
            "; ".join(letters[1:]),
            [letters],
            [letters, letters],
            [[], *letters],
        ]
        wrong += [
            [*letters, "g"],
            "".join(letters) + "?",
            [*letters, 1],
            [*letters, 2],
        ]
        wrong += [
            dict.fromkeys(letters, True),
            [letter.encode() for letter in letters],
            iter(letters),
        ]
        wrong += [
            [ord(letter) for letter in letters],
            len(letters),
            True,
            np.array([1, 2]),
            b"ace",
        ]
        assert_all(exercise, wrong, NOT_YET)
