"""The log of the served page: its file, what is in it, and that each record stays whole."""

import logging
import os
import subprocess
import sys

import pytest

from cnnlab.app import logs, serve


@pytest.fixture(autouse=True)
def loggers(monkeypatch):
    """Leave the loggers and LAB_LOG as they were."""
    monkeypatch.delenv(logs.VARIABLE, raising=False)
    named = [None, *logs.PACKAGES, "LabServer"]
    before = [(logging.getLogger(name), logging.getLogger(name).level) for name in named]
    handlers = [(logger, list(logger.handlers)) for logger, _level in before]
    yield
    for logger, level in before:
        logger.setLevel(level)
    for logger, its in handlers:
        logger.handlers = its


def log_lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def test_without_a_name_there_is_no_log():
    before = list(logging.getLogger().handlers)
    logs.log_as_named("LabServer")
    serve.start_log(None)
    assert logging.getLogger().handlers == before


def test_a_record_has_time_level_process_name_and_traceback(tmp_path):
    path = tmp_path / "lab.log"
    serve.start_log(str(path))
    try:
        raise ValueError("a stroke in \ud83d the dark")
    except ValueError:
        logging.getLogger("cnnlab.widgets.draw_pad").exception("A drawing was refused")
    first, *rest = log_lines(path)
    day, time, level, process, name, words = first.split(" ", 5)
    assert len(day.split("-")) == 3 and len(time.split(":")) == 3
    assert (level, process) == ("ERROR", str(os.getpid()))
    assert (name, words) == ("cnnlab.widgets.draw_pad:", "A drawing was refused")
    assert rest[0] == "Traceback (most recent call last):"
    assert rest[-1] == "ValueError: a stroke in \\ud83d the dark"


def test_the_labs_own_steps_are_logged_and_of_others_only_the_warnings(tmp_path):
    path = tmp_path / "lab.log"
    serve.start_log(str(path))
    logs.log_as_named("LabServer")  # as the server does, whose logger hands nothing on
    logging.getLogger("LabServer").propagate = False
    logging.getLogger("LabServer").setLevel(logging.DEBUG)  # as Voila sets it
    for name in ("labhelpers.digits", "cnnlab.runs", "somebody.else", "LabServer"):
        logging.getLogger(name).info("step")
        logging.getLogger(name).warning("warning")
    told = [line.split(" ", 4)[4] for line in log_lines(path)]
    assert told == [
        "labhelpers.digits: step",
        "labhelpers.digits: warning",
        "cnnlab.runs: step",
        "cnnlab.runs: warning",
        "somebody.else: warning",
        "LabServer: warning",
    ]


def test_a_page_that_is_made_twice_logs_once(tmp_path):
    path = tmp_path / "lab.log"
    logs.name_log(path)
    for _ in range(3):
        logs.log_as_named("LabServer")
    logging.getLogger("cnnlab").warning("once")
    assert len(log_lines(path)) == 1


def test_a_log_is_appended_to_and_may_be_moved_away(tmp_path):
    path = tmp_path / "lab.log"
    path.write_text("from before\n")
    serve.start_log(str(path))
    logging.getLogger("cnnlab").warning("first")
    path.rename(tmp_path / "old.log")
    logging.getLogger("cnnlab").warning("second")
    assert len(log_lines(tmp_path / "old.log")) == 2
    assert len(log_lines(path)) == 1


def test_other_processes_find_the_same_file_from_another_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    serve.start_log("lab.log")
    assert os.environ[logs.VARIABLE] == str(tmp_path / "lab.log")


def test_the_variable_alone_names_a_log_too(tmp_path, monkeypatch):
    monkeypatch.setenv(logs.VARIABLE, str(tmp_path / "lab.log"))
    serve.start_log(None)
    logging.getLogger("cnnlab").warning("told")
    assert len(log_lines(tmp_path / "lab.log")) == 1


def test_a_log_that_nobody_can_write_is_a_sentence(tmp_path):
    for place in (tmp_path, tmp_path / "no" / "folder.log"):
        with pytest.raises(SystemExit, match=r"^Nothing can be logged to .*Let --log or LAB_LOG"):
            serve.start_log(str(place))


def test_a_log_that_cannot_be_written_any_more_stops_nobody(tmp_path, capsys):
    folder = tmp_path / "logs"
    folder.mkdir()
    serve.start_log(str(folder / "lab.log"))
    (folder / "lab.log").unlink()
    folder.rmdir()
    logging.getLogger("cnnlab").warning("lost")
    assert capsys.readouterr().err == ""


WRITER = """
import logging, sys
from cnnlab.app import logs
logs.MOST_OF_A_KIND = 300
logs.log_as_named()
for number in range(300):
    logging.getLogger("cnnlab").warning("%s %s", sys.argv[1] * 3000, number)
"""


def test_lines_of_several_processes_stay_whole(tmp_path, project):
    path = tmp_path / "lab.log"
    logs.name_log(path)
    environment = os.environ | {"PYTHONPATH": str(project)}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, letter], env=environment)
        for letter in "abcd"
    ]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    told = [line.split(": ", 1)[1].split(" ") for line in log_lines(path)]
    assert len(told) == 1200
    for letter in "abcd":
        numbers = [int(number) for words, number in told if words == letter * 3000]
        assert numbers == list(range(300))


def test_what_comes_too_often_is_left_out_and_counted(tmp_path):
    path = tmp_path / "lab.log"
    log = logs.LogFile(path)
    for number in range(1000):
        log.handle(record_at(number / 1000, "knock"))
    for number in range(3):
        log.handle(record_at(number, "another", line=2))
    log.handle(record_at(120, "knock"))
    written = path.read_text().splitlines()
    assert len([line for line in written if "another" in line]) == 3
    assert len([line for line in written if "knock" in line]) == logs.MOST_OF_A_KIND + 1
    assert written[-1].endswith("knock (950 like it before were left out)")


def record_at(seconds, words, line=1):
    """Return a warning of a place in a file of the lab, 1,000 seconds and more after 1970."""
    record = logging.LogRecord("cnnlab", logging.WARNING, "door.py", line, words, (), None)
    record.created = 1000 + seconds
    return record
