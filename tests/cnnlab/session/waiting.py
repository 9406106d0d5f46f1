"""Waiting for what a session on a real engine comes to."""

import threading

from labhelpers.config import CnnConfig
from tests.waiting import wait_until

SMALL = CnnConfig(filters=8, dense_units=16)


def wait_for(session, is_so, seconds=180):
    """Wait until `is_so()`; whatever the session tells meanwhile is looked at."""
    changed = threading.Event()
    for part in (session, session.shown, session.open_book):
        part.observe(lambda _change: changed.set())

    def came():
        return f"{session.shown.progress}, {session.message!r}"

    wait_until(is_so, seconds, changed, came)


def wait_for_status(session, status, seconds=180):
    """Wait until the shown run is "training", "paused" and so on."""
    wait_for(session, lambda: session.shown.progress.status == status, seconds)


def train(session, **choices):
    """Start a run, and wait until it is in training."""
    session.next_run.choose(**choices)
    session.train()
    wait_for_status(session, "training")
