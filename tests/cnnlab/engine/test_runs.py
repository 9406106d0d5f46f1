"""Runs on a real worker: how they go, how they end, and what they leave on disk."""

import re
import subprocess
import sys
import time

import numpy as np
import pytest

from cnnlab import engine as engines
from cnnlab.engine import warming
from labhelpers.config import TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.events import Progress
from tests.cnnlab.engine.driving import SMALL, Follower, is_over, start
from tests.labhelpers.own_archive import own_arrays, save_own
from tests.waiting import wait_until

pytestmark = pytest.mark.engine


def test_a_run_goes_from_waiting_to_finished_and_leaves_everything_on_disk(engine, book):
    run, follower = start(engine, book)
    assert follower.wait(is_over).status == "finished"
    stored = run.progress
    assert stored.status == "finished"
    assert len(stored.history["loss"]) == 2
    assert run.metrics["accuracy"] > 0.3  # 0.44 was measured: two epochs of few digits
    assert run.probabilities.shape == (run.metrics["num_images"], 10)
    files = {path.name for path in run.folder.iterdir()}
    assert files >= {"run.json", "progress.json", "metrics.json", "model.keras"}
    assert follower.states[-1] == stored
    wait_until(lambda: not engine.has(run), 10)


def test_a_finished_run_is_left_as_it_is_when_its_task_is_run_again(engine, book):
    run, follower = start(engine, book, epochs=1)
    follower.wait(is_over)
    before = run.model_path.stat().st_mtime_ns
    again = Follower(engine, run)
    engine.train(run)
    assert again.wait(is_over).status == "finished"
    assert run.model_path.stat().st_mtime_ns == before


def test_an_exception_in_training_is_a_sentence_and_its_traceback_is_in_the_log(engine, book):
    run, follower = start(engine, book, source="/nowhere/digits.npz")
    failed = follower.wait(is_over)
    assert failed.status == "failed"
    assert "digits.npz" in failed.message
    assert "Traceback" not in failed.message
    log = engines.connection_file().with_suffix(".log").read_text()
    when = r"^\d{4}-\d\d-\d\d [\d:,]+"
    words = rf"ERROR \d+ cnnlab\.\S+ .*{run.name} failed"
    assert re.search(rf"{when} {words}\nTraceback", log, re.MULTILINE), log


@pytest.mark.parametrize(("has_checkpoint", "status"), [(True, "paused"), (False, "failed")])
def test_a_run_never_goes_on_with_other_images(engine, book, tmp_path, has_checkpoint, status):
    path = save_own(tmp_path / "own.npz")
    digits = load_digits(path)
    known_by = (digits.source, digits.name, digits.checksum)
    run = book.new_run(SMALL, TrainingConfig(epochs=2), *known_by)
    if has_checkpoint:
        place = {"epoch": 1, "step": 0, "seconds": 1.0, "means": [0.0, 0.0], "model_0": [0.0]}
        run.save_checkpoint({name: np.asarray(value) for name, value in place.items()})
        run.save_progress(Progress(epochs=2))
    save_own(path, y_train=own_arrays()["y_train"][::-1])
    follower = Follower(engine, run)
    engine.train(run)
    ended = follower.wait(lambda state: state.status in ("paused", "failed"))
    assert ended.status == run.progress.status == status
    assert f"{path} holds other digits now. Put the file that it was trained on" in ended.message


@pytest.fixture
def without_training(engine):
    """Let the worker have no `labhelpers.training` that it could import."""

    def take_away():
        import labhelpers

        labhelpers.kept = sys.modules["labhelpers.training"]
        del labhelpers.training
        sys.modules["labhelpers.training"] = None

    def give_back():
        import labhelpers

        labhelpers.training = labhelpers.kept
        sys.modules["labhelpers.training"] = labhelpers.kept

    engine.client.submit(warming.warm, pure=False).result(60)
    engine.client.run(take_away)
    yield
    engine.client.run(give_back)


def test_what_a_worker_cannot_import_is_named(without_training, engine, book):
    _run, follower = start(engine, book)
    failed = follower.wait(is_over)
    assert failed.status == "failed"
    assert "ModuleNotFoundError: import of labhelpers.training halted" in failed.message
    assert "memory" not in failed.message


def test_a_folder_that_cannot_be_written_is_reported_and_training_goes_on(engine, book, lab_runs):
    blocked = lab_runs / "tests"
    blocked.write_text("a file where the book's folder should be")
    run = book.new_run(SMALL, TrainingConfig(epochs=1), "embedded")
    follower = Follower(engine, run)
    engine.train(run)
    over = follower.wait(is_over)
    assert over.status == "finished" or "cannot be written" in over.message
    said = [state.message for state in follower.states]
    assert any("cannot be written to disk" in message for message in said)


KERNEL = """
import sys, time
from cnnlab import engine, runs
engine.connect().train(runs.Run.load(sys.argv[1]))
print("queued", flush=True)
time.sleep(60)
"""


def test_a_run_outlives_the_kernel_that_started_it(engine, book):
    """A second process starts the run and is killed; the run goes on and ends."""
    run = book.new_run(SMALL, TrainingConfig(epochs=3), "embedded")
    run.save()
    follower = Follower(engine, run)
    command = [sys.executable, "-c", KERNEL, str(run.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as kernel:
        assert kernel.stdout.readline() == b"queued\n"
        follower.wait(lambda state: state.status == "training")
        kernel.kill()
    assert follower.wait(is_over).status == "finished"


def test_a_run_that_waits_for_the_slot_can_be_withdrawn(engine, book):
    first, first_follower = start(engine, book, epochs=100)
    first_follower.wait(lambda state: state.step > 0)
    second, second_follower = start(engine, book)
    wait_until(lambda: engine.has(second), 10)
    assert not second_follower.states
    engine.withdraw(second)
    assert not engine.has(second)
    engine.request(first, "stop")
    first_follower.wait(is_over)
    time.sleep(0.5)
    assert not second_follower.states, "a withdrawn run was started"
