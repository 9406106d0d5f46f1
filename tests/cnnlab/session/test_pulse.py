"""A worker or an engine that is frozen is told of within seconds, and only then."""

import os
import time

import psutil
import pytest

from cnnlab.session.pulse import silence_of
from tests.cnnlab.session.waiting import train, wait_for


def test_silence_is_told_in_steps_that_have_passed():
    assert silence_of("worker", 4.9) == ""
    assert silence_of("worker", 9.9).startswith("The worker has not answered for 5 s. Its machine")
    assert silence_of("engine", 14).startswith("The engine has not answered for 10 s.")
    assert "may be very busy, or its process was stopped" in silence_of("engine", 4000)


@pytest.mark.engine
@pytest.mark.skipif(os.name != "posix", reason="Windows has no signal that stops a process")
def test_a_frozen_worker_and_a_frozen_engine_are_told_of_until_they_answer(started):
    train(started, epochs=100)
    engine = started.engine.connected()
    (worker,) = engine.client.run(os.getpid).values()
    for who, pid in (("worker", worker), ("engine", engine.pid)):
        assert started.shown.silence == ""
        process = psutil.Process(pid)
        process.suspend()
        try:
            frozen = time.monotonic()
            wait_for(started, lambda: started.shown.silence, 120)
            assert time.monotonic() - frozen < 12
            assert started.shown.silence.startswith(f"The {who} has not answered for 5 s.")
        finally:
            process.resume()
        wait_for(started, lambda: not started.shown.silence, 120)
        wait_for(started, lambda: started.shown.progress.status == "training", 120)
