"""What the picture of the test digits is sent: bytes that read as the network itself does."""

import dataclasses

import numpy as np
import pytest

from cnnlab.runs.snapshots import save_snapshot
from cnnlab.session.outputs import NUM_IMAGES, OTHER_DIGITS
from cnnlab.widgets import draw_panel
from cnnlab.widgets.where_digits_go import WhereDigitsGo, as_bytes
from tests.cnnlab.widgets.ready_engine import ReadyEngine
from tests.cnnlab.widgets.runs_on_disk import add_run
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


def test_only_a_run_of_the_digits_that_are_open_is_read(session, send):
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
    send(where, open=True, by="a view")
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


def test_ones_own_digit_is_shown_while_it_is_seen_in_a_view(session, send):
    pad = draw_panel(session).pad
    where = WhereDigitsGo(session)
    for by in ("first", "second"):
        send(where, open=True, by=by)
    send(where, open=False, by="first")
    send(pad, kind="test", turn=1, number=5)
    wait_until(lambda: where.own, 20)
    send(where, open=False, by="second")
    send(pad, kind="test", turn=2, number=6)
    wait_until(lambda: not where.own, 20)


@pytest.mark.parametrize("seen", [{"open": 1, "by": "a view"}, {"open": True}, {"by": "a view"}])
def test_which_view_is_seen_is_said_by_its_name(session, send, seen):
    where = WhereDigitsGo(session)
    send(where, **seen)
    assert "came as" in session.message and "expected" in session.message
    assert where.labels == b""
