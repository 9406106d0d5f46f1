"""Step 1's exercises: what is right, however it is written, and what a wrong answer is told."""

import decimal

import numpy as np
import pytest

from lessons import step_01
from lessons.step_01.edges import DIRECTIONS, windows
from lessons.step_01.exercises import SCORES, Exercises
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right

STUDENTS = ["", "1", "2126", "s-007", "Ärzte 3", 123456, 99, "K. 12", *range(20)]


@pytest.fixture
def check():
    return Exercises()


def student_with(attribute, value):
    """Return the exercises of a student to whom this value was given."""
    tries = (Exercises(number) for number in range(1000))
    return next(check for check in tries if np.array_equal(getattr(check, attribute), value))


def test_kernel_sum(check):
    # By hand: 6 + 8 + 3 below, 1 + 0 + 2 above.
    assert_right(
        check.kernel_sum,
        [14, 14.0, np.array([[14]]), {14}, decimal.Decimal(14), (6 + 8 + 3) - (1 + 0 + 2)],
    )
    assert_not_yet(
        check.kernel_sum,
        {
            "not the sign": -14,
            "sum of the pixels": 41,
            "minus signs": 20,
            "turned on its side": (2 + 7 + 3) - (1 + 5 + 6),
            "lower row only": 17,
            "one column only": 5,
            "nine products": check.window * check.kernel,
            "`@` multiplies": check.window @ check.kernel,
            "Write the nine products down": 13,
            "Nine numbers came": np.ones((3, 3)),
            "One number is expected, and '14' (str) came: a text": "14",
            "3 came, in the shape (3,)": (check.window * check.kernel).sum(axis=1),
        },
    )
    assert_nothing_breaks(check.kernel_sum)


def test_pooled_map(check):
    right = [[5, 3, 0], [4, 6, 2]]
    assert_right(
        check.pooled_map,
        [right, np.array(right), np.array(right, "float32"), tuple(map(tuple, right))],
    )
    maps = check.feature_map
    assert_not_yet(
        check.pooled_map,
        {
            "What does ReLU make": [[5, 3, -1], [4, 6, 2]],
            "mean": [[1.75, 0.25, -2.5], [1.25, 1.75, -0.25]],
            "sum": [[8, 4, 0], [7, 8, 4]],
            "smallest": [[-1, -3, -4], [-2, -1, -5]],
            "swapped": np.transpose(right),
            "in one row": [5, 3, 0, 4, 6, 2],
            "overlap": np.lib.stride_tricks.sliding_window_view(maps, (2, 2)).max(axis=(2, 3)),
            "as large as the map": np.maximum(maps, 0),
            "right: 5 of 6": [[5, 3, 0], [4, 6, 1]],
            "rows 2 and 3, columns 4 and 5": [[5, 3, 0], [4, 6, 1]],
            "The shape is (2,)": [5, 6],
        },
    )
    assert_nothing_breaks(check.pooled_map)


def test_class_probabilities(check):
    # e, e cubed and 1: 2.72, 20.09 and 1.00, together 23.80.
    powers = np.exp([1, 3, 0])
    right = powers / powers.sum()
    assert_right(
        check.class_probabilities,
        [
            [0.11, 0.84, 0.04],
            right,
            tuple(right),
            right.reshape(1, 3),
            right.astype("float32"),
            right.round(3),
        ],
    )
    assert_not_yet(
        check.class_probabilities,
        {
            "percent": [11, 84, 4],
            "powers of e. One step": [2.72, 20.09, 1],
            "scores, divided": [0.25, 0.75, 0],
            "largest power": powers / powers.max(),
            "powers of 2": [2 / 11, 8 / 11, 1 / 11],
            "not their order": [0.84, 0.11, 0.04],
            "Very close": [0.12, 0.84, 0.04],
            "add up to 1.2": [0.3, 0.8, 0.1],
            "They add up to about 1": [0.2, 0.7, 0.1],
            "and 2 came": [0.84, 0.16],
        },
    )
    assert_nothing_breaks(check.class_probabilities)


@pytest.mark.parametrize("student", STUDENTS)
def test_the_solutions_are_right_for_every_student(student):
    check = Exercises(student)
    for name in check.names():
        names = {"check": check, "np": np}
        exec(str(getattr(check, name).solution()), names)
        assert getattr(check, name)(names[name]).status == "right", name


@pytest.mark.parametrize("student", STUDENTS)
def test_for_no_student_a_usual_mistake_gives_the_right_sum(student):
    check = Exercises(student)
    products = check.window * check.kernel
    right = products.sum()
    mistakes = [
        -right,
        check.window.sum(),
        np.abs(products).sum(),
        (check.window * check.kernel.T).sum(),
    ]
    mistakes += [products[2].sum(), *products[[0, 2]].sum(axis=0), right + 1]
    assert right not in mistakes
    assert_not_yet(check.kernel_sum, mistakes)


@pytest.mark.parametrize("student", STUDENTS)
def test_every_map_has_a_block_without_a_positive_number_and_no_two_others_alike(student):
    check = Exercises(student)
    pooled = step_01.pool(check.feature_map)
    assert check.feature_map.shape == (4, 6)
    assert (pooled < 0).sum() == 1
    assert len(np.unique(pooled)) == 6
    right = np.maximum(pooled, 0)
    assert_right(check.pooled_map, [right, right.tolist()])
    assert_not_yet(
        check.pooled_map,
        [
            pooled,
            right.T,
            right[::-1],
            right[:, ::-1],
            step_01.pool(check.feature_map, np.mean),
        ],
    )


@pytest.mark.parametrize("scores", SCORES)
def test_with_all_scores_what_is_close_is_not_right(scores):
    check = student_with("scores", scores)
    powers = np.exp(scores)
    right = powers / powers.sum()
    rounded = right.round(2)
    assert len(set(rounded)) == 3
    assert_right(check.class_probabilities, [right, rounded, rounded.tolist()])
    hundredth = np.array([0.01, 0, 0])
    close = [rounded + hundredth, rounded - hundredth[::-1], np.roll(right, 1)]
    assert_not_yet(
        check.class_probabilities, [*close, rounded * 100, powers, powers / powers.max()]
    )
    assert_nothing_breaks(check.class_probabilities)


@pytest.mark.parametrize("brighter", DIRECTIONS)
def test_edge_kernel(brighter):
    check = student_with("brighter", brighter)
    # Written for the direction to the lower right, then turned like the direction.
    down, right = DIRECTIONS[brighter]

    def turned(kernel):
        return np.array(kernel)[::down, ::right]

    def fitting(kernel):
        return kernel * check.edge_sum / (kernel * check.edge).sum()

    np.testing.assert_array_equal(check.edge, turned([[0, 0, 0], [0, 0, 1], [0, 1, 1]]))
    short = fitting(turned([[-1, 0, 0], [0, 0, 0], [0, 0, 1]]))
    wide = fitting(turned([[-2, -1, 0], [-1, 0, 1], [0, 1, 2]]))
    assert_right(
        check.edge_kernel,
        [
            short,
            wide.tolist(),
            tuple(map(tuple, wide)),
            fitting(wide + turned(np.diag([-3, 0, 3]))),
            fitting(turned([[-1, -4, 0], [-4, 0, 4], [0, 4, 1]])),
        ],
    )
    assert_not_yet(
        check.edge_kernel,
        {
            "turn all signs round": -wide,
            "at right angles": turned([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]),
            "at two places that lie mirrored": turned([[-1, 0, 0], [-1, 0, 0], [1, 0, 1]]),
            "this kernel gives 9": np.ones((3, 3)),
            "this kernel gives 0.01": wide + turned([[0, 0, 0], [0, 0.01, 0], [0, 0, 0]]),
            "kernel of zeros": np.zeros((3, 3)),
            f"gives {check.edge_sum + 1}, and {check.edge_sum} is asked for": wide
            * (1 + 1 / check.edge_sum),
            "does not find the edge": turned([[1, 0, 0], [0, -2, 0], [0, 0, 1]]),
            "The shape is (2, 2)": [[-1, 0], [0, 1]],
            "Finite": np.where(wide, np.inf, 0),
        },
    )
    assert_nothing_breaks(check.edge_kernel)


def test_the_windows_on_an_edge_by_hand():
    corner, before, after, all_but_corner = windows(1, 1)
    np.testing.assert_array_equal(corner, [[0, 0, 0], [0, 0, 0], [0, 0, 1]])
    np.testing.assert_array_equal(all_but_corner, [[0, 1, 1], [1, 1, 1], [1, 1, 1]])
    np.testing.assert_array_equal(before, [[0, 0, 0], [0, 0, 1], [0, 1, 1]])
    np.testing.assert_array_equal(after, [[0, 0, 1], [0, 1, 1], [1, 1, 1]])
