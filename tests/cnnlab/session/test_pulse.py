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
    (worker,) = map(psutil.Process, engine.client.run(os.getpid).values())
    # The engine takes its worker along, which would train meanwhile, for nobody, on all cores.
    for who, processes in (("worker", [worker]), ("engine", [psutil.Process(engine.pid), worker])):
        assert started.shown.silence == ""
        for process in processes:
            process.suspend()
        try:
            frozen = time.monotonic()
            wait_for(started, lambda: started.shown.silence, 120)
            assert time.monotonic() - frozen < 12
            assert started.shown.silence.startswith(f"The {who} has not answered for 5 s.")
        finally:
            for process in processes:
                process.resume()
        wait_for(started, lambda: not started.shown.silence, 120)
        wait_for(started, lambda: started.shown.progress.status == "training", 120)
