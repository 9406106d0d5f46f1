"""What the picture of the test digits is sent: bytes that read as the network itself does."""

import dataclasses

import numpy as np
import pytest

from cnnlab.runs.snapshots import save_snapshot
from cnnlab.session.outputs import NUM_IMAGES, OTHER_DIGITS
from cnnlab.widgets.where_digits_go import WhereDigitsGo, as_bytes
from tests.cnnlab.widgets.ready_engine import ReadyEngine
from tests.cnnlab.widgets.runs_on_disk import add_run
from tests.from_browser import send
from tests.waiting import wait_until

pytestmark = pytest.mark.panels


def test_probabilities_as_bytes_are_read_as_the_network_reads_them():
    scores = np.random.default_rng(0).normal(scale=0.02, size=(5, 500, 10))
    nearly_even = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
    sure = np.eye(10)[np.arange(500) % 10][np.newaxis]
    alike = np.full((5, 500, 10), 0.1) + 1e-7 * np.arange(10)
    for probabilities in (nearly_even, sure, alike):
        sent = np.frombuffer(as_bytes(probabilities), "<u2").reshape(probabilities.shape)
        greatest = sent.max(axis=-1, keepdims=True)
        assert ((sent == greatest).sum(axis=-1) == 1).all()
        assert (sent.argmax(axis=-1) == probabilities.argmax(axis=-1)).all()
        assert np.abs(sent / 65_535 - probabilities).max() < 1.5 / 65_535


def test_only_a_run_of_the_digits_that_are_open_is_read(session):
    engine = ReadyEngine(session)
    others = {}
    for created, checksum in [(1.0, session.digits.checksum), (2.0, "0" * 64)]:
        run = add_run(session, created)
        dataclasses.replace(run, checksum=checksum).save()
        save_snapshot(run, 1, [np.zeros((2, 2), "float32")])
        others[checksum] = run.name
    session.open_book.refresh()
    where = WhereDigitsGo(session)
    session.open_book.select(others["0" * 64])
    send(where, open=True)
    session._reader.do(list)
    assert (where.problem, where.num_read, engine.asked) == (OTHER_DIGITS, 0, [])
    session.open_book.select(others[session.digits.checksum])
    wait_until(lambda: where.outputs, seconds=20)
    assert where.problem == ""
    num_moments = len(session.moments.all)
    num_images = min(NUM_IMAGES, len(session.digits.test_labels))
    assert len(where.outputs) == num_moments * num_images * 10 * 2
    session.open_book.select(others["0" * 64])
    session._reader.do(list)
    session.do(list)
    assert (where.problem, where.outputs) == (OTHER_DIGITS, b"")
