"""The class's matrix: which run of a book counts, and that no single run's is shown."""

import os

import numpy as np
import pytest

from cnnlab.runs.handed_in import FILE
from cnnlab.wall.class_matrix import LEAST_BOOKS, chosen_run, class_matrix
from cnnlab.wall.seen_runs import SeenRuns
from tests.cnnlab.wall.class_on_disk import IMAGES_OF_A_DIGIT, add_run


@pytest.fixture
def seen(lab_runs):
    return SeenRuns()


def hand_in(run, at):
    path = run.folder / FILE
    path.write_text("{}")
    os.utime(path, (at, at))


def test_the_best_run_counts_until_one_is_handed_in(seen):
    worse = add_run("a", accuracy=0.8)
    best = add_run("a", accuracy=0.9)
    add_run("a", accuracy=0.95, status="stopped")
    assert chosen_run(seen.look()).run.folder == best.folder
    hand_in(best, 10)
    hand_in(worse, 20)
    assert chosen_run(seen.look()).run.folder == worse.folder


def test_a_book_without_a_finished_run_has_none(seen):
    add_run("a", status="training")
    assert chosen_run(seen.look()) is None


def test_it_adds_up_one_run_of_each_book(seen):
    for book in "abc":
        add_run(book, accuracy=0.7)
        add_run(book, accuracy=0.9)
    shown = class_matrix(seen.look())
    assert (shown["books"], shown["others"], shown["dataset"]) == (3, 0, "MNIST")
    matrix = np.array(shown["matrix"])
    assert (matrix.diagonal() == 3 * 90).all()
    assert matrix[4, 5] == 3 * 10
    assert matrix.sum() == 3 * 10 * IMAGES_OF_A_DIGIT


def test_with_few_books_nobodys_own_result_is_shown(seen):
    for book in range(LEAST_BOOKS - 1):
        add_run(str(book))
    shown = class_matrix(seen.look())
    assert shown["matrix"] == []
    assert shown["books"] == LEAST_BOOKS - 1
    assert class_matrix([])["books"] == 0


def test_runs_on_other_images_are_left_out_and_counted(seen):
    for book in "abc":
        add_run(book)
    add_run("d", dataset="embedded digits")
    shown = class_matrix(seen.look())
    assert (shown["books"], shown["others"]) == (3, 1)
    assert np.array(shown["matrix"]).sum() == 3 * 10 * IMAGES_OF_A_DIGIT
