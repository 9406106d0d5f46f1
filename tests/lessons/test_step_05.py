"""The exercises of step 5, for several students."""

import numpy as np
import pytest

from lessons.step_05.descent import descend
from lessons.step_05.draws import RATES, WEIGHTS, are_steps_fair
from lessons.step_05.exercises import CAUSES, Exercises
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right

STUDENTS = ["", *range(1, 16), "RA2211003010101"]
# The others train: test_step_05_calls.py, test_step_05_experiment.py.
NAMES = ["new_weight", "causes", "to_keep"]


@pytest.fixture(params=STUDENTS)
def check(request):
    return Exercises(request.param)


@pytest.mark.parametrize("name", NAMES)
def test_a_solution_is_right_for_every_student(check, name):
    names = {"check": check}
    exec(getattr(check, name).solution_text, names)
    assert repr(getattr(check, name)(names[name])).startswith("Right.")


@pytest.mark.parametrize("name", NAMES)
def test_nothing_breaks(name):
    assert_nothing_breaks(getattr(Exercises(), name))


def test_students_get_different_numbers_and_always_the_same():
    given = {(one.learning_rate, *one._causes.values()) for one in map(Exercises, range(20))}
    assert len(given) > 10
    assert Exercises(7).curves == Exercises("7").curves


# Two steps downhill


def test_descend_halves_the_distance():
    assert descend(0.0, 0.25, 3) == [0.0, 1.5, 2.25, 2.625]


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("rate", RATES)
def test_no_usual_mistake_leads_where_two_steps_do(weight, rate):
    assert are_steps_fair((weight, rate))


def test_new_weight(check):
    rate = check.learning_rate
    start = check.weight
    slope = 2 * (start - 3)
    first = start - rate * slope
    right = first - rate * 2 * (first - 3)
    assert_right(
        check.new_weight, [right, round(right, 2), np.float32(right), [right], np.array([right])]
    )
    uphill = start + rate * slope
    wrong = {
        "after one step": first,
        "three steps": right - rate * 2 * (right - 3),
        "work it out again": start - 2 * rate * slope,
        "uphill": uphill + rate * 2 * (uphill - 3),
        "times the learning rate": start,
        "not w - 3": start - rate * (start - 3) * (2 - rate),
        "the weight is asked for": (right - 3) ** 2,
    }
    assert_not_yet(check.new_weight, wrong)


def test_a_weight_that_no_mistake_gives_is_told_where_it_lies():
    # From 6.0 with the rate 0.2, two steps lead to 4.08.
    wrong = {
        "no nearer to the lowest point, 3,": 6.5,
        "beyond the lowest point, 3": 2.5,
        "that is not far enough": 4.2,
        "that is too far": 4.06,
        "Write down for each": 3.5,
        "One number is expected": "4.08",
    }
    assert_not_yet(Exercises().new_weight, wrong)


# The causes of curves


def test_causes(check):
    right = check._causes
    shouted = {letter.lower(): f" {cause.upper()} " for letter, cause in right.items()}
    row = list(right.values())
    assert_right(check.causes, [right, row, tuple(row), np.array(row), shouted])
    a, b, c, d = row
    others = [cause for cause in CAUSES if cause != a]
    assert_not_yet(
        check.causes, [[b, a, c, d], [a, b, d, c], [d, c, b, a], [a] * 4, [others[0], b, c, d]]
    )
    five = dict(zip("ABCDE", [*row, a], strict=True))
    assert check.causes(five).status == "not yet"
    assert_not_yet(
        check.causes, [[a, b, c], [a, b, c, "overfit"], {"A": a}, "overfitting", [a, b, c, 4]]
    )


def test_a_wrong_cause_says_where_to_look_and_not_what_is_right():
    check = Exercises()
    answer = dict(check._causes)
    answer["B"], answer["C"] = answer["C"], answer["B"]
    message = check.causes(answer).message
    assert message.startswith("Look at B again.")
    assert check._causes["B"] not in message


# What to keep


def test_to_keep(check):
    lows = {name: min(run["val_loss"]) for name, run in check.runs.items()}
    assert sorted(lows.values())[1] - sorted(lows.values())[0] >= 0.005, (
        "one run is clearly the best"
    )
    best = min(lows, key=lows.get)
    losses = check.runs[best]["val_loss"]
    assert losses.count(lows[best]) == 1
    assert len({str(run) for run in check.runs.values()}) == len(check.runs) == 4
    epoch = losses.index(lows[best]) + 1
    assert 1 < epoch < len(losses)
    assert_right(
        check.to_keep,
        [
            (best, epoch),
            [best.lower(), float(epoch)],
            (best, np.int64(epoch)),
            {"run": best, "epoch": epoch},
            np.array([best, epoch]),
        ],
    )
    other = next(name for name in check.runs if name != best)
    wrong = [
        (best, len(losses)),
        (other, epoch),
        (best, epoch + 1),
        (best, str(epoch)),
        ("E", epoch),
        best,
        epoch,
    ]
    assert_not_yet(
        check.to_keep,
        [*wrong, (epoch, best), (best, 0), (best, 99), (best, epoch, 1), (best, epoch + 0.5)],
    )
    assert "counts from 0" in check.to_keep((best, epoch - 1)).message


def test_the_smallest_training_loss_is_no_reason_to_keep_a_run():
    message = Exercises().to_keep
    runs = Exercises().runs
    lowest = min(runs, key=lambda name: runs[name]["loss"][-1])
    assert message((lowest, 12)).status == "not yet"
