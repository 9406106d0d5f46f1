"""What a killed process leaves goes, and what somebody still writes stays."""

import os
import subprocess
import sys
import time

from cnnlab.runs import Run
from cnnlab.runs.lease import take
from cnnlab.runs.leftovers import SECONDS_UNTIL_LEFT
from labhelpers.files import replacing

# Begins three files as a worker and a page do, says so, and waits to be killed.
WRITER = """
import sys, time
from pathlib import Path
from cnnlab.runs import Run
from cnnlab.runs.lease import take
from labhelpers.files import replacing
folder = Path(sys.argv[1])
lease = take(folder)
title = replacing(folder / "title.json")
with title as beside, replacing(folder / "model.keras", lease.folder) as other:
    beside.write_text("half")
    other.write_bytes(bytes(100_000))
    print("begun", flush=True)
    time.sleep(600)
"""


def names(folder):
    return sorted(path.name for path in folder.rglob("*"))


def grow_old(folder, seconds=SECONDS_UNTIL_LEFT + 60):
    for path in folder.rglob("*"):
        os.utime(path, (time.time() - seconds, time.time() - seconds))


def test_what_a_killed_process_left_is_removed_when_it_is_old(book, run):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(run.folder)], stdout=subprocess.PIPE
    )
    assert writer.stdout.readline() == b"begun\n"
    during = names(run.folder)
    book.tidy()
    assert names(run.folder) == during, "a living writer's files were taken away"
    grow_old(run.folder, SECONDS_UNTIL_LEFT / 2)
    book.tidy()
    assert names(run.folder) == during
    writer.kill()
    writer.communicate()
    book.tidy()
    (left,) = [name for name in names(run.folder) if name != "run.json"]
    assert left.endswith("-title.json"), "the dead writer's lease goes at once"
    grow_old(run.folder)
    book.tidy()
    assert names(run.folder) == ["run.json"]
    assert book.runs() == [run]


def test_what_is_no_leftover_stays(book, run):
    for name in (".hidden", ".0123456789abcdefg", "model.keras.damaged", ".git"):
        (run.folder / name).write_text("")
    (book.folder / ".trash").mkdir()
    grow_old(book.folder)
    before = names(book.folder)
    book.tidy()
    assert names(book.folder) == before


def test_a_living_holder_keeps_its_lease_however_old_its_files_are(book, run):
    lease = take(run.folder)
    grow_old(run.folder)
    book.tidy()
    assert lease.is_held
    with replacing(run.folder / "title.json", lease.folder) as beside:
        beside.write_text("{}")
    lease.release()
    assert Run.load(run.folder) == run


def test_a_folder_that_was_left_is_removed(book, run):
    left = run.folder / ".0123456789abcdef" / "0123456789abcdef"
    left.mkdir(parents=True)
    (left / "holder.json").write_text("{")
    (book.folder / ".01234567-title.json").write_text("{")
    grow_old(book.folder)
    book.tidy()
    assert names(book.folder) == sorted([run.name, "run.json"])


def test_half_of_unpacked_digits_is_removed(book, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setenv("LAB_CACHE", str(cache))
    (cache / ".01234567-digits.npy").write_bytes(bytes(10))
    (cache / "digits.npy").write_bytes(bytes(10))
    book.tidy()
    assert names(cache) == [".01234567-digits.npy", "digits.npy"]
    grow_old(cache)
    book.tidy()
    assert names(cache) == ["digits.npy"]
