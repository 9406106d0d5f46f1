"""A worker meets damaged files: what it says, and that it writes over none of them."""

import zipfile

import numpy as np
import pytest

from cnnlab.runs.json_files import DamagedFileError
from labhelpers.events import Paused
from tests.recorded import recorded_run
from tests.waiting import wait_until

pytestmark = [pytest.mark.engine]

UNREADABLE = r"^model\.keras of this run cannot be read"
IMAGE = np.zeros((1, 28, 28), "uint8")


def test_a_checkpoint_that_cannot_be_read_is_told_and_kept(engine, book):
    run = recorded_run(book, "paused", Paused(), is_measured=False, epochs=2, filters=8)
    (run.folder / "checkpoint.npz").write_bytes(b"half of what it was")
    told = []
    engine.follow(run, told.append)
    engine.train(run)
    wait_until(lambda: told and told[-1].status == "finished")
    words = "checkpoint.npz cannot be read (it is not whole, or it was changed), so the run begins"
    assert any(progress.message == f"{words} anew." for progress in told)
    assert (run.folder / "checkpoint.npz.damaged").read_bytes() == b"half of what it was"
    assert run.progress.epoch == 2
    assert int(run.checkpoint["epoch"]) == 2


def test_a_network_that_cannot_be_read_is_told_without_its_place(engine, book):
    run = recorded_run(book, "finished", epochs=1, filters=8)
    for content in (None, b"", b"no archive"):
        run.model_path.unlink(missing_ok=True)
        if content is not None:
            run.model_path.write_bytes(content)
        with pytest.raises(DamagedFileError, match=UNREADABLE) as told:
            engine.inspect(run, "predict", IMAGE)
        assert str(book.folder) not in str(told.value)
    with zipfile.ZipFile(run.model_path, "w") as archive:
        archive.writestr("config.json", "{}")
    with pytest.raises(DamagedFileError, match=UNREADABLE) as told:
        engine.inspect(run, "predict", IMAGE)
    assert str(book.folder) not in str(told.value)
