"""The exercises of notebook 05, for several students; their recorded curves; the figures drawn for the lesson."""

import numpy as np
import pytest

from labhelpers.digits import load_digits
from labhelpers.preprocess import add_channel_axis, one_hot, scale_images
from lessons import step_05
from lessons.step_05.exercises import CAUSES, Exercises, cost_of_filters, descend, recorded
from tests.lessons.checking import assert_not_yet, assert_nothing_breaks, assert_right

STUDENTS = ["", *range(1, 13), "RA2211003010101"]


@pytest.fixture(params=STUDENTS)
def check(request):
    return Exercises(request.param)


@pytest.mark.parametrize("name", Exercises.names())
def test_a_solution_is_right_for_every_student(check, name):
    names = {"check": check}
    exec(getattr(check, name).solution_text, names)
    assert repr(getattr(check, name)(names[name])).startswith("Right.")


@pytest.mark.parametrize("name", Exercises.names())
def test_nothing_breaks(name):
    assert_nothing_breaks(getattr(Exercises(), name))


def test_students_get_different_numbers_and_always_the_same():
    given = {(one.learning_rate, *one.true_causes.values()) for one in map(Exercises, range(20))}
    assert len(given) > 10
    assert Exercises(7).curves == Exercises("7").curves


# Two steps downhill


def test_descend_halves_the_distance():
    assert descend(0.0, 0.25, 3) == [0.0, 1.5, 2.25, 2.625]


def test_new_weight(check):
    rate = check.learning_rate
    first = 6 - 6 * rate
    right = first - rate * 2 * (first - 3)
    assert_right(
        check.new_weight, [right, round(right, 2), np.float32(right), [right], np.array([right])]
    )
    gradient_kept = 6 - 2 * 6 * rate
    wrong = {
        "after one step": first,
        "three steps": right - rate * 2 * (right - 3),
        "work it out again": gradient_kept,
        "uphill": (6 + 6 * rate) + rate * 2 * (3 + 6 * rate),
        "times the learning rate": 6.0,
        "not w - 3": 6 - 3 * rate - rate * (3 - 3 * rate),
        "the weight is asked for": (right - 3) ** 2,
        "not where": right + 0.02,
    }
    assert_not_yet(check.new_weight, wrong)


# The causes of curves


def test_causes(check):
    right = check.true_causes
    shouted = {letter.lower(): f" {cause.upper()} " for letter, cause in right.items()}
    row = list(right.values())
    assert_right(check.causes, [right, row, tuple(row), np.array(row), shouted])
    a, b, c, d = row
    others = [cause for cause in CAUSES if cause != a]
    assert_not_yet(
        check.causes, [[b, a, c, d], [a, b, d, c], [d, c, b, a], [a] * 4, [others[0], b, c, d]]
    )
    assert_not_yet(
        check.causes, [[a, b, c], [a, b, c, "overfit"], {"A": a}, "overfitting", [a, b, c, 4]]
    )


def test_a_wrong_cause_says_where_to_look_and_not_what_is_right():
    check = Exercises()
    answer = dict(check.true_causes)
    answer["B"], answer["C"] = answer["C"], answer["B"]
    message = check.causes(answer).message
    assert message.startswith("Look at B again.")
    assert check.true_causes["B"] not in message


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_each_recorded_curve_shows_its_cause(seed):
    runs = {cause: recorded()["causes"][cause][seed] for cause in CAUSES}
    well, over, high, little = runs.values()
    assert well["val_loss"][-1] < 0.1
    assert over["loss"][-1] < 0.01
    assert over["val_loss"][-1] > 1.1 * min(over["val_loss"])
    assert min(high["val_loss"]) > 2.2
    assert little["val_loss"][-2] - little["val_loss"][-1] > 0.1
    assert little["val_loss"] == sorted(little["val_loss"], reverse=True)


# What to keep


def test_to_keep(check):
    lows = {name: min(run["val_loss"]) for name, run in check.runs.items()}
    assert sorted(lows.values())[1] - sorted(lows.values())[0] >= 0.005, (
        "one run is clearly the best"
    )
    best = min(lows, key=lows.get)
    losses = check.runs[best]["val_loss"]
    assert losses.count(lows[best]) == 1
    epoch = losses.index(lows[best]) + 1
    assert 1 < epoch < len(losses)
    assert_right(
        check.to_keep,
        [
            (best, epoch),
            [best.lower(), float(epoch)],
            (best, np.int64(epoch)),
            {"run": best, "epoch": epoch},
        ],
    )
    other = next(name for name in check.runs if name != best)
    wrong = [
        (best, len(losses)),
        (other, epoch),
        (best, epoch + 1),
        (best, str(epoch)),
        ("D", epoch),
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


# Too few images


@pytest.mark.keras
def test_few_images_are_known_by_heart_and_more_read_better():
    from lessons.record_curves import fit_sizes

    digits = load_digits("embedded")
    images, labels = (
        add_channel_axis(scale_images(digits.train_images)),
        one_hot(digits.train_labels),
    )
    runs = fit_sizes(images, labels, sizes=(200, 10_000), seed=0)
    few, more = runs.values()
    assert list(runs) == ["200 images", f"{len(images) * 9 // 10:,} images"]
    assert len(few["loss"]) == len(few["val_loss"]) == 20
    assert few["loss"][-1] < 0.05 < min(few["val_loss"])
    assert min(more["val_loss"]) < 0.7 * min(few["val_loss"])


# Figures


def test_steps_on_the_parabola_are_drawn_at_their_losses():
    figure = step_05.figures.plot_descent({0.25: [0.0, 1.5, 2.25], 1.1: [0.0, 6.6, -1.32]})
    points = [axes.lines[1].get_xydata() for axes in figure.axes]
    assert points[0].tolist() == [[0, 9], [1.5, 2.25], [2.25, 0.5625]]
    assert points[1][1] == pytest.approx([6.6, 12.96])
    assert figure.axes[0].get_xlim() == figure.axes[1].get_xlim()
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == ["Rate 0.25 leads to 2.250", "Rate 1.1 leads to -1.320"]


def test_the_lowest_validation_loss_is_marked_on_its_epoch():
    figure = step_05.figures.plot_losses(
        {"A": {"loss": [3, 2, 1], "val_loss": [3, 1, 1.5]}}, mark_lowest=True
    )
    assert figure.axes[0].lines[2].get_xydata().tolist() == [[2, 1]]
    assert [(text.get_text(), text.xy) for text in figure.axes[0].texts] == [
        ("1.00", (2, 1)),
        ("1.50", (3, 1.5)),
    ]


def test_filters_are_drawn_in_per_cent():
    misread = np.array([[0.04, 0.06], [0.02, 0.02]])
    figure = step_05.figures.plot_filters([8, 16], dict.fromkeys("abc", np.array([1, 2])), misread)
    assert figure.axes[1].lines[0].get_ydata() == pytest.approx([5, 2])
    assert [text.get_text() for text in figure.axes[1].texts] == ["5.0 %", "2.0 %"]


def test_what_filters_cost_is_what_the_lesson_says():
    cost = cost_of_filters()
    filters = np.array(cost["filters"])
    # Two convolutions of 3 × 3, then 25 values of each of 2f maps for 64 units, and 10 units
    # for those.
    parameters = 10 * filters + (9 * filters + 1) * 2 * filters + (50 * filters + 1) * 64 + 650
    assert cost["growth"]["parameters"] == pytest.approx(parameters / parameters[0])
    assert cost["growth"]["multiplications"][-1] == pytest.approx(44.4, abs=0.05)
    assert cost["growth"]["seconds"][-1] == pytest.approx(6.7, abs=0.05)
    assert cost["misread"].mean(axis=1)[[0, -1]] == pytest.approx([0.036, 0.018], abs=0.0005)
    assert cost["misread"][1].min() < cost["misread"][2].max(), (
        "the best of 16 filters beats the worst of 32"
    )
