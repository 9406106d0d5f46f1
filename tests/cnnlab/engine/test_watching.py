"""A digit that is watched while a network learns: in the test's own process, without an engine."""

import numpy as np
import pytest

from cnnlab.engine.inspection import look_inside, predict
from cnnlab.engine.watching import Watching
from labhelpers.model import build_cnn
from tests.labhelpers.small_training import (
    DIGITS,
    SHORT,
    SMALL,
    assert_same_bits,
    left_alone,
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
    callback = watching(lambda: {"a page": (image, 7, None)}, readings)
    alone, events = left_alone()
    watched, events_watched = run_through(SMALL, SHORT, callbacks=[callback])
    assert fold(events_watched).history == fold(events).history
    assert_same_bits(weights(watched), weights(alone))
    page, turn, probabilities, _first = readings[0]
    untrained = predict(build_cnn(SMALL, seed=SHORT.seed), image[None])[0]
    assert (page, turn) == ("a page", 7)
    assert probabilities == pytest.approx(untrained, abs=1e-5)


def test_another_digit_is_read_at_the_next_batch_of_training_or_validation(readings):
    turns = []

    def next_digit():
        turns.append(len(turns))
        return {"a page": (DIGITS.test_images[len(turns)], turns[-1], None)}

    run_through(SMALL, SHORT, callbacks=[watching(next_digit, readings)])
    assert [turn for _page, turn, _probabilities, _first in readings] == turns


def test_each_page_has_its_own_digit_read(readings):
    first, second = DIGITS.test_images[:2]
    digits = {"one": (first, 1, None), "other": (second, 1, None)}
    run_through(SMALL, SHORT, callbacks=[watching(lambda: digits, readings)])
    last = {page: probabilities for page, _turn, probabilities, _first in readings}
    assert last.keys() == digits.keys()
    untrained = predict(build_cnn(SMALL, seed=SHORT.seed), DIGITS.test_images[:2])
    assert readings[0][2] == pytest.approx(untrained[0], abs=1e-5)
    assert readings[1][2] == pytest.approx(untrained[1], abs=1e-5)


def test_where_nothing_is_watched_nothing_is_read(readings):
    run_through(SMALL, SHORT, callbacks=[watching(dict, readings)])
    assert readings == []


def test_the_first_layer_comes_with_it_where_a_map_is_wanted(readings):
    image = DIGITS.test_images[0]
    callback = watching(lambda: {"a page": (image, 7, 2)}, readings)
    alone, _events = left_alone()
    watched, _events = run_through(SMALL, SHORT, callbacks=[callback])
    assert_same_bits(weights(watched), weights(alone))
    inside = look_inside(build_cnn(SMALL, seed=SHORT.seed), image)
    first = readings[0][3]
    shape = (first["filters"], first["size"], first["size"])
    kernels = np.frombuffer(first["kernels"], "<f4").reshape(shape)
    assert kernels == pytest.approx(inside["kernels"][0]["kernel"][:, :, 0].transpose(2, 0, 1))
    chosen = inside["maps"][0][:, :, 2]
    pixels = np.frombuffer(first["pixels"], np.uint8).reshape(first["rows"], first["columns"])
    assert first["number"] == 2
    assert pixels == pytest.approx(255 * chosen / chosen.max(), abs=0.51)
    assert readings[-1][3]["kernels"] != first["kernels"]


def test_of_maps_that_there_are_not_the_last_is_read(readings):
    callback = watching(lambda: {"a page": (DIGITS.test_images[0], 7, 99)}, readings)
    run_through(SMALL, SHORT, callbacks=[callback])
    assert readings[0][3]["number"] == SMALL.filters - 1
