"""A worker does not begin a run anew because its state cannot be read."""

import time

import pytest

from cnnlab import engine
from tests.recorded import recorded_run


@pytest.mark.engine
def test_a_worker_leaves_a_run_alone_whose_state_cannot_be_read(book):
    run = recorded_run(book, "damaged", epochs=1, filters=8)
    (run.folder / "progress.json").write_text('{"status": "fini')
    before = {path.name: path.read_bytes() for path in run.folder.iterdir()}
    told = []
    connection = engine.connect()
    try:
        connection.follow(run, told.append)
        connection.train(run)
        deadline = time.monotonic() + 90
        while not told or connection.has(run):
            assert time.monotonic() < deadline, told
            time.sleep(0.1)
    finally:
        connection.close()
    assert [progress.status for progress in told] == ["damaged"]
    assert told[0].message.startswith("progress.json cannot be read (")
    assert {path.name: path.read_bytes() for path in run.folder.iterdir()} == before
