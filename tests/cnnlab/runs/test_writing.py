"""Writing leaves the old file or the new one, on full disks and read-only folders too."""

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from cnnlab.runs import Book, Run
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Progress
from labhelpers.files import replacing
from tests.recorded import measured
from tests.small_disk import fill, small_disk


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
metrics = run.metrics
for number in range(10**9):
    run.save_checkpoint({"first": np.full(300_000, number), "last": np.full(300_000, number)})
    run.save_metrics(metrics | {"first": number, "filler": "x" * 500_000, "last": number})
    print(number, flush=True)
"""


def test_a_process_killed_while_it_writes_leaves_whole_files(run):
    run.save_metrics(measured())
    for trial in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(run.folder)], stdout=subprocess.PIPE, text=True
        )
        written = int(writer.stdout.readline())
        time.sleep(0.003 + 0.0037 * trial)
        writer.kill()
        written = int((writer.communicate()[0].split() or [written])[-1])
        checkpoint = run.checkpoint
        metrics = run.metrics
        assert np.all(checkpoint["first"] == checkpoint["last"])
        assert metrics["first"] == metrics["last"]
        # What was said to be written is there; at most the next number is, too.
        assert written <= metrics["first"] <= checkpoint["first"][0] <= written + 1
    assert Run.load(run.folder) == run
    assert run.metrics is not None
    run.save_metrics(measured())
    assert run.metrics == measured()


def test_a_reader_never_sees_half_a_file(run):
    run.save_metrics(measured(first=-1, last=-1))
    run.save_checkpoint({"first": np.zeros(1), "last": np.zeros(1)})
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(run.folder)], stdout=subprocess.PIPE, text=True
    )
    try:
        writer.stdout.readline()
        for _ in range(60):
            metrics = run.metrics
            checkpoint = run.checkpoint
            assert metrics["first"] == metrics["last"]
            assert checkpoint["first"][0] == checkpoint["last"][0]
    finally:
        writer.kill()
        writer.communicate()


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
    run.save_metrics(measured(accuracy=0.5))
    command = [sys.executable, "-c", FULL, str(run.folder)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True).stdout
    assert said.split("\n")[:3] == ["OSError True"] * 3
    np.testing.assert_array_equal(run.checkpoint["weights"], np.zeros(3))
    assert run.metrics == measured(accuracy=0.5)
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
    with small_disk(folder, "200k") as mounted:
        yield mounted


def test_a_full_disk_raises_and_is_used_again_once_there_is_room(tiny_disk):
    if tiny_disk is None:
        # The limit on the size of files, above, is the same case for accounts that may not
        # mount.
        return
    book = Book(root=tiny_disk)
    run = book.new_run(CnnConfig(), TrainingConfig())
    run.save()
    run.save_checkpoint({"weights": np.zeros(3)})
    filler = fill(tiny_disk)
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
