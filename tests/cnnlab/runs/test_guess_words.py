"""How a guess came out: each sentence is true of the run that it is said of."""

import dataclasses

import numpy as np
import pytest

from cnnlab.runs.guess import NO_GUESS, Guess
from cnnlab.runs.guess_words import guess_in_words, most_confused, outcome, pending
from labhelpers.events import Progress


def ended(*accuracies, status="finished", epochs=None):
    """Return the state of a run with these validation accuracies."""
    history = {"val_accuracy": list(accuracies)} if accuracies else {}
    epochs = epochs or len(accuracies)
    done = {"epoch": len(accuracies), "steps": 10}
    return Progress(status=status, epochs=epochs, history=history, **done)


def confusing(**counts):
    """Return metrics of a network that read a digit as another so often: d4_9=7."""
    matrix = np.diag([100] * 10)
    for name, count in counts.items():
        label, prediction = map(int, name[1:].split("_"))
        matrix[label, prediction] = count
    return {"confusion_matrix": matrix.tolist()}


def test_what_was_guessed_in_a_sentence():
    assert guess_in_words(NO_GUESS) == ""
    both = Guess((0.5, 0.97), (4, 9))
    assert guess_in_words(both) == "You drew 97.0% after epoch 2 and named 4 and 9."
    assert guess_in_words(Guess(pair=(0, 6)), "I") == "I named 0 and 6."
    assert guess_in_words(Guess((1.0,))) == "You drew 100.0% after epoch 1."
    assert "You named 0 and 6. That is fixed now; when the run is over" in pending(
        Guess(pair=(0, 6))
    )


def test_nothing_is_said_of_nothing():
    assert outcome(NO_GUESS, ended(0.9), confusing()) == ""


CURVES = {
    "the last epoch": (
        Guess((0.9, 0.97)),
        ended(0.95, 0.9812),
        "You drew 97.0% after epoch 2; it was 98.1%, 1.1 percentage points higher. Over the 2 "
        "epochs that both curves have, they lie 3.1 percentage points apart on average.",
    ),
    "one epoch": (
        Guess((0.99,)),
        ended(0.98),
        "You drew 99.0% after epoch 1; it was 98.0%, 1.0 percentage point lower.",
    ),
    "as drawn": (
        Guess((0.981,)),
        ended(0.98124),
        "You drew 98.1% after epoch 1; it was 98.1%, the same to a tenth of a percentage point.",
    ),
    "nearly all": (
        Guess((0.99,)),
        ended(0.99996),
        "You drew 99.0% after epoch 1; it was >99.9%, 1.0 percentage point higher.",
    ),
    "a stopped run": (
        Guess((0.9, 0.95, 0.97)),
        ended(0.92, status="stopped", epochs=3),
        "You drew 90.0% after epoch 1; it was 92.0%, 2.0 percentage points higher. The curve was "
        "drawn to epoch 3; the run has 1 measured epoch.",
    ),
    "fewer epochs drawn": (
        Guess((0.9,)),
        ended(0.92, 0.95, 0.96),
        "You drew 90.0% after epoch 1; it was 92.0%, 2.0 percentage points higher.",
    ),
    "a gap at the start": (
        Guess((None, 0.9)),
        ended(0.92, 0.95),
        "You drew 90.0% after epoch 2; it was 95.0%, 5.0 percentage points higher.",
    ),
    "drawn after the end": (
        Guess((None, None, 0.9)),
        ended(0.92, 0.95, status="stopped", epochs=3),
        "You drew the curve from epoch 3 on; the run has 2 measured epochs.",
    ),
    "no epoch": (
        Guess((0.9, 0.95)),
        ended(status="failed", epochs=3),
        "You drew 95.0% after epoch 2; no epoch's validation accuracy was measured beside that.",
    ),
    "no number": (
        Guess((0.9, 0.95)),
        ended(0.91, float("nan")),
        "You drew 90.0% after epoch 1; it was 91.0%, 1.0 percentage point higher. The curve was "
        "drawn to epoch 2; the run has 1 measured epoch.",
    ),
}


@pytest.mark.parametrize("case", CURVES)
def test_how_a_curve_came_out(case):
    guess, progress, sentence = CURVES[case]
    assert outcome(guess, progress, None) == sentence
    assert outcome(guess, progress, None, "I") == sentence.replace("You ", "I ", 1)


def test_validation_that_was_not_measured_is_no_curve():
    state = dataclasses.replace(ended(0.9), history={"accuracy": [0.9]})
    assert "no epoch's validation accuracy was measured" in outcome(Guess((0.9,)), state, None)


PAIRS = {
    "right": (
        confusing(d4_9=7, d9_4=5, d3_5=11),
        "You named 4 and 9: right, no pair was confused as often on the test images (12 times).",
    ),
    "right, with another": (
        confusing(d4_9=7, d9_4=5, d3_5=12),
        "You named 4 and 9: right, 12 times on the test images, and as often 3 and 5.",
    ),
    "another": (
        confusing(d4_9=1, d3_5=12),
        "You named 4 and 9, confused once; confused most on the test images: 3 and 5, 12 times.",
    ),
    "others": (
        confusing(d4_9=1, d9_4=1, d3_5=12, d2_7=12),
        "You named 4 and 9, confused twice; confused most on the test images: 2 and 7; 3 and 5, "
        "12 times each.",
    ),
    "many others": (
        confusing(d0_1=1, d0_2=1, d0_3=1, d0_4=1, d0_5=1),
        "You named 4 and 9, confused never; confused most on the test images: 0 and 1; 0 and 2; "
        "0 and 3; 2 other pairs, once each.",
    ),
    "none": (
        confusing(),
        "You named 4 and 9; no two digits were confused on the test images.",
    ),
    "not measured": (
        None,
        "You named 4 and 9; which pair is confused most is not measured.",
    ),
}


@pytest.mark.parametrize("case", PAIRS)
def test_how_a_pair_came_out(case):
    metrics, sentence = PAIRS[case]
    assert outcome(Guess(pair=(4, 9)), ended(0.9), metrics) == sentence


def test_both_are_said_one_after_the_other():
    said = outcome(Guess((0.9,), (4, 9)), ended(0.9), confusing(d4_9=3), "I")
    assert said.startswith("I drew 90.0% after epoch 1; it was 90.0%, the same")
    assert said.endswith("I named 4 and 9: right, no pair was confused as often on the test "
                         "images (3 times).")  # fmt: skip


def test_the_pairs_confused_most_count_both_ways():
    matrix = np.random.default_rng(5).integers(0, 20, (10, 10))
    pairs, most = most_confused(matrix.tolist())
    counts = {(a, b): matrix[a, b] + matrix[b, a] for a in range(10) for b in range(a + 1, 10)}
    assert most == max(counts.values())
    assert pairs == [pair for pair, count in counts.items() if count == most]
    assert most_confused(np.diag([9] * 10).tolist()) == ([], 0)
