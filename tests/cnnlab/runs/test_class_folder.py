"""What a class has beside its books: a message to all pages, and the wall's secret."""

import os
import stat

import pytest

from cnnlab.runs import all_runs, class_folder
from cnnlab.runs.class_folder import (
    FOLDER,
    LONGEST_MESSAGE,
    NOTHING_SAID,
    keep_wall_address,
    message_to_all,
    say_to_all,
    wall_secret,
)
from cnnlab.runs.json_files import read_json, write_json


def test_what_is_said_is_there_until_it_is_cleared(lab_runs):
    assert message_to_all() == NOTHING_SAID
    said = say_to_all("  Look up,\n please.  ")
    assert said.text == "Look up, please."
    assert message_to_all() == said
    say_to_all("")
    assert message_to_all() == NOTHING_SAID


def test_a_message_that_nobody_cleared_is_not_for_the_next_class(lab_runs, monkeypatch):
    say_to_all("Look up.")
    monkeypatch.setattr(class_folder, "SECONDS_OF_A_MESSAGE", 0)
    assert message_to_all() == NOTHING_SAID


@pytest.mark.parametrize("text", [None, 3, ["a"], "a" * (LONGEST_MESSAGE + 1), "a\x00b", "\ud800"])
def test_what_is_no_message_is_refused(lab_runs, text):
    with pytest.raises(ValueError, match="expected"):
        say_to_all(text)
    assert message_to_all() == NOTHING_SAID


@pytest.mark.parametrize("content", ["", "[]", "{", '{"text": 3}', '{"text": "a", "at": "b"}'])
def test_a_damaged_file_says_nothing(lab_runs, content):
    say_to_all("Look up.")
    (lab_runs / FOLDER / "message.json").write_text(content)
    assert message_to_all() == NOTHING_SAID


def test_the_secret_is_the_same_after_a_restart_and_another_elsewhere(lab_runs, monkeypatch):
    secret = wall_secret()
    assert len(secret) >= 32
    assert wall_secret() == secret
    monkeypatch.setenv("LAB_RUNS", str(lab_runs / "other"))
    assert wall_secret() != secret


def test_the_address_is_kept_with_the_secret(lab_runs):
    secret = wall_secret()
    kept = keep_wall_address("http://lab/wall/a", secret)
    assert read_json(kept)["address"] == "http://lab/wall/a"
    assert wall_secret() == secret


@pytest.mark.parametrize("kept", [{}, {"secret": ""}, {"secret": 3}, {"secret": "short"}])
def test_a_secret_that_is_none_is_replaced(lab_runs, kept):
    wall_secret()
    write_json(lab_runs / FOLDER / "wall.json", kept)
    assert len(wall_secret()) >= 32
    assert wall_secret() == wall_secret()


@pytest.mark.skipif(os.name != "posix", reason="rights as on Linux and macOS")
def test_no_other_account_reads_it_whoever_reads_the_books(lab_runs):
    lab_runs.chmod(0o770)
    wall_secret()
    assert stat.S_IMODE((lab_runs / FOLDER).stat().st_mode) == 0o700
    assert stat.S_IMODE((lab_runs / FOLDER / "wall.json").stat().st_mode) == 0o600


def test_where_nothing_can_be_written_there_is_a_secret_for_this_time(lab_runs, monkeypatch):
    blocked = lab_runs / "file"
    blocked.write_text("")
    monkeypatch.setenv("LAB_RUNS", str(blocked))
    assert len(wall_secret()) >= 32
    assert keep_wall_address("http://lab/wall/a", "a") is None


def test_no_book_and_no_run_is_made_of_it(lab_runs):
    wall_secret()
    say_to_all("Look up.")
    assert all_runs() == []
