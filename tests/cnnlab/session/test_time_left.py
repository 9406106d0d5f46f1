"""The time left, as the status of a run says it."""

import dataclasses

import pytest

from cnnlab.session.time_left import TimeLeft
from labhelpers.events import Progress

STEPS = 400


def at(seconds, step=0, epoch=0, status="training"):
    return Progress(status=status, epochs=2, steps=STEPS, epoch=epoch, step=step, seconds=seconds)


def told(*states, run="run"):
    """Return what is said of the last of the states that a run goes through."""
    time_left = TimeLeft()
    return [time_left.words(run, state) for state in states][-1]


def test_nothing_is_said_in_the_first_three_seconds():
    assert told(at(0.0), at(1.0, 40), at(2.9, 200)) == ""


def test_what_came_before_the_first_batch_is_no_pace():
    # Eight seconds until the first batches, then 100 a second: 6 s for the other 600, and some
    # for the validation after each 400.
    assert told(at(8.0, 10), at(9.0, 110), at(9.9, 200)) == "about 7 s left"
    assert told(at(8.0, 10)) == ""


def test_a_validation_between_two_epochs_is_no_pace_and_is_expected_again():
    # A hundred batches a second, and seven seconds of validation: 3 + 7 are left.
    epochs = [at(1.0, 10), at(4.9, STEPS), at(11.9, 0, 1), at(12.9, 100, 1)]
    assert told(*epochs) == "about 10 s left"


def test_of_several_validations_the_shortest_is_expected():
    # The first one took 4 s, since TensorFlow prepared it, and the second one 2 s.
    first = [at(1.0, 10), at(4.9, STEPS), at(8.9, 0, 1)]
    second = [at(12.9, STEPS, 1), at(14.9, 0, 2), at(15.9, 100, 2)]
    states = [dataclasses.replace(state, epochs=3) for state in first + second]
    assert told(*states) == "about 5 s left"


def test_a_validation_is_found_where_batches_were_told_with_it():
    # From 3.9 to 9.9: 200 batches at 0.01 s each, and 4 s of validation.
    assert told(at(1.0, 10), at(3.9, 300), at(9.9, 100, 1)) == "about 7 s left"


def test_seconds_are_whole_and_few_where_a_whole_one_would_be_wrong():
    assert told(at(4.0, 100, 1), at(5.0, 250, 1), at(5.9, 385, 1)) == "a few seconds left"
    assert told(at(10.0, 1), at(100.0, 10)) == "about 145.0 min left"


def test_what_is_measured_at_the_end_is_named():
    assert told(at(20.0, STEPS)) == "measuring on the validation images"
    assert told(at(20.0, epoch=2)) == "measuring on the test images"


@pytest.mark.parametrize("status", ["waiting", "paused", "stopped", "finished", "failed"])
def test_only_a_run_in_training_has_time_left(status):
    assert told(at(5.0, 100), at(6.0, 200, status=status)) == ""


def test_another_run_and_one_that_begins_again_have_a_pace_of_their_own():
    time_left = TimeLeft()
    time_left.words("first", at(0.1, 10))
    assert time_left.words("first", at(4.0, 400))
    assert time_left.words("second", at(5.0, 500 % STEPS)) == ""
    assert time_left.words("second", at(6.0, 200)) == "about 7 s left"
    begins_again = dataclasses.replace(at(3.5, 1))
    assert time_left.words("second", begins_again) == ""
