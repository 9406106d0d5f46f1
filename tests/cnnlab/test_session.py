"""The session and its panels on a real engine: real buttons pressed, real runs, without a browser."""

import os
import signal
import threading
import time

import pytest

from cnnlab.session import LabSession
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.training import training_panel
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.events import Progress
from tests.from_browser import send

pytestmark = [pytest.mark.engine]

SMALL = CnnConfig(filters=8, dense_units=16)


@pytest.fixture(scope="module")
def digits():
    return load_digits("embedded")


@pytest.fixture
def session(lab_runs, digits):
    """Return a session on an empty book, with a small network."""
    opened = LabSession(
        "tests", digits=digits, cnn=SMALL, training=TrainingConfig(epochs=1)
    ).start()
    wait_for(opened, lambda: opened.engine.current)
    yield opened
    opened.stop()
    opened.wait(60)
    opened.close()


def wait_for(session, is_so, seconds=60):
    """Wait until `is_so()`; whatever the session tells meanwhile is looked at."""
    changed = threading.Event()
    session.observe(lambda change: changed.set())
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, (
            f"not within {seconds} s: {session.shown.progress}, {session.message!r}"
        )
        changed.wait(0.1)
        changed.clear()


def is_training(session):
    return session.shown.progress.status == "training"


def test_train_is_pressed_and_the_run_appears_in_table_chart_and_evaluation(session):
    training, evaluation = training_panel(session), evaluation_panel(session)
    assert not training.train.disabled and training.stop.disabled
    training.train.click()
    assert (
        session.shown.progress.status == "waiting"
        and training.train.disabled
        and not training.stop.disabled
    )
    assert session.wait(90).status == "finished"
    wait_for(session, lambda: session.open_book.selected is not None)
    (row,) = training.table.rows
    assert (
        "finished" in training.status.value
        and row["title"] == session.shown.run.title
        and row["status"] == "finished"
    )
    assert row["is_shown"] and row["is_selected"] and 0 < row["test"] <= 1
    assert training.chart.progress["history"]["loss"]
    wait_for(session, lambda: "Confusion matrix" in evaluation.shown.get("picture", ""))
    assert (
        "precision" in evaluation.shown["report"]["3"]
        and "embedded digits" in evaluation.shown["result"]
    )


def test_a_second_click_does_not_start_a_second_run(session):
    session.next_run.choose(epochs=100)
    panel = training_panel(session)
    panel.train.click()
    panel.train.click()
    session.train()
    assert "on already" in session.message
    wait_for(session, lambda: is_training(session))
    assert len(session.book.runs()) == 1


def test_another_page_of_the_same_book_shows_the_run_that_is_on(session, digits):
    session.next_run.choose(epochs=100)
    session.train()
    wait_for(session, lambda: is_training(session))
    other = LabSession("tests", digits=digits, cnn=SMALL).start()
    wait_for(other, lambda: is_training(other))
    assert other.shown.run == session.shown.run
    session.stop()
    wait_for(other, lambda: other.shown.progress.status == "stopped")
    other.close()


def test_train_in_another_page_of_the_same_book_starts_no_second_run(session, digits):
    other = LabSession("tests", digits=digits, cnn=SMALL).start()
    wait_for(other, lambda: other.engine.current)
    session.next_run.choose(epochs=100)
    session.train()
    wait_for(session, lambda: is_training(session))
    other.train()
    wait_for(other, lambda: other.shown.run == session.shown.run)
    assert "another page" in other.message and len(session.book.runs()) == 1
    other.close()


def test_train_right_after_stop_starts_a_new_run(session):
    session.next_run.choose(epochs=100)
    session.train()
    wait_for(session, lambda: is_training(session))
    session.stop()
    wait_for(session, lambda: session.shown.progress.status == "stopped", 10)
    session.next_run.choose(epochs=1)
    session.train()
    assert session.wait(60).status == "finished"
    assert len(session.book.runs()) == 2


def test_stop_is_heard_while_a_dead_worker_is_being_replaced(session):
    session.next_run.choose(epochs=100)
    session.train()
    wait_for(session, lambda: session.shown.progress.epoch >= 1)
    (pid,) = session.engine.connected().client.run(os.getpid).values()
    os.kill(pid, signal.SIGKILL)
    wait_for(session, lambda: "died" in session.shown.progress.message, 5)
    session.stop()
    wait_for(session, lambda: session.shown.progress.status == "stopped", 15)


def test_a_slider_moved_while_a_run_is_on_applies_to_the_next(session):
    panel = training_panel(session)
    session.next_run.choose(epochs=100)
    panel.train.click()
    wait_for(session, lambda: is_training(session))
    panel.filters.value = 16
    assert "next run" in session.message
    assert session.shown.run.cnn.filters == 8 and session.next_run.cnn.filters == 16


def test_pause_becomes_resume_and_the_run_ends(session):
    session.next_run.choose(epochs=30)
    panel = training_panel(session)
    panel.train.click()
    wait_for(session, lambda: is_training(session))
    panel.pause.click()
    wait_for(session, lambda: session.shown.progress.status == "paused", 10)
    assert panel.pause.description == "Resume" and panel.train.disabled
    assert "Stop ends it" in panel.notice.value
    done = session.shown.progress.epoch
    panel.pause.click()
    assert session.shown.progress.status == "waiting"
    wait_for(session, lambda: is_training(session))
    assert session.shown.progress.epoch >= done
    panel.stop.click()
    wait_for(session, lambda: session.shown.progress.status == "stopped", 10)


def test_stop_ends_a_paused_run_without_a_worker(session):
    session.next_run.choose(epochs=100)
    session.train()
    wait_for(session, lambda: is_training(session))
    session.pause()
    wait_for(session, lambda: session.shown.progress.status == "paused", 10)
    session.stop()
    wait_for(session, lambda: session.shown.progress.status == "stopped", 5)
    assert session.shown.run.progress.status == "stopped"


def test_a_run_whose_end_was_not_heard_is_shown_as_its_worker_left_it(session, digits):
    run = session.book.new_run(SMALL, TrainingConfig(epochs=2), digits.source)
    run.save()
    run.save_progress(Progress(status="finished", epochs=2))
    session.shown.show(run, Progress(status="training", epochs=2))
    session.stop()
    wait_for(session, lambda: session.shown.progress.status == "finished", 10)
    assert run.progress.status == "finished"


def test_stop_and_pause_are_acknowledged_at_once(session):
    session.next_run.choose(epochs=100)
    session.train()
    wait_for(session, lambda: is_training(session))
    session.stop()
    assert "Stopping" in session.message
    wait_for(session, lambda: session.shown.progress.status == "stopped", 10)


def test_a_run_that_is_on_keeps_its_new_name_stays_on_the_chart_and_is_not_deleted(session):
    panel = training_panel(session)
    panel.train.click()
    first = session.wait(90) and session.shown.run
    session.next_run.choose(epochs=100, filters=16)
    panel.train.click()
    wait_for(session, lambda: is_training(session))
    on = session.shown.run
    send(panel.table, {"action": "rename", "run": on.name, "text": "the long one"})
    send(panel.table, {"action": "show", "run": first.name})
    assert (
        session.shown.run.folder == on.folder and session.open_book.selected.folder == first.folder
    )
    assert (
        session.next_run.cnn.filters == 8 and "stays with the run that is on" in panel.table.message
    )
    send(panel.table, {"action": "delete", "run": on.name})
    assert "is training, so it was not deleted" in panel.table.message
    session.stop()
    wait_for(
        session,
        lambda: (
            session.open_book.selected is not None
            and session.open_book.selected.folder == on.folder
        ),
    )
    assert (
        session.wait(60).status == "stopped"
        and session.shown.run.title == session.open_book.selected.title == "the long one"
    )
    wait_for(session, lambda: session.shown.run.progress.status == "stopped", 10)
    send(panel.table, {"action": "delete", "run": on.name})
    assert session.shown.run.folder == first.folder and session.shown.progress.status == "finished"
    session.open_book.undo()
    assert [run.title for run in session.book.runs()] == ["the long one", first.title]


def test_a_run_that_another_page_began_is_followed_when_it_is_shown(session, digits):
    session.train()
    session.wait(90)
    other = LabSession("tests", digits=digits, cnn=SMALL).start()
    wait_for(other, lambda: other.shown.run is not None and other.engine.current)
    session.next_run.choose(epochs=100)
    session.train()
    wait_for(
        session, lambda: is_training(session) and session.shown.run.progress.status == "training"
    )
    other.open_book.refresh()
    other.load(session.shown.run.name)
    wait_for(other, lambda: is_training(other))
    assert other.shown.run == session.shown.run
    other.stop()
    wait_for(session, lambda: session.shown.progress.status == "stopped", 15)
    other.close()


def test_a_killed_worker_is_told_on_the_page_and_the_run_goes_on(session):
    session.next_run.choose(epochs=60)
    session.train()
    wait_for(session, lambda: session.shown.progress.epoch >= 1 and is_training(session))
    (pid,) = session.engine.connected().client.run(os.getpid).values()
    os.kill(pid, signal.SIGKILL)
    wait_for(session, lambda: "died" in session.shown.progress.message, 5)
    done = session.shown.progress.epoch
    wait_for(
        session, lambda: "goes on from" in session.shown.progress.message and is_training(session)
    )
    assert session.shown.progress.epoch >= done - 1


def test_an_engine_that_ends_leaves_a_run_that_can_be_resumed(session):
    session.next_run.choose(epochs=60)
    session.train()
    wait_for(session, lambda: session.shown.progress.epoch >= 1)
    os.kill(session.engine.connected().pid, signal.SIGKILL)
    wait_for(session, lambda: session.shown.progress.status == "paused", 30)
    assert "Resume" in session.shown.progress.message
    session.resume()
    wait_for(session, lambda: is_training(session), 60)
    assert session.shown.progress.epoch >= 1


def test_a_reloaded_page_finds_its_cut_off_run_and_can_resume_it(session, digits):
    run = session.book.new_run(SMALL, TrainingConfig(epochs=2), digits.source)
    run.save()
    run.save_progress(session.shown.progress.__class__(status="training", epochs=2))
    reloaded = LabSession("tests", digits=digits).start()
    wait_for(reloaded, lambda: reloaded.shown.run is not None)
    assert (
        reloaded.shown.run == run
        and reloaded.shown.progress.status == "paused"
        and "cut off" in reloaded.shown.progress.message
    )
    reloaded.resume()
    assert reloaded.wait(60).status == "finished"
    reloaded.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("epochs", 10**9),
        ("epochs", "three"),
        ("filters", 10_000),
        ("filters", None),
        ("batch_size", 0),
        ("batch_size", float("nan")),
        ("seed", -1),
        ("learning_rate", 99),
        ("learning_rate", "0.001"),
        ("kernel_size", 10),
        ("dense_units", 10**9),
        ("dropout", -1),
        ("augment", 1),
        ("batch_normalization", "yes"),
        ("reproducible", None),
        ("num_train", 3),
    ],
)
def test_what_a_client_may_send_is_checked(session, name, value):
    panel = training_panel(session)
    before = (session.next_run.cnn, session.next_run.training)
    if name in ("epochs", "filters"):
        getattr(panel, name).set_state({"value": value})
        assert "expected" in session.message
        session.say("")
    send(panel.choices, {"name": name, "value": value})
    assert (session.next_run.cnn, session.next_run.training) == before
    assert "expected" in session.message and "expected" in panel.notice.value


def test_bad_numbers_are_refused_in_python_whatever_the_widgets_allow(session):
    for choice in (
        {"filters": 0},
        {"epochs": -1},
        {"batch_size": 0},
        {"learning_rate": float("nan")},
    ):
        assert not session.next_run.choose(**choice)
        assert next(iter(choice)) in session.message


def test_a_bad_file_of_digits_is_a_sentence_on_the_page(lab_runs, tmp_path):
    bad = tmp_path / "bad.npz"
    bad.write_bytes(b"PK\x03\x04 cut short")
    session = LabSession("tests", source=str(bad)).start()
    panel = training_panel(session)
    wait_for(session, lambda: "bad.npz" in session.digits_message)
    assert "bad.npz" in panel.dataset.value and "Traceback" not in panel.dataset.value
    panel.train.click()
    assert "not open" in session.message and session.shown.run is None
    session.close()


def test_a_folder_of_runs_that_cannot_be_written_is_told_and_training_goes_on(session, lab_runs):
    (lab_runs / "tests").write_text("a file where the book's folder should be")
    session.train()
    assert session.wait(60).status == "finished"
    assert "cannot be written" in session.shown.progress.message
