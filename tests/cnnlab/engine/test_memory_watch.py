"""A run that takes too much memory fails, with a sentence, and the next one finds a worker."""

import pytest

from labhelpers.events import Progress
from tests.cnnlab.engine.driving import Follower, is_over, start, worker_pids
from tests.labhelpers.test_memory import GREEDY
from tests.waiting import wait_until

pytestmark = pytest.mark.engine


def have_little(engine, at_first=float("inf")):
    """Have the worker that is there now allow less than it holds already."""

    def set_limits(most, fresh):
        from cnnlab.engine import memory_watch

        memory_watch.MOST_BYTES = most
        memory_watch.FRESH_BYTES = fresh

    engine.client.run(set_limits, 10**8, at_first)


def test_a_run_that_takes_too_much_memory_fails_and_the_next_goes_on_in_a_fresh_worker(
    engine, book
):
    wait_until(lambda: len(worker_pids(engine)) == 1)
    before = worker_pids(engine)
    have_little(engine)
    run, follower = start(engine, book, epochs=100)
    told = follower.wait(is_over)
    assert (told.status, run.progress.status) == ("failed", "failed")
    assert run.progress.message == told.message
    assert "took more memory than a worker may have (0.1 GB)" in told.message
    assert worker_pids(engine) != before
    # The next one finds a worker, and where that had grown before, goes on in a fresh one.
    wait_until(lambda: len(worker_pids(engine)) == 1)
    grown = worker_pids(engine)
    have_little(engine, at_first=0)
    _, follower = start(engine, book, epochs=1)
    assert follower.wait(is_over).status == "finished"
    assert worker_pids(engine) != grown


def test_choices_that_take_too_much_together_are_not_trained(engine, book):
    run = book.new_run(*GREEDY, "embedded")
    run.save_progress(Progress(epochs=run.training.epochs))
    follower = Follower(engine, run)
    engine.train(run)
    told = follower.wait(is_over)
    assert told.status == "failed"
    assert '"Batch size" to' in told.message
