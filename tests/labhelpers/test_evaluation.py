"""Metrics against small examples worked out by hand."""

import json
import math

import numpy as np
import pytest

from labhelpers.evaluation import evaluate, result_sentence

SURE = 0.91  # the winner's probability in `answers`; the other nine digits share the rest


def answers(*predictions, confidence=SURE):
    """Return probabilities, float64 (n, 10), whose greatest is at each prediction."""
    probabilities = np.full((len(predictions), 10), (1 - confidence) / 9)
    probabilities[np.arange(len(predictions)), predictions] = confidence
    return probabilities


def test_metrics_of_five_images_by_hand():
    metrics = evaluate([4, 4, 4, 9, 1], answers(4, 9, 9, 9, 1))
    assert metrics["num_images"] == 5
    assert metrics["accuracy"] == pytest.approx(3 / 5)
    assert metrics["loss"] == pytest.approx(-(3 * math.log(0.91) + 2 * math.log(0.01)) / 5)
    matrix = np.zeros((10, 10), dtype=int)
    matrix[4, 4] = 1
    matrix[4, 9] = 2
    matrix[9, 9] = 1
    matrix[1, 1] = 1
    assert metrics["confusion_matrix"] == matrix.tolist()
    # Of three answers "9" one is right; of the three fours one was found.
    assert metrics["report"]["9"]["precision"] == pytest.approx(1 / 3)
    assert metrics["report"]["4"]["recall"] == pytest.approx(1 / 3)
    assert metrics["report"]["4"]["support"] == 3


def test_metrics_are_json():
    metrics = evaluate(np.array([3, 5], dtype=np.uint8), answers(3, 3).astype(np.float32))
    assert json.loads(json.dumps(metrics, allow_nan=False)) == metrics


def test_digits_that_are_absent_have_their_rows():
    metrics = evaluate([7], answers(7))
    assert len(metrics["confusion_matrix"]) == 10
    assert set(metrics["report"]["0"].values()) == {0.0}


def test_mistakes_are_sorted_by_confidence_and_at_most_a_hundred():
    confidences = np.linspace(0.5, 0.9, 130)
    rows = [answers(8, confidence=confidence) for confidence in confidences]
    probabilities = np.concatenate(rows)
    mistakes = evaluate([3] * 129 + [8], probabilities)["mistakes"]
    assert len(mistakes) == 100
    assert [mistake["index"] for mistake in mistakes] == list(range(128, 28, -1))
    assert mistakes[0] == {
        "index": 128,
        "label": 3,
        "prediction": 8,
        "confidence": pytest.approx(confidences[128]),
    }


def test_one_sure_mistake_does_not_make_the_loss_infinite():
    assert evaluate([0], np.eye(10)[[1]])["loss"] == pytest.approx(-math.log(1e-7))


@pytest.mark.parametrize(
    "labels, probabilities, words",
    [
        ([], np.zeros((0, 10)), "at least one"),
        (np.eye(10)[:3], answers(1, 2, 3), "one-hot"),
        ([0.5], answers(1), "whole numbers"),
        ([10], answers(1), "from 0 to 9"),
        ([-1], answers(1), "from 0 to 9"),
        ([1, 2], answers(1), r"shape \(1, 10\)"),
        ([1], np.ones((1, 3)), r"shape \(1, 3\)"),
        ([1], np.full((1, 10), np.nan), "sum is not 1"),
        ([1], np.ones((1, 10)), "sum is not 1"),
        ([1], answers(1, confidence=1.5), "below 0"),
    ],
)
def test_wrong_input_is_a_sentence(labels, probabilities, words):
    with pytest.raises(ValueError, match=words):
        evaluate(labels, probabilities)


def test_result_sentence_is_made_from_the_numbers():
    labels = np.repeat(np.arange(10), 10)
    predictions = labels.copy()
    predictions[40:43] = 9
    predictions[70] = 1
    sentence = result_sentence(evaluate(labels, answers(*predictions)), "MNIST")
    assert sentence == (
        "On the 100 test images of MNIST the model reads 96.00% rightly "
        "(accuracy 0.9600) and misreads 4. "
        "It recognises 0 best (100.00%) and 4 worst (70.00%). "
        "No confusion is more frequent than a 4 read as 9 (3 of 4 mistakes)."
    )


def test_result_sentence_is_honest_about_a_poor_model():
    labels = np.repeat(np.arange(10), 10)
    predictions = labels.copy()
    predictions[::5] = (labels[::5] + 1) % 10
    assert "That is poor" in result_sentence(evaluate(labels, answers(*predictions)), "MNIST")
    sentence = result_sentence(evaluate(labels, answers(*[1] * 100)), "MNIST")
    assert "one digit for all would reach 10.00%" in sentence


def test_result_sentence_of_a_perfect_model_and_of_absent_digits():
    sentence = result_sentence(evaluate([3, 3, 5], answers(3, 3, 5)), "embedded digits")
    assert "misreads 0" in sentence
    assert "No mistake on these images" in sentence
    sentence = result_sentence(evaluate([3, 3, 5], answers(3, 5, 5)), "embedded digits")
    # Of those digits that images show.
    assert "recognises 5 best (100.00%) and 3 worst (50.00%)" in sentence
    assert "a 3 read as 5 (1 of 1 mistakes)" in sentence


def test_result_sentence_of_one_digit_names_none_that_is_best():
    sentence = result_sentence(evaluate([3, 3], answers(3, 5)), "own.npz")
    assert "recognises" not in sentence
    assert "than a 3 read as 5" in sentence
    assert "On the 1 test image of own.npz" in result_sentence(
        evaluate([3], answers(3)), "own.npz"
    )


def test_a_confused_digit_has_the_article_that_one_says():
    assert "than an 8 read as 3" in result_sentence(evaluate([8, 3], answers(3, 3)), "MNIST")


def test_result_sentence_of_one_mistake_in_ten_thousand_is_not_all():
    labels = np.zeros(10_000, dtype=int)
    predictions = labels.copy()
    predictions[0] = 6
    sentence = result_sentence(evaluate(labels, answers(*predictions)), "MNIST")
    assert "reads 99.99% rightly" in sentence


def test_result_sentence_never_says_all_of_what_is_not_all():
    matrix = [[99_999, 1], [0, 100_000]]
    metrics = {"accuracy": 0.999995, "confusion_matrix": matrix}
    sentence = result_sentence(metrics, "digits")
    assert "reads >99.99% rightly" in sentence
    assert "recognises 1 best (100.00%) and 0 worst (>99.99%)" in sentence
