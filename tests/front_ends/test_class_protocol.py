"""What passes between a page and its class: where the page is, and what the teacher says."""

import pytest

from cnnlab.runs.class_folder import Message
from cnnlab.session import LabSession
from cnnlab.widgets import protocol
from cnnlab.widgets.steps_bar import StepsBar
from tests.from_browser import send_message
from tests.front_ends.conforming import fault

pytestmark = pytest.mark.panels


@pytest.fixture
def bar(lab_runs):
    """A bar of steps; `places` are those that it was told."""
    session = LabSession("empty")
    made = StepsBar(session, lambda _query: None, lambda step: made.places.append(step))
    made.places = []
    yield made
    session.close()


def test_the_steps_bar_tells_where_one_is_as_described_and_not_otherwise(bar):
    for wrong in (None, True, 1.5, "3", [], -1, 7):
        send_message(bar, {"place": wrong})
    assert bar.places == []
    assert not fault({"place": 6}, protocol.StepsBarMessage)
    send_message(bar, {"place": 6})
    assert bar.places == [6]


def test_the_steps_bar_shows_what_the_teacher_says_as_described(bar):
    assert not fault(bar.message, protocol.ClassMessage)
    bar.say(Message("Look up.", 2.0))
    assert bar.message == {"text": "Look up.", "at": 2.0}
    assert not fault(bar.message, protocol.ClassMessage)
