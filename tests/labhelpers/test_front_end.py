"""Front ends: what comes from a browser is checked, and only Python changes what is shown."""

import json
import math

import pytest
import traitlets

from labhelpers import front_end
from tests.from_browser import send, send_message

pytestmark = pytest.mark.panels


class Heard(front_end.FrontEnd):
    """A front end that keeps what it receives, and refuses what has no "name"."""

    _esm = "export default {};"
    _css = ""
    shown = traitlets.Unicode("as it was").tag(sync=True)

    def __init__(self):
        super().__init__()
        self.received = []
        self.refused = []

    def receive(self, content, buffers):
        self.received.append((content, [bytes(buffer) for buffer in buffers]))
        if "broken" in content:
            raise KeyError("broken")
        if "name" not in content:
            raise ValueError("There is no name. Send one.")

    def refuse(self, sentence):
        self.refused.append(sentence)


def test_a_message_and_its_buffers_are_received():
    heard = Heard()
    send_message(heard, {"name": "Anna"}, memoryview(b"abc"))
    assert heard.received == [({"name": "Anna"}, [b"abc"])]
    assert heard.refused == []


@pytest.mark.parametrize("content", [None, 7, "name", ["name"], True])
def test_what_is_no_dictionary_is_taken_for_an_empty_one_and_refused(content):
    heard = Heard()
    send_message(heard, content)
    assert heard.received == [({}, [])]
    assert heard.refused == ["There is no name. Send one."]


def test_an_error_that_is_no_refusal_is_not_hidden_from_a_test():
    with pytest.raises(KeyError, match="broken"):
        send(Heard(), broken=True)


def test_a_browser_changes_nothing():
    heard = Heard()
    data = {"method": "update", "state": {"shown": "changed"}, "buffer_paths": []}
    heard.comm.handle_msg({"content": {"data": data}, "buffers": []})
    assert heard.shown == "as it was"


@pytest.mark.parametrize("value", [1, 5, 9])
def test_a_whole_number_in_its_range_is_taken(value):
    assert front_end.whole_number("Digit", value, 1, 9) == value


@pytest.mark.parametrize("value", [0, 10, 1.0, "1", None, True, [1], math.nan, "1" * 10**6])
def test_anything_else_is_refused_with_what_came_and_what_was_expected(value):
    with pytest.raises(ValueError, match="expected a whole number from 1 to 9") as refused:
        front_end.whole_number("Digit", value, 1, 9)
    assert str(refused.value).startswith("Digit came as ")
    assert len(str(refused.value)) < 150


def test_numbers_are_rounded_to_what_a_screen_shows_and_json_can_hold():
    value = {"a": [0.123456789, math.nan, math.inf, 3], "b": (1.5, "text", None, True)}
    rounded = front_end.rounded(value)
    assert rounded == {"a": [0.12346, None, None, 3], "b": [1.5, "text", None, True]}
    json.dumps(rounded, allow_nan=False)
