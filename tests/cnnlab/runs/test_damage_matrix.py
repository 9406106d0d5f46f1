"""Each of a run's files, in each kind of damage: what is said, what is used, what stays."""

import contextlib
import dataclasses
import json
import shutil
import threading
from concurrent.futures import Future

import numpy as np
import pytest

from cnnlab.runs import Book, DamagedRun, Run
from cnnlab.runs.guess import Guess
from cnnlab.runs.json_files import DamagedFileError
from cnnlab.runs.lease import holder_of
from cnnlab.session.open_book import OpenBook
from labhelpers.events import Paused
from tests.damage import DAMAGES, FILES, as_nobody, value_damages
from tests.recorded import forget_choices, recorded_run

STATES = {"finished": None, "paused": Paused()}
# What a run in a state cannot do without; whatever else is damaged, nobody has to know.
NEEDED = {
    "finished": ("run.json", "progress.json", "model.keras", "predictions.npz", "metrics.json"),
    "paused": ("run.json", "progress.json", "checkpoint.npz"),
}
JSON_FILES = ("run.json", "progress.json", "title.json", "guess.json", "metrics.json")


@pytest.fixture(scope="module")
def templates(tmp_path_factory):
    """Return a book with a whole run of each state, that has every file of a run."""
    book = Book("templates", tmp_path_factory.mktemp("runs"))
    for state, end in STATES.items():
        run = recorded_run(book, state, end, is_measured=state == "finished", filters=8)
        arrays = {"epoch": 1, "step": 5, "seconds": 3.0, "means": [0.4, 0.8], "model_000": [1.0]}
        run.save_checkpoint({name: np.asarray(value) for name, value in arrays.items()})
        run.rename(f"the {state} one")
        dataclasses.replace(run, guess=Guess((0.5, 0.9), (4, 9))).save()
        run.save_error("Traceback")
    return book


@pytest.fixture
def copies(templates, lab_runs):
    """Return a book with copies of the two runs, to be damaged."""
    book = Book("tests")
    shutil.copytree(templates.folder, book.folder)
    return book


def in_time(task):
    """Return what a task returns; fail where somebody who never writes to a pipe holds it up."""
    future = Future()

    def work():
        try:
            future.set_result(task())
        except Exception as error:
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return future.result(20)


def rows_of(book):
    """Return what a page knows of each run, by name: the run, its status, and all that is said."""
    opened = OpenBook(book.name)
    opened.book = book
    in_time(opened.refresh)
    rows = {run.name: (run, "damaged", run.problem) for run in opened.damaged}
    for row in opened.runs:
        told = row.progress.message if row.progress.status == "damaged" else ""
        rows[row.run.name] = (row.run, row.progress.status, f"{told} {row.problem}".strip())
    return rows


def contents(folder):
    """Return what is in each file of a folder that can be read."""
    found = {}
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            found[path.name] = path.read_bytes() if path.is_file() else b""
    return found


def check_row(book, state, file):
    """Check what is said of a run with a damaged file; return its row."""
    before = contents(book.folder / state)
    rows = rows_of(book)
    assert set(rows) == set(STATES), "a run has gone"
    other = next(name for name in STATES if name != state)
    assert rows[other][1:] == (other, ""), "another run is told to be damaged"
    run, status, told = rows[state]
    assert str(book.folder.parent) not in told
    assert len(told) < 900
    json.dumps(told).encode()
    assert contents(book.folder / state) == before, "something was written"
    if told or status != state:
        assert file in told, f"{told!r} does not say which file it is"
    return run, status, told


def damaged_copies(book, state, file):
    """Yield the name of each kind of damage, while a file of the run `state` has it."""
    path = book.folder / state / file
    whole = path.read_bytes() if path.exists() else None
    for name, damage in DAMAGES.items() if whole is not None else ():
        damage(path)
        yield name
        if path.is_dir():
            path.rmdir()
        path.unlink(missing_ok=True)
        path.write_bytes(whole)
    assert rows_of(book)[state][1:] == (state, ""), "the file is back, and is said to be damaged"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("file", FILES)
def test_a_damaged_file_is_said_and_the_rest_is_used(copies, state, file):
    for damage in damaged_copies(copies, state, file):
        run, status, told = check_row(copies, state, file)
        assert told or file not in NEEDED[state], damage
        assert isinstance(run, Run), f"{damage}: progress.json has a copy of what was chosen"
        assert run.cnn.filters == 8
        assert status == state or file == "progress.json"
        for read in (run.read_metrics, run.read_probabilities, run.read_checkpoint):
            try:
                in_time(read)
            except DamagedFileError as error:
                assert str(error).startswith(file), damage
                assert str(copies.folder) not in str(error), damage


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("file", ["run.json", "progress.json"])
def test_without_the_copy_of_the_choices_too(copies, state, file):
    forget_choices(copies.run(state))
    for damage in damaged_copies(copies, state, file):
        run, status, told = check_row(copies, state, file)
        assert status == "damaged", damage
        assert isinstance(run, DamagedRun) == (file == "run.json"), damage
        assert state == "paused" or "network and measurements" in told, damage


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("file", JSON_FILES)
def test_any_value_of_another_kind(copies, state, file):
    """With each of them the other run stays as it is, and so do the files."""
    path = copies.folder / state / file
    if not path.exists():
        return
    for name, value in value_damages(path):
        run, _, told = check_row(copies, state, file)
        assert isinstance(run, Run), (name, value, told)
    assert rows_of(copies)[state][1:] == (state, "")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("file", FILES)
def test_a_file_that_nobody_may_read(copies, state, file):
    path = copies.folder / state / file
    if not path.exists():
        return
    path.chmod(0)
    with as_nobody(copies.folder) as folder:
        run, _, told = check_row(Book(folder.name, folder.parent), state, file)
        if file in NEEDED[state]:
            assert "Permission denied" in told
        assert isinstance(run, Run)


@pytest.mark.parametrize("place", ["lease", "lease/token/holder.json"])
def test_a_damaged_lease_hides_no_run(copies, place):
    run = copies.run("paused")
    path = run.folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"process": {}}')
    for damage in damaged_copies(copies, "paused", place):
        assert set(rows_of(copies)) == set(STATES), damage
        in_time(lambda: holder_of(run.folder))
