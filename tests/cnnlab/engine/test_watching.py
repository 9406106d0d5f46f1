"""A digit that is watched while a network learns: in the test's own process, without an engine."""

import pytest

from cnnlab.engine.inspection import predict
from cnnlab.engine.watching import Watching
from labhelpers.model import build_cnn
from tests.labhelpers.small_training import (
    DIGITS,
    SHORT,
    SMALL,
    assert_same_bits,
    run_through,
    weights,
)
from tests.labhelpers.told import fold

pytestmark = pytest.mark.keras


@pytest.fixture
def readings():
    return []


def watching(get_watched, readings):
    return Watching(get_watched, lambda *reading: readings.append(reading))


def test_it_is_read_from_the_untrained_network_on_and_the_run_ends_with_the_same_bits(readings):
    image = DIGITS.test_images[0]
    callback = watching(lambda: {"a page": (image, 7)}, readings)
    alone, events = run_through(SMALL, SHORT)
    watched, events_watched = run_through(SMALL, SHORT, callbacks=[callback])
    assert fold(events_watched).history == fold(events).history
    assert_same_bits(weights(watched), weights(alone))
    page, turn, probabilities = readings[0]
    untrained = predict(build_cnn(SMALL, seed=SHORT.seed), image[None])[0]
    assert (page, turn) == ("a page", 7)
    assert probabilities == pytest.approx(untrained, abs=1e-5)


def test_another_digit_is_read_at_the_next_batch_of_training_or_validation(readings):
    turns = []

    def next_digit():
        turns.append(len(turns))
        return {"a page": (DIGITS.test_images[len(turns)], turns[-1])}

    run_through(SMALL, SHORT, callbacks=[watching(next_digit, readings)])
    assert [turn for _page, turn, _probabilities in readings] == turns


def test_each_page_has_its_own_digit_read(readings):
    first, second = DIGITS.test_images[:2]
    digits = {"one": (first, 1), "other": (second, 1)}
    run_through(SMALL, SHORT, callbacks=[watching(lambda: digits, readings)])
    last = {page: probabilities for page, _turn, probabilities in readings}
    assert last.keys() == digits.keys()
    untrained = predict(build_cnn(SMALL, seed=SHORT.seed), DIGITS.test_images[:2])
    assert readings[0][2] == pytest.approx(untrained[0], abs=1e-5)
    assert readings[1][2] == pytest.approx(untrained[1], abs=1e-5)


def test_where_nothing_is_watched_nothing_is_read(readings):
    run_through(SMALL, SHORT, callbacks=[watching(dict, readings)])
    assert readings == []
