"""What is a line of text, for titles and for what is typed into a report."""

import pytest

from cnnlab.runs.names import is_one_line


@pytest.mark.parametrize("text", ["", "a title", "தமிழ்ச்செல்வி", "فاطمة", "🙂", "a\u00a0b"])
def test_a_text_of_any_script_is_one_line(text):
    assert is_one_line(text)


@pytest.mark.parametrize("sign", ["\n", "\t", "\r", "\x00", "\x85", "\u2028", "\u2029", "\ud800"])
def test_what_breaks_a_line_or_cannot_be_written_is_none(sign):
    assert not is_one_line(f"a{sign}b")
