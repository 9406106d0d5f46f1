"""Guess first: what a panel takes before Train, and what it and the chart show afterwards."""

import dataclasses

import pytest

from cnnlab.runs import Run
from cnnlab.runs.guess import NO_GUESS, Guess
from cnnlab.runs.guess_words import outcome
from cnnlab.runs.sentences import QUESTIONS
from cnnlab.widgets import guess_panel, hand_in_panel, training_panel
from cnnlab.widgets.guess import FIXED, IS_FIXED, TOO_LATE, GuessFirst
from labhelpers.events import Progress
from tests.cnnlab.widgets.runs_on_disk import add_run

pytestmark = pytest.mark.panels

DRAWN = {"accuracies": [0.5, 0.7], "pair": [9, 4]}
GUESS = Guess((0.5, 0.7), (4, 9))


@pytest.fixture
def queued(session, monkeypatch):
    """A session whose runs stay "waiting": nobody takes them, or a wish, to an engine."""
    for name in ("launch", "ask"):
        monkeypatch.setattr(session._runner, name, lambda *_: None)
    return session


def test_a_guess_is_for_the_next_run_and_all_panels_show_it(session, send):
    panel = GuessFirst(session)
    other = guess_panel(session)
    assert (panel.is_open, other.is_open) == (False, True)
    session.next_run.choose(epochs=3)
    assert panel.epochs == other.epochs == 3
    send(panel, **DRAWN)
    assert session.next_run.guess == GUESS
    for one in (panel, other):
        assert (one.accuracies, one.pair, one.fixed) == ([0.5, 0.7], [4, 9], "")
        assert one.words == "You drew 70.0% after epoch 2 and named 4 and 9."
    send(other, accuracies=[], pair=[])
    assert session.next_run.guess == NO_GUESS
    assert panel.words == ""


def test_what_is_no_guess_is_refused_and_the_one_before_stays(session, send):
    panel = GuessFirst(session)
    send(panel, **DRAWN)
    send(panel, accuracies=[7], pair=[4, 9])
    assert "The guessed curve came as [7]" in session.message
    assert session.next_run.guess == GUESS


def test_train_takes_the_guess_along_and_fixes_it(queued, send):
    panel = GuessFirst(queued)
    send(panel, **DRAWN)
    queued.train(in_turn=False)
    run = queued.shown.run
    assert run.guess == GUESS
    assert queued.next_run.guess == NO_GUESS
    assert (panel.accuracies, panel.pair, panel.fixed) == ([0.5, 0.7], [4, 9], FIXED)
    send(panel, accuracies=[0.9], pair=[])
    assert queued.message == IS_FIXED
    assert queued.next_run.guess == NO_GUESS
    assert panel.accuracies == [0.5, 0.7]
    run.save()
    assert Run.load(run.folder).guess == GUESS


def test_a_run_that_was_not_guessed_of_says_so(queued):
    panel = GuessFirst(queued)
    queued.train(in_turn=False)
    assert panel.fixed == TOO_LATE
    assert queued.shown.run.guess == NO_GUESS


def test_a_run_that_may_not_begin_gives_its_guess_back(queued, send):
    panel = GuessFirst(queued)
    queued.train(in_turn=False)
    queued.next_run.guess = GUESS
    queued.train(in_turn=False)
    assert queued.next_run.guess == GUESS
    queued.train()  # a cell's, which waits for its turn and has the guess itself
    assert queued.next_run.guess == NO_GUESS
    assert panel.fixed == TOO_LATE


def test_a_cells_run_that_waits_in_vain_gives_its_guess_back(queued):
    queued.train(in_turn=False)
    queued.next_run.guess = GUESS
    queued.train()
    queued.train(in_turn=False)  # a click, which takes nothing from it
    assert queued.next_run.guess == NO_GUESS
    queued.train()  # the same cell, again: its run takes the guess along
    assert queued.next_run.guess == NO_GUESS
    assert queued._turn._declined[0].guess == GUESS
    queued.stop()
    assert queued.next_run.guess == GUESS


def test_a_guess_goes_back_where_there_is_no_newer_one_and_not_from_a_run_on_disk(session):
    next_run, newer = session.next_run, Guess((0.9,))
    next_run.guess = GUESS
    run = next_run.make(session.book, session.digits)
    next_run.guess = newer
    next_run.take_back(run)
    assert next_run.guess == newer
    next_run.guess = NO_GUESS
    next_run.take_back(run)
    assert next_run.guess == GUESS
    next_run.guess = NO_GUESS
    run.save()
    next_run.take_back(run)
    assert next_run.guess == NO_GUESS


def guessed_run(session, guess, **options):
    """Put a run with a guess on disk, bring it to the chart, and return it as it is there."""
    run = add_run(session, 1.0, **options)
    dataclasses.replace(run, guess=guess).save()
    session.open_book.refresh()
    session.load(run.name)
    return session.open_book.run_called(run.name)


def test_the_chart_has_the_guess_and_a_sentence_how_it_came_out(session):
    panel = training_panel(session)
    assert (panel.chart.guess, panel.came_out.value) == ([], "")
    run = guessed_run(session, GUESS)
    assert run.guess == GUESS
    assert panel.chart.guess == [[1, None, 0.5], [2, None, 0.7]]
    told = panel.came_out.value
    assert "You drew 70.0% after epoch 2; it was 80.0%, 10.0 percentage points higher." in told
    assert outcome(GUESS, run.progress, run.metrics) in told
    session.shown.show(run, Progress(status="training", epochs=2))
    assert "when the run is over" in panel.came_out.value
    session.shown.show(run, run.progress)
    other = add_run(session, 2.0)
    session.load(other.name)
    assert (panel.chart.guess, panel.came_out.value) == ([], "")


def test_a_paused_run_has_its_guess_fixed_and_a_stopped_one_is_told_of(session):
    panel = training_panel(session)
    run = guessed_run(session, GUESS, status="stopped")
    assert "which pair is confused most is not measured" in panel.came_out.value
    assert panel.guess.fixed == ""
    session.shown.show(run, dataclasses.replace(run.progress, status="paused"))
    assert panel.guess.fixed == FIXED
    assert "when the run is over" in panel.came_out.value


def test_where_one_writes_of_predictions_the_guess_is_recalled(session):
    hints = {name: asked.hint for name, asked in QUESTIONS.items()}
    panel = hand_in_panel(session)
    add_run(session, 1.0)
    assert {one["name"]: one["hint"] for one in panel.sentences} == hints
    guessed_run(session, GUESS)
    panel = hand_in_panel(session)
    told = {one["name"]: one["hint"] for one in panel.sentences}
    asked = hints.pop("predicted")
    recalled = f"{asked} Before this run: You drew 70.0% after epoch 2 and named 4 and 9."
    assert told.pop("predicted").startswith(recalled)
    assert told == hints
