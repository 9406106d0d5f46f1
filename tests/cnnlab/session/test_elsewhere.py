"""What a page says of a run that another computer trains, known by its lease on disk."""

import dataclasses
import json
import os
import shutil

import pytest

from cnnlab.runs import lease
from cnnlab.session import LabSession, elsewhere
from cnnlab.widgets.training import training_panel
from labhelpers.config import TrainingConfig
from labhelpers.events import Paused, Progress
from tests.cnnlab.session.waiting import SMALL, wait_for, wait_for_status
from tests.from_browser import send

ON = Progress("training", epoch=1, epochs=5, steps=9, history={"loss": [0.5]})


class OtherComputer:
    """Trains a run, as far as this computer can see."""

    def __init__(self, run):
        self.lease = lease.take(run.folder, "its engine", "its task")
        self.run = dataclasses.replace(run, through=self.lease.folder)
        self.run.save()
        self.holder = self.lease.folder / lease.HOLDER
        content = json.loads(self.holder.read_text())
        content["process"] |= {"host": "host-7", "pid": 2**22 + 1}
        self.holder.write_text(json.dumps(content))
        self.run.save_progress(ON)

    def goes_out(self):
        """Let it be without a sign of life for long enough."""
        when = self.holder.stat().st_mtime - lease.SECONDS_UNTIL_DEAD - 1
        os.utime(self.holder, (when, when))


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch):
    monkeypatch.setattr(elsewhere, "SECONDS_BETWEEN_LOOKS", 0.05)


@pytest.fixture
def run(session):
    return session.book.new_run(SMALL, TrainingConfig(epochs=5), "embedded", "embedded digits")


@pytest.fixture
def other(run):
    return OtherComputer(run)


def files(run):
    return {path.name: path.read_bytes() for path in run.folder.glob("*.json")}


def test_its_run_is_not_cut_off_but_followed_on_disk(session, run, other):
    before = files(run)
    session._runner.end(run, Paused("cut off"))
    shown = session.shown
    assert files(run) == before
    assert (shown.progress.status, shown.progress.epoch) == ("training", 1)
    assert "on another computer (host-7); pause or stop it there" in shown.progress.message
    assert "Resume appears here after 2 minutes" in shown.progress.message
    assert shown.actions == {"train"}
    assert not shown.is_busy
    other.run.save_progress(dataclasses.replace(ON, epoch=3))
    wait_for(session, lambda: shown.progress.epoch == 3, 60)
    other.run.save_progress(dataclasses.replace(ON, status="finished", epoch=5))
    other.lease.release()
    wait_for_status(session, "finished", 60)
    assert shown.elsewhere == ""


def test_of_another_engine_on_this_computer_the_end_is_seen_at_once(session, run):
    held = lease.take(run.folder, "its engine", "its task")
    here = dataclasses.replace(run, through=held.folder)
    here.save()
    here.save_progress(ON)
    session._runner.end(run, Paused("cut off"))
    assert "in another engine on this computer" in session.shown.progress.message
    assert session.shown.progress.message.endswith("Resume appears here.")
    held.release()
    wait_for_status(session, "paused", 60)


def test_a_computer_that_went_out_leaves_a_run_that_can_be_resumed(session, run, other):
    session._runner.end(run, Paused("cut off"))
    other.goes_out()
    wait_for_status(session, "paused", 60)
    assert session.shown.actions == {"resume", "stop"}
    assert run.progress.history == ON.history
    with pytest.raises(FileNotFoundError):
        other.run.save_progress(ON)
    assert run.progress.status == "paused"


def test_its_run_is_named_in_the_table_and_not_deleted(session, run, other):
    panel = training_panel(session)
    session.open_book.refresh()
    assert panel.table.rows[0]["message"] == "It is trained on another computer (host-7)."
    send(panel.table, action="delete", run=run.name)
    assert "is training on another computer (host-7), so it was not deleted" in panel.table.message
    assert run.folder.exists()


def test_a_run_that_went_into_the_trash_is_not_begun_anew_by_its_writer(session, run, other):
    shutil.move(run.folder, run.folder.with_name("gone"))
    with pytest.raises(FileNotFoundError):
        other.run.save_progress(ON)
    assert not run.folder.exists()


@pytest.mark.engine
def test_a_page_that_is_opened_shows_it_and_trains_another_run_meanwhile(started, digits):
    run = started.book.new_run(SMALL, TrainingConfig(epochs=5), "embedded", "embedded digits")
    other = OtherComputer(run)
    page = LabSession("tests", digits=digits, cnn=SMALL, training=TrainingConfig(epochs=1)).start()
    wait_for(page, lambda: "host-7" in page.shown.progress.message)
    assert page.shown.is_shown(run)
    page.train()
    assert page.wait(300).status == "finished"
    assert run.progress == ON
    page.load(run.name)
    wait_for(page, lambda: page.shown.is_shown(run) and page.shown.elsewhere)
    other.goes_out()
    wait_for_status(page, "paused", 60)
    page.resume()
    assert page.wait(300).status == "finished"
    page.close()


@pytest.mark.engine
def test_resume_of_a_run_that_another_computer_resumed_first_changes_nothing(started, digits):
    run = started.book.new_run(SMALL, TrainingConfig(epochs=5), "embedded", "embedded digits")
    started.shown.show(run, Progress("paused", epochs=5))
    OtherComputer(run)
    started.resume()
    wait_for(started, lambda: started.shown.elsewhere)
    assert run.progress == ON
    assert "trained on another computer (host-7), so nothing was changed here" in started.message
    wait_for(started, lambda: started.engine.current and not started.engine.current.has(run))
