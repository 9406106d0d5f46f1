"""What is guessed of a run: checked, kept once in its folder, told where it is damaged."""

import dataclasses
import json

import pytest

from cnnlab.runs import Book, Run
from cnnlab.runs.guess import MOST_EPOCHS, NO_GUESS, Guess, guess_in
from cnnlab.runs.quota import bytes_in
from cnnlab.session.open_book import OpenBook
from labhelpers.config import CnnConfig, TrainingConfig
from tests.recorded import recorded_run

GUESS = Guess((0.5, None, 0.971), (4, 9))


def test_a_guess_is_taken_as_it_was_drawn():
    drawn = {"accuracies": [0.5, None, 0.97142, None, None], "pair": [9, 4]}
    assert guess_in(drawn) == GUESS
    assert GUESS.points == [(1, 0.5), (3, 0.971)]
    assert guess_in({"accuracies": [], "pair": []}) == NO_GUESS
    assert not NO_GUESS
    assert guess_in(GUESS.to_dict()) == GUESS
    assert guess_in({"accuracies": [0, 1] * (MOST_EPOCHS // 2), "pair": []})


@pytest.mark.parametrize("curve", [None, 3, "0.5", [1.1], [-0.1], ["1"], [True], [float("nan")]])
def test_no_other_curve_is_taken(curve):
    with pytest.raises(ValueError, match="The guessed curve came as"):
        guess_in({"accuracies": curve, "pair": [4, 9]})
    with pytest.raises(ValueError, match=f"list of {MOST_EPOCHS} accuracies"):
        guess_in({"accuracies": [0.5] * (MOST_EPOCHS + 1), "pair": []})


@pytest.mark.parametrize("pair", [None, 49, [4], [4, 4], [4, 10], [-1, 3], [1.0, 2], [4, 9, 1]])
def test_no_other_pair_is_taken(pair):
    with pytest.raises(ValueError, match="The guessed pair came as"):
        guess_in({"accuracies": [0.5], "pair": pair})


@pytest.fixture
def run(lab_runs):
    new = Book("tests").new_run(CnnConfig(), TrainingConfig())
    made = dataclasses.replace(new, guess=GUESS)
    made.save()
    return made


def test_it_is_kept_in_a_file_of_its_own_and_found_again(run):
    assert Run.load(run.folder) == run
    assert Run.load(run.folder).guess == GUESS
    kept = json.loads((run.folder / "guess.json").read_text())
    assert kept == {"format": 2, "accuracies": [0.5, None, 0.971], "pair": [4, 9]}
    assert "guess" not in (run.folder / "run.json").read_text()
    assert bytes_in(run.folder) >= (run.folder / "guess.json").stat().st_size > 0


def test_a_run_without_a_guess_has_no_file(lab_runs):
    run = recorded_run(Book("tests"))
    assert run.guess == Run.load(run.folder).guess == NO_GUESS
    assert not (run.folder / "guess.json").exists()


def test_once_kept_it_is_never_written_again(run):
    later = dataclasses.replace(run, guess=Guess((0.99,), (0, 1)))
    later.save()
    assert Run.load(run.folder).guess == GUESS
    (run.folder / "guess.json").write_text("{")
    run.save()
    assert (run.folder / "guess.json").read_text() == "{"


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"accuracies": [], "pair": []}'])
def test_a_damaged_guess_is_told_and_the_run_is_used(run, content):
    (run.folder / "guess.json").write_text(content)
    opened = OpenBook("tests")
    opened.refresh()
    (row,) = opened.runs
    assert row.run.guess == NO_GUESS
    assert row.problem.startswith("guess.json cannot be read (")
    assert row.problem.endswith("so what was guessed of this run is lost.")


def test_it_goes_to_the_trash_with_its_run_and_comes_back(run):
    book = Book("tests")
    book.delete(run)
    assert not run.folder.exists()
    assert list(book.folder.glob(".trash/*/guess.json"))
    book.restore(run)
    assert Run.load(run.folder).guess == GUESS
