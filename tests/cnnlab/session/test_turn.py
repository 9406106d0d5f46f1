"""How a cell waits for its run, in its turn, and what an interrupt does: without an engine."""

import _thread
import threading

import pytest

from cnnlab.runs import Book
from cnnlab.session.lanes import Lane
from cnnlab.session.shown_run import ShownRun
from cnnlab.session.turn import NOT_BEGUN, PAUSED, Turn
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Progress

ON = Progress(status="training")


class Cell:
    """A cell's turn, beside a run that is shown; whatever it begins is finished at once."""

    def __init__(self, lane, folder):
        self.lane = lane
        self.shown = ShownRun()
        self.given_up = []
        self.turn = Turn(self.shown, lane, self.begin, self.pause, self.given_up.append)
        self.book = Book("tests", folder)
        self.other = self.new_run()
        self.own = self.new_run()

    def new_run(self):
        return self.book.new_run(CnnConfig(), TrainingConfig())

    def begin(self, run, progress):
        self.turn.note(run)
        self.shown.show(run, Progress(status="finished"))

    def pause(self):
        self.shown.show(self.shown.run, Progress(status="paused"))


@pytest.fixture
def cell(tmp_path):
    lane = Lane("engine", print)
    yield Cell(lane, tmp_path)
    lane.close()


def soon(task, *arguments):
    threading.Timer(0.2, task, arguments).start()


def test_a_run_that_was_asked_for_while_another_was_on_is_trained_after_it(cell):
    cell.shown.show(cell.other, ON)
    cell.turn.decline(cell.own, Progress())
    soon(cell.shown.show, cell.other, Progress(status="finished"))
    with pytest.warns(UserWarning, match="A run of yours is on already"):
        cell.turn.wait(300)
    assert cell.shown.run == cell.own
    assert cell.given_up == []


@pytest.mark.parametrize("is_click", [True, False])
def test_a_second_click_and_a_run_that_was_stopped_are_not_trained_later(cell, is_click):
    cell.turn.is_kept = not is_click
    cell.turn.decline(cell.own, Progress())
    if not is_click:
        cell.turn.forget()
    cell.turn.wait(300)
    assert cell.shown.run is None
    assert cell.given_up == [cell.own]


def test_an_interrupt_pauses_the_cells_own_run(cell):
    cell.turn.note(cell.own)
    cell.shown.show(cell.own, ON)
    soon(_thread.interrupt_main)
    with pytest.raises(KeyboardInterrupt) as interrupted:
        cell.turn.wait(300)
    assert str(interrupted.value) == PAUSED
    assert cell.shown.progress.status == "paused"


def test_an_interrupt_leaves_the_run_of_another_page_alone(cell):
    cell.shown.show(cell.other, ON)
    cell.turn.decline(cell.own, Progress())
    soon(_thread.interrupt_main)
    with pytest.warns(UserWarning), pytest.raises(KeyboardInterrupt) as interrupted:
        cell.turn.wait(300)
    assert str(interrupted.value) == NOT_BEGUN
    assert cell.given_up == [cell.own]
    assert cell.shown.progress == ON
    cell.shown.show(cell.other, Progress(status="finished"))
    cell.turn.wait(300)
    assert cell.shown.run == cell.other
