"""Waiting for what other threads and processes come to."""

import threading
import time

# A second, in Playwright's milliseconds; threefold, since machines are shared and may be slow. It
# is how long something is waited for at most, never how long it has to take.
PATIENT_SECONDS = 3000


def wait_until(is_so, seconds=180, changed=None, came=None):
    """Wait until `is_so()`; fail where it is not within so many seconds.

    changed: an event that is set where it is worth looking at once, and not only every 0.05 s.
    came: a function that says what there is instead.
    """
    changed = changed or threading.Event()
    deadline = time.monotonic() + seconds
    while not is_so():
        instead = f": {came()}" if came else ""
        assert time.monotonic() < deadline, f"it was not so within {seconds} s{instead}"
        changed.wait(0.05)
        changed.clear()


def painted(session):
    """Wait until a session has painted what it was to paint, and has told what came of it."""
    done = threading.Event()
    # Not by `in_background`, which then collects garbage: a tenth of a second, at each wait.
    session._painter.later(done.set)
    assert done.wait(120)
    session.do(list)
