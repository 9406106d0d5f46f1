"""A run's place in the queue in words."""

import pytest

from cnnlab.engine.forecast import Place
from cnnlab.session.waiting_words import wait_of, waiting_words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, ""),
        (Place(0, 0.0), "Yours is next."),
        (Place(1, 4.0), "1 run before yours, a few seconds."),
        (Place(3, 118.0), "3 runs before yours, about 2 minutes."),
        (Place(0, None, is_paused=True), "Your teacher has paused the queue."),
        (
            Place(2, None, is_paused=True),
            "Your teacher has paused the queue. 2 runs before yours.",
        ),
        (Place(0, None), "No worker is up at the moment; the run is trained when one is."),
        (
            Place(2, None),
            "2 runs before yours. No worker is up at the moment; the run is trained when one is.",
        ),
    ],
)
def test_everybody_is_told_place_and_time(place, words):
    assert waiting_words(place) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (9, "a few seconds"),
        (44, "about 40 seconds"),
        (54, "about 50 seconds"),
        (56, "about 1 minute"),
        (89, "about 1 minute"),
        (91, "about 2 minutes"),
        (5300, "about 88 minutes"),
        (6000, "about 2 hours"),
    ],
)
def test_a_wait_is_told_as_exactly_as_it_is_known(seconds, words):
    assert wait_of(seconds) == words
