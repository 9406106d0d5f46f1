"""A visitor's run that would take too long is refused before it begins, with what to do."""

import pytest

from cnnlab.runs.guess import Guess
from cnnlab.session import limits_of_a_run
from tests.cnnlab.session.waiting import wait_for_status


@pytest.mark.parametrize("seconds", [0.0, 599.0, 600.0])
def test_a_run_within_the_limit_begins(seconds, monkeypatch):
    monkeypatch.setenv(limits_of_a_run.VARIABLE, "10")
    limits_of_a_run.check_seconds(seconds)


@pytest.mark.parametrize(("seconds", "expected"), [(601, "11"), (1490, "25"), (36_000, "600")])
def test_a_longer_one_is_refused_with_a_sentence(seconds, expected, monkeypatch):
    monkeypatch.setenv(limits_of_a_run.VARIABLE, "10")
    with pytest.raises(limits_of_a_run.TooLongError) as refused:
        limits_of_a_run.check_seconds(seconds)
    came = f"This run would take about {expected} minutes of a worker here, and a run may take 10."
    assert str(refused.value) == f"{came} Choose fewer epochs or filters, then press Train again."


def test_on_ones_own_machine_there_is_no_limit(monkeypatch):
    monkeypatch.delenv(limits_of_a_run.VARIABLE, raising=False)
    limits_of_a_run.check_seconds(1e9)


@pytest.mark.engine
def test_the_page_says_so_and_keeps_nothing_of_the_run(started, monkeypatch):
    monkeypatch.setenv(limits_of_a_run.VARIABLE, "1")
    started.next_run.choose(epochs=100, filters=128, kernel_size=7, batch_size=8)
    started.next_run.guess = Guess((0.5,))
    started.train()
    wait_for_status(started, "failed", 60)
    assert started.next_run.guess == Guess((0.5,))
    assert "minutes of a worker here, and a run may take 1." in started.shown.progress.message
    assert started.book.runs() == []
    started.next_run.choose(epochs=1, filters=4, kernel_size=3)
    started.train()
    assert started.wait(300).status == "finished"
