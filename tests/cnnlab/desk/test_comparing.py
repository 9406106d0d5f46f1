"""What is claimed against what was recomputed: the word for it, and the sentences."""

import dataclasses

import pytest

from cnnlab.desk.comparing import compared
from cnnlab.desk.edited import _compared, _expected
from cnnlab.desk.retraining import tell_of
from cnnlab.desk.versions import tell_of_others
from cnnlab.report.rendering import markdown
from cnnlab.runs.divergence import divergence_of
from labhelpers.events import Progress

MATRIX = [[90 if a == b else 0 for b in range(10)] for a in range(10)]
MATRIX[4][9] = 100
CLAIMED = {
    "accuracy": 0.9,
    "loss": 0.3,
    "num_test": 1000,
    "confusion": MATRIX,
    "history": {"val_accuracy": [0.5, 0.9], "val_loss": [1.2, 0.4], "loss": [1, 0.3]},
    "training": {"epochs": 2},
    "run": {"status": "finished"},
}
FOUND = {
    "num_read": 1000,
    "num_test": 1000,
    "accuracy": 0.9,
    "loss": 0.3,
    "confusion": MATRIX,
    "close": 0,
    "others": 0,
    "val_accuracy": 0.9,
    "val_loss": 0.4,
    "val_within": 0.001,
}


def said(claims, found):
    recomputed = None if found is None else FOUND | found
    word, remarks = compared({"hand_in": CLAIMED | claims}, recomputed)
    return word, " / ".join(remark.text for remark in remarks)


def test_what_agrees_is_recomputed_and_nothing_is_said():
    assert said({}, {}) == ("yes", "")
    assert said({}, {"accuracy": 0.901, "close": 1}) == ("yes", "")  # one image either way
    # The weights are those of the best epoch, unless the last ones were to be kept.
    turned = {"val_accuracy": [0.9, 0.5], "val_loss": [0.4, 1.2], "loss": [1, 0.3]}
    assert said({"history": turned}, {}) == ("yes", "")
    last = {"epochs": 2, "best_epoch": False}
    assert said({"training": last}, {}) == ("yes", "")
    assert "last epoch is not" in said({"training": last, "history": turned}, {})[1]


@pytest.mark.parametrize(
    ("claims", "found", "part"),
    [
        ({"accuracy": 0.91}, {}, "The matrix gives the accuracy 0.9000; 0.9100 is claimed"),
        ({}, {"accuracy": 0.899}, "0.9000 is claimed; its weights give 0.8990"),
        ({"loss": 0.29}, {}, "The loss 0.2900 is claimed"),
        ({}, {"others": 3}, "3 test images were answered otherwise"),
        ({}, {"val_accuracy": 0.8}, "The history's last epoch is not this network's"),
        ({}, {"val_loss": 0.5}, "The history's last epoch is not this network's"),
        (
            {"history": {"val_accuracy": [0.5, 0.9], "val_loss": [0.4, 1.2], "loss": [1, 0.3]}},
            {},
            "The history's epoch 1 is not this network's",
        ),
        ({"num_test": 900}, {}, "It claims 900 test images; there are 1,000."),
        ({}, {"accuracy": None}, "answers with numbers that are none"),
    ],
)
def test_what_does_not_agree_is_said(claims, found, part):
    word, text = said(claims, found)
    assert word == "no"
    assert part in text


def test_what_could_not_be_recomputed_is_no_verdict():
    assert said({}, None) == ("", "")
    word, text = said({}, {"num_read": 400})
    assert word == "partly"
    assert "Only 400 test images" in text


def test_a_run_that_was_not_measured_claims_nothing():
    nothing = {"accuracy": None, "loss": None, "num_test": 0, "confusion": None}
    word, text = said(nothing | {"run": {"status": "stopped"}, "history": {}}, {})
    assert word == "partly"
    assert text == "The run is stopped. / No accuracy on the test images is claimed."


@pytest.mark.parametrize(("claims", "found"), [({"confusion": None}, {}), ({}, {"others": None})])
def test_what_was_not_all_there_is_partly_recomputed(claims, found):
    assert said(claims, found)[0] == "partly"


def test_a_last_epoch_that_was_not_read_again_is_said():
    assert said({}, {"val_loss": None}) == ("yes", "")  # too small a probability to know the loss
    assert "the accuracy 0.8000" in said({}, {"val_loss": None, "val_accuracy": 0.8})[1]
    unread = {name: value for name, value in FOUND.items() if not name.startswith("val")}
    word, remarks = compared({"hand_in": CLAIMED}, unread)
    assert word == "yes"
    assert "were not read again" in remarks[0].text


@pytest.mark.parametrize(
    ("is_reproducible", "word"), [(True, "no"), (False, "differs, not reproducible")]
)
def test_only_a_reproducible_run_has_to_come_out_the_same(is_reproducible, word):
    row = {"history": {"loss": [0.5]}, "training": {"reproducible": is_reproducible}}
    row["remarks"] = []
    tell_of(row, {"loss": [0.9]})
    assert row["trained_again"] == word
    assert row["remarks"][0]["kind"] == ("disagrees" if is_reproducible else "note")


def test_another_version_of_the_lab_than_the_classs_asks_for_a_look():
    rows = [{"lab": version, "remarks": []} for version in ("1.0", "1.0", "1.0", "7.7", "")]
    tell_of_others(rows)
    assert [len(row["remarks"]) for row in rows] == [0, 0, 0, 1, 0]
    assert rows[3]["remarks"][0]["kind"] == "edited"
    halves = [{"lab": version, "remarks": []} for version in ("1.0", "1.1")]
    tell_of_others(halves)
    assert not any(row["remarks"] for row in halves)


def test_a_finished_run_has_the_epochs_that_were_chosen():
    assert "its history has not 5 epochs" in said({"training": {"epochs": 5}}, {})[1]


def test_that_a_run_diverged_is_left_out_of_a_readmes_comparison():
    """It follows from points within the epochs, which no hand-in has."""
    losses = {"history": {"val_loss": [9.0]}, "points": ((0.1, 400.0, 0.1), (1.0, 9.0, 0.1))}
    said_of_it = divergence_of(dataclasses.replace(Progress(), epoch=1, **losses))
    assert "diverged" in said_of_it
    line = f"The accuracy is 0.1. {markdown(said_of_it)} The rest is compared."
    assert _compared([line]) == ["The accuracy is 0.1. The rest is compared."]


def test_a_readmes_unknown_numbers_may_be_any_and_all_else_may_not():
    first = "read as a **3** (probability 60%), which is wrong."
    second = "read as a **5** (probability 80%), which is right."
    for line in ("read as a **7** (probability \\>99%), which is right.", first):
        assert _expected(line, first, second) == line
    other = "written as a **7** (probability 10%), which is right."
    assert _expected(other, first, second) != other
