"""The choices for the next run: changed together or not at all, and what is said of a refusal."""

import pytest

from cnnlab.session import NextRun
from labhelpers.config import CnnConfig, TrainingConfig


def test_choices_of_network_and_training_change_together():
    next_run = NextRun()
    seen = []
    next_run.observe(lambda _change: seen.append(next_run.choices), ["cnn", "training"])
    assert next_run.choose(filters=16, epochs=7)
    assert next_run.cnn == CnnConfig(filters=16)
    assert next_run.training == TrainingConfig(epochs=7)
    assert seen == [next_run.choices] * 2


@pytest.mark.parametrize("bad", [{"filters": 0}, {"epochs": -1}])
def test_one_bad_choice_leaves_all_as_they_are(bad):
    next_run = NextRun(CnnConfig(filters=8))
    before = next_run.choices
    assert not next_run.choose(dropout=0.3, batch_size=64, **bad)
    assert next(iter(bad)) in next_run.message
    assert next_run.choices == before


def test_a_good_choice_takes_back_what_was_said():
    next_run = NextRun()
    next_run.choose(filters=0)
    assert next_run.message
    next_run.choose(filters=9)
    assert next_run.message == ""


def test_the_same_refusal_is_news_each_time():
    next_run = NextRun()
    said = []
    next_run.observe(lambda change: said.append(change.new), "message")
    next_run.choose(filters=0)
    next_run.choose(filters=0)
    refusals = [sentence for sentence in said if sentence]
    assert len(refusals) == 2 and refusals[0] == refusals[1]


def test_a_refusal_is_on_the_page_and_a_good_choice_takes_it_back(session):
    session.next_run.choose(filters=0)
    assert "filters" in session.message
    session.say("Something else.")
    session.next_run.choose(filters=0)
    assert "filters" in session.message
    session.next_run.choose(filters=9)
    assert session.message == ""
