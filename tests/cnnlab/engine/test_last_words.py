"""What a page says of a worker that died, from the engine's log."""

import pytest

from cnnlab.engine.last_words import LAST_BYTES, last_words, why_it_died

TRACEBACK = """\
2026-11-30 08:00:01,123 ERROR 41 cnnlab.engine.warming: the worker could not rehearse
Traceback (most recent call last):
  File "warming.py", line 41, in warm
    import sklearn.metrics
ModuleNotFoundError: No module named 'sklearn'
"""
DIED = "2026-11-30 08:00:02,456 INFO 40 distributed.nanny: Worker process 41 was killed by signal"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TRACEBACK, "ModuleNotFoundError: No module named 'sklearn'"),
        (f"{TRACEBACK}{DIED} 4\n", "Worker process 41 was killed by signal 4"),
        (
            f"{'x' * LAST_BYTES}\nkeras.src.SomeError: it is late\n",
            "keras.src.SomeError: it is late",
        ),
        ("2026-11-30 08:00:01,123 INFO 41 cnnlab: all is well\n", ""),
        ("", ""),
    ],
)
def test_the_last_error_or_death_is_named(tmp_path, text, words):
    log = tmp_path / "engine.log"
    log.write_text(text)
    assert last_words(log) == words


def test_memory_is_blamed_only_where_it_may_be_that(tmp_path):
    log = tmp_path / "engine.log"
    log.write_text(f"{DIED} 4\n")
    assert why_it_died(log) == (
        "The run's worker died. Its last words: Worker process 41 was killed by signal 4. "
        f"More of them are in {log}."
    )
    log.write_text(f"{DIED} 9\n")
    for place in (log, tmp_path / "none.log", None):
        assert "There may be too little memory" in why_it_died(place)
