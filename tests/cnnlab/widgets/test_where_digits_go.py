"""What the picture of the test digits is sent: bytes that read as the network itself does."""

import numpy as np
import pytest

from cnnlab.widgets import draw_panel
from cnnlab.widgets.where_digits_go import WhereDigitsGo, as_bytes
from tests.waiting import wait_until

pytestmark = pytest.mark.panels


def test_probabilities_as_bytes_are_read_as_the_network_reads_them():
    scores = np.random.default_rng(0).normal(scale=0.02, size=(5, 500, 10))
    nearly_even = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
    sure = np.eye(10)[np.arange(500) % 10][np.newaxis]
    for probabilities in (nearly_even, sure):
        sent = np.frombuffer(as_bytes(probabilities), "uint8").reshape(probabilities.shape)
        greatest = sent.max(axis=-1, keepdims=True)
        assert ((sent == greatest).sum(axis=-1) == 1).all()
        assert (sent.argmax(axis=-1) == probabilities.argmax(axis=-1)).all()
        assert np.abs(sent / 255 - probabilities).max() < 1.5 / 255


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
