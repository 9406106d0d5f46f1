"""News of runs: the newest state is told, in order, and no end of a run is lost."""

import threading

import pytest

from cnnlab.runs import Book
from cnnlab.session.lanes import Lane
from cnnlab.session.news import News
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Progress


class Listener:
    """A lane that takes in news slowly: not before it `goes on`."""

    def __init__(self):
        self.told = []
        self.errors = []
        self.lane = Lane("test", self.errors.append)
        self.news = News(self.lane, self.tell)
        self._may_go_on = threading.Event()
        self.lane.later(self._may_go_on.wait, 30)

    def tell(self, run, progress):
        self.told.append((run.name, progress.status, progress.step))
        if progress.message == "bad":
            raise ValueError("A panel cannot draw this.")

    def go_on(self):
        self._may_go_on.set()
        self.lane.do(list)
        return self.told


@pytest.fixture
def listener():
    listener = Listener()
    yield listener
    listener.go_on()
    listener.lane.close()


@pytest.fixture
def runs(lab_runs):
    book = Book("tests")
    return [book.new_run(CnnConfig(), TrainingConfig()) for _ in range(2)]


def test_of_states_that_wait_the_newest_is_told(listener, runs):
    run, _ = runs
    for step in range(1000):
        listener.news.put(run, Progress(status="training", step=step))
    assert listener.go_on() == [(run.name, "training", 999)]


def test_every_change_of_status_is_told_in_order(listener, runs):
    run, _ = runs
    statuses = ["waiting", "training", "paused", "waiting", "training", "finished"]
    for status in statuses:
        for step in range(3):
            listener.news.put(run, Progress(status=status, step=step))
    assert listener.go_on() == [(run.name, status, 2) for status in statuses]


def test_one_run_does_not_hide_the_end_of_another(listener, runs):
    first, second = runs
    listener.news.put(first, Progress(status="finished"))
    listener.news.put(second, Progress(status="finished"))
    listener.news.put(first, Progress(status="finished", step=1))
    told = [(first.name, "finished", 0), (second.name, "finished", 0), (first.name, "finished", 1)]
    assert listener.go_on() == told


def test_a_state_that_cannot_be_drawn_does_not_hold_up_the_next(listener, runs):
    run, _ = runs
    listener.news.put(run, Progress(status="training", message="bad"))
    listener.news.put(run, Progress(status="finished"))
    assert listener.go_on() == [(run.name, "training", 0), (run.name, "finished", 0)]
    assert [str(error) for error in listener.errors] == ["A panel cannot draw this."]


def test_states_from_many_threads_end_with_the_last_of_each(listener, runs):
    def bring(run):
        for step in range(500):
            listener.news.put(run, Progress(status="training", step=step))
        listener.news.put(run, Progress(status="finished"))

    threads = [threading.Thread(target=bring, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    told = listener.go_on()
    for run in runs:
        own = [state[1:] for state in told if state[0] == run.name]
        steps = [step for status, step in own if status == "training"]
        assert own[-1] == ("finished", 0)
        assert steps == sorted(steps) and steps[-1] == 499
