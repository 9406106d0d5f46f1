"""What a report says of a run that is damaged, was not measured, or whose loss ran away."""

import dataclasses

import pytest

from cnnlab.report.report import report_html
from cnnlab.runs import Book
from labhelpers.events import Failed, Paused, Stopped
from tests.cnnlab.report.test_report import Reader
from tests.recorded import recorded_run


@pytest.fixture
def run(lab_runs):
    return recorded_run(Book("tests"), filters=8)


def words_of(run):
    return " ".join(Reader(report_html(run)).words.split())


def test_an_evaluation_that_is_lost_is_said(run):
    (run.folder / "metrics.json").write_bytes(b"{")
    words = words_of(run)
    assert "The result is lost." in words
    assert "metrics.json cannot be read (it is not whole, or it was changed)" in words
    assert "There is no result yet" not in words
    assert "was not measured" not in words


@pytest.mark.parametrize(
    ("end", "can_go_on"),
    [(Paused(), True), (Stopped(), False), (Failed("The loss became nan."), False)],
)
def test_what_is_advised_can_be_done_with_the_run(lab_runs, end, can_go_on):
    words = words_of(recorded_run(Book("tests"), "unmeasured", end, is_measured=False, filters=8))
    assert ("Let it finish, or press Stop while it is in training" in words) == can_go_on
    assert ("Let the run finish, then make the report again." in words) == can_go_on
    assert ("Train another run, then make the report again." in words) == (not can_go_on)


def test_what_was_measured_is_told_without_the_curves(run):
    (run.folder / "progress.json").write_bytes(b"")
    words = words_of(run)
    assert f"accuracy {run.metrics['accuracy']:.4f}" in words
    assert "for how long is not known, because its progress.json cannot be read" in words
    assert str(run.folder.parent) not in words


def test_a_loss_that_ran_away_is_said(run):
    assert "diverged" not in words_of(run)
    points = ((0.5, 2e7, 0.1), (3.0, 2.4, 0.1))
    history = run.progress.history | {"val_loss": [9.0, 3.0, 2.4]}
    run.save_progress(dataclasses.replace(run.progress, points=points, history=history))
    assert "This run diverged: its loss reached 20,000,000" in words_of(run)
