"""Which run's evaluation, drawing and hand-in are shown, and who reads while a worker is cold."""

import threading
import types

import numpy as np
import pytest

from cnnlab.session import LabSession
from cnnlab.session.inspector import Inspector
from cnnlab.session.moments import Moments
from cnnlab.session.open_book import OpenBook
from cnnlab.widgets.training import TrainingPanel
from labhelpers.events import Stopped
from tests.recorded import recorded_run

pytestmark = pytest.mark.panels


def heard(book, run):
    """Return the name of the selected run after news of one."""
    book.refresh(run)
    return book.selected.name


def test_a_stopped_run_never_takes_the_place_of_a_finished_one(lab_runs):
    book = OpenBook("mine")
    first_stopped = recorded_run(book.book, "first-stopped", Stopped(), filters=8)
    assert heard(book, first_stopped) == first_stopped.name  # there is no other
    finished = recorded_run(book.book, "finished", filters=9)
    assert heard(book, finished) == finished.name
    stopped = recorded_run(book.book, "stopped", Stopped(), filters=10)
    assert heard(book, stopped) == finished.name
    again = recorded_run(book.book, "finished-again", filters=11)
    assert heard(book, again) == again.name
    # A page that opens the book later does not take the newest, either.
    recorded_run(book.book, "stopped-last", Stopped(), filters=12)
    later = OpenBook("mine")
    later.refresh()
    assert later.selected.progress.status == "finished"
    # Whoever chooses a stopped one has it.
    book.select(stopped.name)
    assert heard(book, None) == stopped.name


def test_the_status_of_a_stopped_run_says_which_run_keeps_its_place(lab_runs):
    session = LabSession("mine")
    finished = recorded_run(session.book, "finished", filters=9)
    stopped = recorded_run(session.book, "stopped", Stopped(), filters=10)
    session.open_book.refresh(stopped)
    panel = TrainingPanel(session)
    session.shown.show(stopped, stopped.progress)
    assert f"the hand-in stay with {finished.title}." in panel.status.value
    session.shown.show(finished, finished.progress)
    assert "stay with" not in panel.status.value
    session.close()


class ColdEngine:
    """Answers when it is told to: 3, whatever the image."""

    def __init__(self):
        self.is_warm = threading.Event()

    def inspect(self, _run, what, _image, batches=None):
        assert self.is_warm.wait(20)
        return np.eye(10, dtype="float32")[[3]] if what == "predict" else {"maps": []}


def test_while_a_worker_is_cold_the_labs_own_network_reads(lab_runs):
    book = OpenBook("mine")
    heard(book, recorded_run(book.book, "finished", filters=9))
    engine = ColdEngine()
    viewer = types.SimpleNamespace(
        later=lambda task: threading.Thread(target=task, daemon=True).start()
    )
    link = types.SimpleNamespace(current=engine)
    inspector = Inspector(Moments(book, None), link, None, viewer, None)
    told = []
    is_told = threading.Semaphore(0)

    def note(change):
        told.append(change.new)
        is_told.release()

    inspector.observe(note, "inspection")
    inspector.look_at(np.zeros((28, 28), "uint8"), 1, is_settled=False)
    assert is_told.acquire(timeout=20)
    assert (told[0].run, told[0].turn) == (None, 1)
    engine.is_warm.set()
    assert is_told.acquire(timeout=20)
    assert told[1].run.folder == book.selected.folder
    assert told[1].probabilities.argmax() == 3
