"""Runs in training while the disk is full: on a worker, and on a real file system."""

import pytest

from cnnlab.runs import Book
from cnnlab.runs.wholeness import measured, problem_of
from tests.cnnlab.engine.driving import Follower, is_over, start
from tests.small_disk import fill

pytestmark = pytest.mark.engine


def has_an_epoch(state):
    return state.epoch >= 1


def assert_whole(run):
    progress = run.progress
    assert progress.status == "finished"
    assert problem_of(run, progress, measured(run, progress)[1]) == ""
    assert int(run.checkpoint["epoch"]) == progress.epoch == run.training.epochs


def test_a_run_is_kept_whole_once_a_full_disk_has_room_again(engine, disk):
    run, follower = start(engine, Book("tests", disk), epochs=20)
    follower.wait(has_an_epoch)
    filler = fill(disk)
    told = follower.wait(lambda state: "No space left on device" in state.message)
    assert "Training goes on" in told.message
    filler.unlink()
    follower.wait(lambda state: "is kept again" in state.message)
    over = follower.wait(is_over)
    assert (over.status, over.message) == ("finished", "")
    assert_whole(run)


def test_a_run_that_finds_no_room_at_its_end_rests_and_goes_on_when_there_is(engine, disk):
    run, follower = start(engine, Book("tests", disk), epochs=5)
    follower.wait(has_an_epoch)
    filler = fill(disk)
    rests = follower.wait(lambda state: state.status == "paused")
    assert "No space left on device" in rests.message
    assert "press Resume" in rests.message
    filler.unlink()
    again = Follower(engine, run)
    engine.train(run)
    assert again.wait(is_over).message == ""
    assert_whole(run)
