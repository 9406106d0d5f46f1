"""Sentences with letters: as text and as a list."""

from lessons.lettered import Lettered

SENTENCES = Lettered(a="One & two.", b="<three>")


def test_it_is_a_dictionary_that_reads_as_lines():
    assert SENTENCES["a"] == "One & two."
    assert repr(SENTENCES) == "a: One & two.\nb: <three>"


def test_a_notebook_shows_a_line_for_each_and_no_sentence_is_taken_for_markup():
    shown = SENTENCES._repr_html_()
    assert shown.count("<p ") == 2
    assert "<b>a</b>" in shown
    assert "One &amp; two." in shown
    assert "<three>" not in shown
