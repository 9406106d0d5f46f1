"""A run's folder on disk: whole files whatever happens, safe names, unreadable folders passed over."""

import dataclasses
import json
import os
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest

from cnnlab.runs import Book, Run, runs_folder
from cnnlab.runs.book import TRASH
from cnnlab.runs.run import NAME_PATTERN
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Batch, Epoch, Finished, Progress, Started
from labhelpers.files import replacing

BAD_NAMES = [
    *[
        "",
        ".",
        "..",
        "../default",
        "../../etc",
        "a/b",
        "a\\b",
        "/tmp",
        "~",
        ".hidden",
        "-option",
        "_x",
        "a b",
        "a.b",
    ],
    *["x" * 65, "Zoë", "学生", "a\n", "a\0b", "a%2e%2e", None, 7, b"default", ["default"]],
]
GOOD_NAMES = ["default", "a", "7", "x" * 64, "Class-3_B", "20250101-120000-abc123"]
NO_RUNS = [
    "",
    "{",
    "null",
    "[]",
    "3",
    "{}",
    '{"cnn": {}}',
    '{"cnn": {}, "training": {"epochs": 0}}',
    "\x00\x01",
]
NO_PROGRESS = ["", "{", "null", "[]", '{"points": 5}', '{"validation": [1, 2]}']


@pytest.fixture
def book(lab_runs):
    return Book()


@pytest.fixture
def run(book):
    run = book.new_run(
        CnnConfig(filters=8), TrainingConfig(epochs=2, seed=3), "embedded", "embedded digits"
    )
    run.save()
    return run


def finished(book, created, accuracy=0.9):
    """Return a run that finished at a time of its own choosing."""
    run = dataclasses.replace(book.new_run(CnnConfig(), TrainingConfig()), created=created)
    run.save()
    run.save_progress(Progress().after(Started(1, 1)).after(Finished()))
    run.save_metrics({"accuracy": accuracy})
    return run


# What is written comes back


def test_the_folder_of_runs(lab_runs, monkeypatch, project, tmp_path):
    assert runs_folder() == lab_runs
    monkeypatch.setenv("LAB_RUNS", "")
    assert runs_folder() == project / "runs"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAB_RUNS", "elsewhere")
    assert runs_folder() == tmp_path / "elsewhere"


def test_a_new_run_is_not_on_disk(book, lab_runs):
    run = book.new_run(CnnConfig(), TrainingConfig())
    assert run.folder.parent == lab_runs / "default"
    assert NAME_PATTERN.fullmatch(run.name)
    assert list(lab_runs.iterdir()) == []
    assert book.runs() == []
    assert book.new_run(CnnConfig(), TrainingConfig()).folder != run.folder


def test_a_run_comes_back(book, run):
    assert Run.load(run.folder) == run
    assert book.runs() == [run]
    assert book.run(run.name) == run
    assert "folder" not in json.loads((run.folder / "run.json").read_text())


def test_a_moved_folder_of_runs_is_found(lab_runs, run, tmp_path):
    shutil.move(lab_runs, tmp_path / "moved")
    (moved,) = Book(root=tmp_path / "moved").runs()
    assert moved == dataclasses.replace(run, folder=tmp_path / "moved" / "default" / run.name)


def test_before_training(run):
    assert run.progress == Progress(epochs=2)
    assert (run.metrics, run.probabilities, run.checkpoint) == (None, None, None)


def test_progress_metrics_and_arrays_come_back(run):
    progress = (
        Progress()
        .after(Started(2, 4))
        .after(Batch(4, 1.0, 0.5, 1.0))
        .after(Epoch(1.0, 0.5, 0.9, 0.6, 1.5))
    )
    run.save_progress(progress)
    assert run.progress == progress
    run.save_metrics({"accuracy": 0.5, "mistakes": [{"index": 3}]})
    assert run.metrics == {"accuracy": 0.5, "mistakes": [{"index": 3}]}
    probabilities = np.random.default_rng(0).random((7, 10))
    run.save_probabilities(probabilities)
    assert run.probabilities.dtype == np.float32
    np.testing.assert_array_equal(run.probabilities, probabilities.astype("float32"))
    arrays = {
        "epoch": np.asarray(1),
        "model_000": np.ones((3, 3), "float32"),
        "bits": np.array([np.nan, np.inf]),
    }
    run.save_checkpoint(arrays)
    assert set(run.checkpoint) == set(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(run.checkpoint[name], array)
        assert run.checkpoint[name].dtype == array.dtype
    names = {path.name for path in run.folder.iterdir()}
    assert names == {
        "run.json",
        "progress.json",
        "metrics.json",
        "predictions.npz",
        "checkpoint.npz",
    }


def test_titles(run):
    assert run.title.startswith("8 filters, 2 epochs (")
    one = dataclasses.replace(run, cnn=CnnConfig(filters=1), training=TrainingConfig(epochs=1))
    assert one.title.startswith("1 filter, 1 epoch (")


# Names


@pytest.mark.parametrize("name", BAD_NAMES, ids=repr)
def test_a_name_that_could_lead_elsewhere_is_refused(name, book, lab_runs):
    with pytest.raises(ValueError, match=r"^The name of a book is .*expected 1 to 64 letters"):
        Book(name)
    with pytest.raises(ValueError, match=r"^The name of a run is .*expected 1 to 64 letters"):
        book.run(name)


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_a_plain_name_is_accepted(name, lab_runs):
    assert Book(name).folder == lab_runs / name
    assert Book(name).runs() == []


def test_a_long_name_is_cut_in_the_message():
    with pytest.raises(ValueError, match="name of a book") as refusal:
        Book("x" * 10_000)
    assert len(str(refusal.value)) < 250


def test_books_do_not_see_each_other(book, run):
    assert Book("other").runs() == []
    with pytest.raises(ValueError, match="holds no run"):
        Book("other").run(run.name)


# Folders that cannot be read


@pytest.mark.parametrize("content", NO_RUNS, ids=repr)
def test_an_unreadable_run_is_passed_over(book, run, content):
    broken = book.folder / "broken"
    broken.mkdir()
    (broken / "run.json").write_text(content)
    assert book.runs() == [run]
    with pytest.raises(ValueError, match=r"^broken holds no run that can be read"):
        book.run("broken")


@pytest.mark.parametrize(
    "created", ["yesterday", None, 1e30, float("nan"), float("-inf"), [1]], ids=repr
)
def test_a_run_without_a_readable_time_is_passed_over(book, run, created):
    broken = dataclasses.replace(book.new_run(CnnConfig(), TrainingConfig()), created=created)
    broken.save()
    assert book.runs() == [run]


def test_odd_things_in_a_book_are_passed_over(book, run):
    (book.folder / "note.txt").write_text("hello")
    (book.folder / "empty").mkdir()
    (book.folder / "odd" / "run.json").mkdir(parents=True)
    (book.folder / "latin").mkdir()
    (book.folder / "latin" / "run.json").write_bytes(b'{"dataset": "\xe9"}')
    assert book.runs() == [run]


@pytest.mark.parametrize("content", NO_PROGRESS, ids=repr)
def test_unreadable_progress_is_that_of_a_waiting_run(run, content):
    (run.folder / "progress.json").write_text(content)
    assert run.progress == Progress(epochs=2)


@pytest.mark.parametrize("content", ["", "{", "[]", "3", "null"])
def test_unreadable_metrics_are_none(book, run, content):
    (run.folder / "metrics.json").write_text(content)
    run.save_progress(Progress().after(Started(1, 1)).after(Finished()))
    assert run.metrics is None
    assert book.latest_finished() is None


def broken_archives():
    """Return the bytes of archives that are damaged in different ways."""
    import io

    whole = io.BytesIO()
    np.savez(whole, probabilities=np.ones((4, 10), "float32"))
    plain, pickled = io.BytesIO(), io.BytesIO()
    np.savez(pickled, probabilities=np.array([{}], dtype=object))
    np.save(plain, np.ones(3))
    whole = whole.getvalue()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    cut = {f"cut to {share:.0%}": whole[: int(len(whole) * share)] for share in (0.01, 0.5, 0.99)}
    return {
        "empty": b"",
        "text": b"no archive",
        "pickled": pickled.getvalue(),
        "flipped": bytes(flipped),
        **cut,
    }


@pytest.mark.parametrize("content", broken_archives().values(), ids=broken_archives().keys())
def test_a_damaged_archive_is_as_none(run, content):
    for name in ("checkpoint.npz", "predictions.npz"):
        (run.folder / name).write_bytes(content)
    assert run.checkpoint is None
    assert run.probabilities is None


# The latest finished run, and deleting


def test_runs_are_newest_first(book):
    made = [finished(book, created) for created in (200.0, 300.0, 100.0)]
    assert [run.created for run in book.runs()] == [300.0, 200.0, 100.0]
    assert book.latest_finished() == made[1]


def test_the_latest_finished_run_finished_and_was_measured(book):
    assert book.latest_finished() is None
    oldest = finished(book, 100.0)
    unmeasured, stopped = finished(book, 200.0), finished(book, 300.0)
    (unmeasured.folder / "metrics.json").unlink()
    stopped.save_progress(dataclasses.replace(stopped.progress, status="stopped"))
    dataclasses.replace(book.new_run(CnnConfig(), TrainingConfig()), created=400.0).save()
    assert book.latest_finished() == oldest


def test_deleting_removes_that_run_alone(book):
    kept, removed = finished(book, 1.0), finished(book, 2.0)
    book.delete(removed)
    assert book.runs() == [kept]
    assert not removed.folder.exists()
    with pytest.raises(OSError, match=removed.name):
        book.delete(removed)


def test_a_deleted_run_comes_back_whole(book):
    run, other = finished(book, 2.0), finished(book, 1.0)
    run.rename("mine")
    run.save_probabilities(np.ones((2, 10)))
    book.delete(run)
    book.delete(other)  # the trash holds more than one
    book.restore(run)
    (back,) = book.runs()
    assert (back.title, back.metrics, back.probabilities.shape) == (
        "mine",
        {"accuracy": 0.9},
        (2, 10),
    )
    with pytest.raises(OSError, match=run.name):
        book.restore(run)
    book.delete(run)
    assert book.runs() == []


def test_the_trash_is_emptied_after_thirty_days(book):
    fresh, old = finished(book, 1.0), finished(book, 2.0)
    long_ago = time.time() - 31 * 24 * 3600
    for run in (fresh, old):
        # What counts is when it was deleted, not when it was trained.
        os.utime(run.folder, (long_ago, long_ago))
        book.delete(run)
    os.utime(book.folder / TRASH / old.name, (long_ago, long_ago))
    (book.folder / TRASH / "note.txt").write_text("no folder")
    book.empty_trash()
    book.restore(fresh)
    with pytest.raises(OSError, match=old.name):
        book.restore(old)
    assert book.runs() == [fresh]
    Book("empty").empty_trash()


def test_nothing_outside_is_removed_with_the_trash(book, run, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("kept")
    book.delete(run)
    (book.folder / TRASH / "link").symlink_to(outside)
    os.utime(outside, (0, 0))
    book.empty_trash()
    assert (outside / "kept.txt").exists()


# Titles that somebody gave


@pytest.mark.parametrize(
    "title", ["a", "x" * 60, "Mein Netz", "学生的网络", "شبكة", "  blanks around ", "🙂", "<b>&"]
)
def test_a_run_can_be_renamed(book, run, title):
    run.rename(title)
    (renamed,) = book.runs()
    assert renamed.title == title.strip()
    assert (renamed.name, renamed.cnn, renamed.training) == (run.name, run.cnn, run.training)
    run.save()  # as the worker does, which knows the old title
    assert book.run(run.name).title == title.strip()


@pytest.mark.parametrize(
    "title",
    [
        "",
        "   ",
        "x" * 61,
        "x" * 10**6,
        "two\nlines",
        "a\0b",
        "a\x1b[31m",
        "\ud800",
        "\u200d",
        "a\u2028b",
        None,
        7,
        ["a"],
    ],
    ids=lambda title: repr(title)[:20],
)
def test_a_title_that_cannot_be_read_in_a_line_is_refused(book, run, title):
    with pytest.raises(
        ValueError, match=r"expected 1 to 60 characters on one line\. Choose"
    ) as refusal:
        run.rename(title)
    assert len(str(refusal.value)) < 200
    assert book.run(run.name).title == run.title
    assert not (run.folder / "title.json").exists()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"title": 7}', '{"title": ""}', '{"title": "a\\nb"}']
)
def test_an_unreadable_title_is_as_none(book, run, content):
    (run.folder / "title.json").write_text(content)
    assert book.runs() == [run]


def test_deleting_never_leaves_the_book(book, run, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    for folder in (book.folder / "..", outside / ".."):
        with pytest.raises(ValueError, match="name of a run"):
            book.delete(dataclasses.replace(run, folder=folder))
    assert outside.exists()
    assert book.runs() == [run]


# Writing: the old file or the new one


def test_an_error_while_writing_leaves_the_old_file_and_nothing_beside_it(run):
    before = (run.folder / "run.json").read_bytes()
    with pytest.raises(KeyError), replacing(run.folder / "run.json") as beside:
        beside.write_text("half")
        raise KeyError
    assert (run.folder / "run.json").read_bytes() == before
    with pytest.raises(TypeError):
        run.save_metrics({"model": object()})
    assert [path.name for path in run.folder.iterdir()] == ["run.json"]


def test_what_is_written_beside_keeps_its_ending(tmp_path):
    with replacing(tmp_path / "deep" / "model.keras") as beside:
        assert beside.parent == tmp_path / "deep"
        assert beside.suffix == ".keras"
        beside.write_text("network")
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["model.keras"]


WRITER = """
import sys
import numpy as np
from cnnlab.runs import Run
run = Run.load(sys.argv[1])
for number in range(10**9):
    run.save_checkpoint({"first": np.full(300_000, number), "last": np.full(300_000, number)})
    run.save_metrics({"first": number, "filler": "x" * 500_000, "last": number})
    print(number, flush=True)
"""


def test_a_process_killed_while_it_writes_leaves_whole_files(run):
    for trial in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(run.folder)], stdout=subprocess.PIPE, text=True
        )
        written = int(writer.stdout.readline())
        time.sleep(0.003 + 0.0037 * trial)
        writer.kill()
        written = int((writer.communicate()[0].split() or [written])[-1])
        checkpoint, metrics = run.checkpoint, run.metrics
        assert np.all(checkpoint["first"] == checkpoint["last"])
        assert metrics["first"] == metrics["last"]
        # What was said to be written is there; at most the next number is, too.
        assert written <= metrics["first"] <= checkpoint["first"][0] <= written + 1
    assert Run.load(run.folder) == run
    assert run.metrics is not None
    run.save_metrics({"accuracy": 1.0})
    assert run.metrics == {"accuracy": 1.0}


def test_a_reader_never_sees_half_a_file(run):
    run.save_metrics({"first": -1, "last": -1})
    run.save_checkpoint({"first": np.zeros(1), "last": np.zeros(1)})
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(run.folder)], stdout=subprocess.PIPE, text=True
    )
    try:
        writer.stdout.readline()
        for _ in range(60):
            metrics, checkpoint = run.metrics, run.checkpoint
            assert metrics["first"] == metrics["last"]
            assert checkpoint["first"][0] == checkpoint["last"][0]
    finally:
        writer.kill()
        writer.communicate()


# Disks that are full, folders that are read-only


FULL = """
import resource, signal, sys
import numpy as np
from cnnlab.runs import Run
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
run = Run.load(sys.argv[1])
for save, content in [
    (run.save_checkpoint, {"weights": np.ones(100_000)}),
    (run.save_probabilities, np.ones((10_000, 10))),
    (run.save_metrics, {"filler": "x" * 100_000}),
]:
    try:
        save(content)
        print("written")
    except OSError as error:
        print("OSError", bool(error.strerror))
"""


@pytest.mark.skipif(os.name != "posix", reason="limits on the size of files are POSIX's")
def test_where_nothing_more_can_be_written_the_old_files_stay(run):
    run.save_checkpoint({"weights": np.zeros(3)})
    run.save_metrics({"accuracy": 0.5})
    command = [sys.executable, "-c", FULL, str(run.folder)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert said.split("\n")[:3] == ["OSError True"] * 3
    np.testing.assert_array_equal(run.checkpoint["weights"], np.zeros(3))
    assert run.metrics == {"accuracy": 0.5}
    assert {path.name for path in run.folder.iterdir()} == {
        "run.json",
        "checkpoint.npz",
        "metrics.json",
    }


@pytest.fixture
def tiny_disk(tmp_path):
    """Return the folder of a file system of 200 kB, where this account may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        yield None
        return
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_raises_and_is_used_again_once_there_is_room(tiny_disk):
    if tiny_disk is None:
        # The limit on the size of files, above, is the same case for accounts that may not
        # mount.
        return
    book = Book(root=tiny_disk)
    run = book.new_run(CnnConfig(), TrainingConfig())
    run.save()
    run.save_checkpoint({"weights": np.zeros(3)})
    filler = tiny_disk / "filler"
    filler.write_bytes(bytes(150_000))
    with pytest.raises(OSError, match="No space left"):
        run.save_checkpoint({"weights": np.ones(20_000)})
    np.testing.assert_array_equal(run.checkpoint["weights"], np.zeros(3))
    filler.unlink()
    run.save_checkpoint({"weights": np.ones(20_000)})
    assert run.checkpoint["weights"].shape == (20_000,)
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    with pytest.raises(OSError, match="Read-only"):
        run.save_progress(Progress())
    with pytest.raises(OSError, match="Read-only"):
        book.new_run(CnnConfig(), TrainingConfig()).save()
    for change in (book.delete, lambda run: run.rename("mine")):
        with pytest.raises(OSError, match="Read-only"):
            change(run)
    assert book.runs() == [run]


def test_a_file_where_the_book_should_be_is_an_oserror(lab_runs):
    (lab_runs / "default").write_text("not a folder")
    book = Book()
    assert book.runs() == []
    with pytest.raises(OSError, match=r"default|run\.json"):
        book.new_run(CnnConfig(), TrainingConfig()).save()
