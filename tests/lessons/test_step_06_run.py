"""Which run step 6 evaluates, and that it counts as looked at; what was recorded for it."""

import numpy as np
import pytest

from cnnlab.runs import Book
from labhelpers.errors import LabError
from lessons import step_06
from tests.recorded import recorded_run

SMALL = {"dataset": "embedded", "seed": 0, "epochs": 1, "filters": 4, "num_train": 200}


@pytest.fixture
def book(lab_runs):
    """Return a book of two runs; the second, on longer training, has the lower loss."""
    book = Book()
    recorded_run(book, "short", filters=8, epochs=1)
    recorded_run(book, "long", filters=8, epochs=3)
    return book


def chosen(name):
    session, run, which = step_06.run.chosen_or_small(name, **SMALL)
    assert session.open_book.selected == run
    session.close()
    return run, which


def test_without_a_name_it_is_the_run_of_the_lowest_validation_loss(book):
    run, which = chosen("")
    assert run == book.run("long")
    assert "Of 2 finished runs on these digits it has the lowest validation loss." in which
    assert which.endswith("looked at so far: 1.")
    assert run.is_looked_at
    assert not book.run("short").is_looked_at


def test_a_run_is_taken_by_its_folder_or_its_title(book):
    book.run("short").rename("My run")
    for name in ("short", "My run"):
        run, which = chosen(name)
        assert run.title == "My run"
        assert which.startswith("This is the run of My run, trained on embedded digits.")


@pytest.mark.parametrize("name", ["nothing", "the same"])
def test_a_name_of_no_run_or_of_two_is_an_error_that_lists_the_names(book, name):
    for run in ("short", "long"):
        book.run(run).rename("the same")
    with pytest.raises(LabError, match=f"of the name '{name}' came up.*'the same', 'the same'"):
        step_06.run.chosen_or_small(name, **SMALL)


def test_the_recorded_network_is_the_one_that_the_lesson_tells_of():
    small = step_06.small_network()
    is_right = small.predictions == small.labels
    assert (is_right.size, (~is_right).sum()) == (10_000, 1_185)
    assert ((small.labels == 5) & (small.predictions == 3)).sum() == 170
    assert 0 < small.confidences.min() < small.confidences.max() <= 1


def test_the_two_recorded_networks_differ_by_more_in_pairs_than_by_separate_ranges():
    first, second = step_06.two_networks()
    means = first.mean(), second.mean()
    ranges = [2 * (mean * (1 - mean) / first.size) ** 0.5 for mean in means]
    assert 0 < means[1] - means[0] < min(ranges)
    alone = (first != second).sum()
    assert means[1] - means[0] > 2 * alone**0.5 / first.size


def test_training_makes_the_recorded_kernels_stronger_and_most_keep_their_pattern():
    before, after = (kernels.reshape(9, -1) for kernels in step_06.kernels())
    size = [round(float((kernels**2).mean() ** 0.5), 2) for kernels in (before, after)]
    assert size == [0.08, 0.13]
    alike = [np.corrcoef(*pair)[0, 1] for pair in zip(before.T, after.T, strict=True)]
    assert sum(one > 0.85 for one in alike) > 0.75 * len(alike)
    eleventh = step_06.kernels()[1][:, :, 10]
    assert (eleventh[0] > 0).all() and (eleventh[2] < 0).all()
