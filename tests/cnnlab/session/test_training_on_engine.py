"""A session and its panels on a real engine: real buttons pressed, real runs."""

import numpy as np
import pytest

from cnnlab.session import LabSession
from cnnlab.widgets.draw_pad import DrawPad
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.moments import MomentsSlider
from cnnlab.widgets.training import training_panel
from cnnlab.widgets.where_digits_go import WhereDigitsGo
from tests.cnnlab.session.waiting import train, wait_for, wait_for_status
from tests.from_browser import send, send_message

pytestmark = [pytest.mark.engine]


def test_train_is_pressed_and_the_run_appears_in_table_chart_and_evaluation(started):
    training = training_panel(started)
    evaluation = evaluation_panel(started)
    assert not training.train.disabled
    assert training.stop.disabled
    training.train.click()
    assert started.shown.progress.status == "waiting"
    assert training.train.disabled
    assert not training.stop.disabled
    assert started.wait(300).status == "finished"
    wait_for(started, lambda: started.open_book.selected is not None)
    wait_for(started, lambda: "Confusion matrix" in evaluation.shown.get("picture", ""))
    (row,) = training.table.rows
    assert "finished" in training.status.value
    assert row["title"] == started.shown.run.title
    assert row["status"] == "finished"
    assert row["is_shown"] and row["is_selected"]
    assert 0 < row["test"] <= 1
    assert training.chart.progress["history"]["loss"]
    assert "precision" in evaluation.shown["report"]["3"]
    assert "embedded digits" in evaluation.shown["result"]


def test_while_a_run_is_on_nothing_begins_a_second_one_and_what_is_chosen_is_for_the_next(
    started,
):
    started.next_run.choose(epochs=100)
    panel = training_panel(started)
    panel.train.click()
    panel.train.click()
    started.train()
    assert "on already" in started.message
    wait_for_status(started, "training")
    assert len(started.book.runs()) == 1
    panel.filters.value = 16
    assert "next run" in started.message
    assert started.shown.run.cnn.filters == 8
    assert started.next_run.cnn.filters == 16
    panel.stop.click()
    assert "Stopping" in started.message
    wait_for_status(started, "stopped", 60)
    started.next_run.choose(epochs=1)
    started.train()
    assert started.wait(300).status == "finished"
    assert started.shown.run.cnn.filters == 16
    assert len(started.book.runs()) == 2


def test_pause_becomes_resume_and_stop_ends_a_paused_run_without_a_worker(started):
    started.next_run.choose(epochs=100)
    panel = training_panel(started)
    panel.train.click()
    wait_for_status(started, "training")
    panel.pause.click()
    wait_for_status(started, "paused", 60)
    assert panel.pause.description == "Resume"
    assert panel.train.disabled
    assert "Stop ends it" in panel.notice.value
    done = started.shown.progress.epoch
    panel.pause.click()
    assert started.shown.progress.status == "waiting"
    wait_for_status(started, "training")
    assert started.shown.progress.epoch >= done
    panel.pause.click()
    wait_for_status(started, "paused", 60)
    panel.stop.click()
    wait_for_status(started, "stopped", 5)  # no worker is asked
    assert started.shown.run.progress.status == "stopped"


def test_a_run_that_is_on_keeps_its_new_name_stays_on_the_chart_and_is_not_deleted(started):
    panel = training_panel(started)
    panel.train.click()
    started.wait(300)
    first = started.shown.run
    started.next_run.choose(epochs=100, filters=16)
    panel.train.click()
    wait_for_status(started, "training")
    on = started.shown.run
    send(panel.table, action="rename", run=on.name, text="the long one")
    send(panel.table, action="show", run=first.name)
    assert started.shown.run.folder == on.folder
    assert started.open_book.selected.folder == first.folder
    assert started.next_run.cnn.filters == 8
    assert "stays with the run that is on" in panel.table.message
    send(panel.table, action="delete", run=on.name)
    assert "is training, so it was not deleted" in panel.table.message
    started.stop()
    wait_for_status(started, "stopped")
    assert started.open_book.selected.folder == first.folder
    assert started.wait(300).status == "stopped"
    assert started.shown.run.title == "the long one"
    wait_for(started, lambda: started.shown.run.progress.status == "stopped", 60)
    send(panel.table, action="delete", run=on.name)
    assert started.shown.run.folder == first.folder
    assert started.shown.progress.status == "finished"
    started.open_book.undo()
    assert [run.title for run in started.book.runs()] == ["the long one", first.title]


def test_a_bad_file_of_digits_is_a_sentence_on_the_page(lab_runs, tmp_path):
    bad = tmp_path / "bad.npz"
    bad.write_bytes(b"PK\x03\x04 cut short")
    session = LabSession("tests", source=str(bad)).start()
    panel = training_panel(session)
    wait_for(session, lambda: "bad.npz" in session.digits_message)
    assert "bad.npz" in panel.dataset.value
    assert "Traceback" not in panel.dataset.value
    panel.train.click()
    assert "not open" in session.message
    assert session.shown.run is None
    session.close()


def test_a_folder_of_runs_that_cannot_be_written_is_told_and_training_goes_on(started, lab_runs):
    (lab_runs / "tests").write_text("a file where the book's folder should be")
    started.train()
    assert started.wait(300).status == "finished"
    assert "cannot be written" in started.shown.progress.message


def test_a_digit_that_was_drawn_is_read_by_the_network_that_learns_then_by_the_trained_one(
    started,
):
    pad = DrawPad(started)
    send(pad, kind="test", number=3, turn=1)
    assert pad.view["is_shipped"]
    train(started, epochs=100)
    wait_for(started, lambda: pad.view["epochs_done"] is not None)
    assert pad.view["network"] == started.shown.run.title
    first = pad.view
    assert sum(first["probabilities"]) == pytest.approx(1, abs=0.01)
    wait_for(started, lambda: pad.view["epochs_done"] > first["epochs_done"])
    send(pad, kind="test", number=4, turn=2)
    wait_for(started, lambda: pad.view["turn"] == 2 and pad.view["epochs_done"])
    started.stop()
    # Until it was measured, the network that comes with the lab reads.
    wait_for(started, lambda: started.open_book.selected)
    wait_for(started, lambda: pad.view["probabilities"] and not pad.view["is_shipped"])
    assert pad.view["epochs_done"] is None
    assert pad.view["network"] == started.open_book.selected.title
    look_at_all_moments(started, pad)


def look_at_all_moments(session, pad):
    """Have the pad's digit read by the untrained network, a little later, and at the end."""
    trained = pad.view["probabilities"]
    moments = session.moments
    slider = MomentsSlider(session)
    assert slider.chosen == len(slider.moments) - 1 > 1
    for place in (0, 1, len(moments.all) - 1):
        send_message(slider, {"chosen": place})
        wait_for(session, lambda place=place: moments.chosen == place)
        wait_for(session, lambda: pad.view["probabilities"])
        batches = moments.all[place].batches
        run = moments.run
        (read,) = session.engine.current.inspect(run, "predict", pad.image[None], batches=batches)
        assert pad.view["probabilities"] == pytest.approx(read.tolist(), abs=1e-4)
    assert pad.view["probabilities"] == trained
    look_where_digits_go(session)
    send_message(slider, {"chosen": len(moments.all)})
    assert "expected a whole number from 0 to" in session.message


def look_where_digits_go(session):
    """Have 500 test images read at each moment; the last ones are as the run was measured."""
    where = WhereDigitsGo(session)
    assert where.outputs == b""
    send_message(where, {"open": True, "by": "a view"})
    wait_for(session, lambda: where.outputs)
    shape = (len(session.moments.all), len(where.labels), 10)
    outputs = np.frombuffer(where.outputs, "<u2").reshape(shape) / 65_535
    measured = session.open_book.selected.probabilities[: len(where.labels)]
    np.testing.assert_allclose(outputs[-1], measured, atol=0.003)
    assert np.abs(outputs[0] - 0.1).max() < 0.3
    # It is kept on the disk right after they are shown.
    wait_for(session, lambda: session.open_book.selected.is_looked_at)
