"""Other pages, dead workers, dead engines: on real processes."""

import os
import signal

import pytest

from cnnlab.engine.topics import LOST_RUNS
from cnnlab.session import LabSession
from labhelpers.config import TrainingConfig
from labhelpers.events import Progress
from tests.cnnlab.engine.driving import INTERRUPTED, assert_same_bits
from tests.cnnlab.session.waiting import SMALL, train, wait_for, wait_for_status

pytestmark = [pytest.mark.engine]


@pytest.fixture
def other(started, digits):
    """Return a second page on the same book; its session is there when the first one's is."""
    opened = LabSession("tests", digits=digits, cnn=SMALL).start()
    wait_for(opened, lambda: opened.engine.current)
    yield opened
    opened.close()


def kill_worker(session):
    (pid,) = session.engine.connected().client.run(os.getpid).values()
    os.kill(pid, signal.SIGKILL)
    wait_for(session, lambda: "died" in session.shown.progress.message, 5)


def train_for_an_epoch(session):
    """Start a long run, and wait until it has a checkpoint."""
    train(session, epochs=100)
    wait_for(session, lambda: session.shown.progress.epoch >= 1)


def test_other_pages_of_the_same_book_show_the_run_that_is_on_and_start_no_second_one(
    started, other, digits
):
    train(started, epochs=100)
    other.train()
    wait_for(other, lambda: other.shown.run == started.shown.run)
    assert "another page" in other.message
    assert len(started.book.runs()) == 1
    late = LabSession("tests", digits=digits, cnn=SMALL).start()
    wait_for_status(late, "training")
    assert late.shown.run == started.shown.run
    started.stop()
    wait_for_status(late, "stopped")
    late.close()


def test_a_run_that_is_on_is_found_again_though_a_newer_one_is_over(started, digits):
    train_for_an_epoch(started)
    older = started.shown.run
    started.pause()
    wait_for_status(started, "paused")
    started.shown.show()
    started.next_run.choose(epochs=1)
    started.train()
    started.wait(300)
    started.load(older.name)
    started.resume()
    wait_for_status(started, "training")
    other = LabSession("tests", digits=digits, cnn=SMALL).start()
    wait_for_status(other, "training")
    assert other.shown.run.folder == older.folder
    other.close()


def test_a_run_that_another_page_began_is_followed_when_it_is_shown(started, digits):
    started.train()
    started.wait(300)
    other = LabSession("tests", digits=digits, cnn=SMALL).start()
    wait_for(other, lambda: other.shown.run is not None and other.engine.current)
    train(started, epochs=100)
    wait_for(started, lambda: started.shown.run.progress.status == "training")
    other.open_book.refresh()
    other.load(started.shown.run.name)
    wait_for_status(other, "training")
    assert other.shown.run == started.shown.run
    other.stop()
    wait_for_status(started, "stopped", 15)
    other.close()


def test_stop_is_heard_while_a_dead_worker_is_being_replaced(started):
    train_for_an_epoch(started)
    kill_worker(started)
    started.stop()
    wait_for_status(started, "stopped", 15)


def test_a_run_whose_end_was_not_heard_is_shown_as_its_worker_left_it(started, digits):
    run = started.book.new_run(SMALL, TrainingConfig(epochs=2), digits.source)
    run.save()
    run.save_progress(Progress(status="finished", epochs=2))
    started.shown.show(run, Progress(status="training", epochs=2))
    started.stop()
    wait_for_status(started, "finished", 60)
    assert run.progress.status == "finished"


def test_a_killed_worker_is_told_on_the_page_and_the_run_goes_on_with_the_same_bits(
    started, left_alone
):
    train(started, **INTERRUPTED)
    wait_for(started, lambda: started.shown.progress.epoch >= 1)
    said = []
    started.shown.observe(lambda change: said.append(change.new.message), "progress")
    kill_worker(started)
    run = started.shown.run
    assert started.wait(300).status == "finished"
    assert any("goes on from the checkpoint after epoch" in message for message in said)
    deaths = started.engine.connected().client.get_events(LOST_RUNS)
    assert list(deaths[-1][1]) == [str(run.folder)]
    assert_same_bits(run, left_alone)


def test_an_engine_that_ends_leaves_a_run_that_can_be_resumed(started):
    train_for_an_epoch(started)
    os.kill(started.engine.connected().pid, signal.SIGKILL)
    wait_for_status(started, "paused", 120)
    assert "Resume to go on from its last checkpoint" in started.shown.progress.message
    started.resume()
    wait_for_status(started, "training")
    assert started.shown.progress.epoch >= 1


def test_a_reloaded_page_finds_its_cut_off_run_and_can_resume_it(started, digits):
    run = started.book.new_run(SMALL, TrainingConfig(epochs=2), digits.source)
    run.save()
    run.save_progress(Progress(status="training", epochs=2))
    reloaded = LabSession("tests", digits=digits).start()
    wait_for(reloaded, lambda: reloaded.shown.run is not None)
    assert reloaded.shown.run == run
    assert reloaded.shown.progress.status == "paused"
    assert "cut off" in reloaded.shown.progress.message
    assert "from the beginning" in reloaded.shown.progress.message
    reloaded.resume()
    assert reloaded.wait(300).status == "finished"
    reloaded.close()
