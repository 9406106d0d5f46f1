"""What is asked of a run while it is on: stop, pause, resume, and predictions beside it."""

import dataclasses

import numpy as np
import pytest

from tests.cnnlab.engine.driving import (
    INTERRUPTED,
    Readings,
    assert_same_bits,
    is_in_epoch,
    is_over,
    start,
)

pytestmark = pytest.mark.engine


def test_stop_is_acknowledged_and_acts_at_the_next_batch(engine, book):
    run, follower = start(engine, book, epochs=100)
    follower.wait(is_in_epoch)
    engine.request(run, "stop")
    stopped = follower.wait(is_over, 60)
    assert stopped.status == "stopped"
    assert stopped.epoch < 100


def test_a_pause_within_an_epoch_gives_the_worker_back_and_resume_goes_on_there(
    engine, book, left_alone
):
    run, follower = start(engine, book, **INTERRUPTED)
    follower.wait(lambda state: state.epoch == 1 and state.step > 0)
    engine.request(run, "pause")
    paused = follower.wait(lambda state: state.status == "paused", 60)
    _other, other_follower = start(engine, book, epochs=1)
    assert other_follower.wait(is_over).status == "finished", "the paused run kept the worker"
    run.save_progress(dataclasses.replace(paused, status="waiting"))
    engine.train(run)
    assert follower.wait(is_over).status == "finished"
    assert_same_bits(run, left_alone)


def test_predictions_answer_while_a_run_is_on(engine, book):
    trained, follower = start(engine, book, epochs=1)
    follower.wait(is_over)
    images = np.zeros((1, 28, 28), "uint8")
    engine.inspect(trained, "predict", images)
    run, follower = start(engine, book, epochs=100)
    follower.wait(is_in_epoch)
    probabilities = engine.inspect(trained, "predict", images)
    assert engine.has(run), "the run was over before the prediction came"
    assert probabilities.shape == (1, 10)
    assert probabilities.sum() == pytest.approx(1, abs=1e-5)
    engine.request(run, "stop")
    follower.wait(is_over)


def test_a_digit_is_read_while_a_run_is_on_and_so_is_the_next_one(engine, book):
    run, follower = start(engine, book, epochs=100)
    readings = Readings(engine, run)
    follower.wait(is_in_epoch)
    engine.watch(run, (np.zeros((28, 28), "uint8"), 1, None))
    assert readings.wait(1)
    engine.watch(run, (np.full((28, 28), 9, "uint8"), 2, None))
    epochs_done, probabilities = readings.wait(2)
    assert 0 < epochs_done < 100
    assert sum(probabilities) == pytest.approx(1, abs=1e-5)
    engine.request(run, "stop")
    follower.wait(is_over)
