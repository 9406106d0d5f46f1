"""A page's kernel hears what the teacher says to all pages, and when it is cleared."""

import pytest

from cnnlab.runs import class_folder
from cnnlab.runs.class_folder import say_to_all
from cnnlab.session.class_message import ClassMessage
from tests.waiting import wait_until


@pytest.fixture
def heard(lab_runs):
    """Return the list into which what is heard comes."""
    texts = []
    following = ClassMessage(lambda message: texts.append(message.text))
    say_to_all("Before.")
    following.start()
    yield texts
    following.end()


def test_what_is_said_is_told_once_and_its_end_too(heard):
    assert heard == ["Before."], "a page that is loaded has the message at once"
    say_to_all("Look up.")
    wait_until(lambda: len(heard) == 2, seconds=20)
    say_to_all("")
    wait_until(lambda: len(heard) == 3, seconds=20)
    assert heard == ["Before.", "Look up.", ""]


def test_the_same_words_again_are_news(heard):
    say_to_all("Before.")
    wait_until(lambda: heard == ["Before.", "Before."], seconds=20)


def test_an_open_page_drops_what_nobody_has_cleared(heard, monkeypatch):
    monkeypatch.setattr(class_folder, "SECONDS_OF_A_MESSAGE", 0.0)
    wait_until(lambda: heard == ["Before.", ""], seconds=20)
