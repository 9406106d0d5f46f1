"""Which page of a book may begin a run; tests/attacks has several press Train at once."""

import pytest

from cnnlab.engine import queue


@pytest.fixture(autouse=True)
def nobody_begins(monkeypatch):
    monkeypatch.setattr(queue, "_beginning", {})


def may_begin(book, folder):
    return queue.may_begin(book, folder, None)


def test_one_page_of_a_book_begins_a_run_and_the_next_one_after_it():
    assert may_begin("book", "book/first")
    assert may_begin("book", "book/first"), "it asks for itself again"
    assert not may_begin("book", "book/second")
    assert may_begin("other", "other/first"), "another book has its own turn"
    queue.has_begun("book", "book/second", None)
    assert not may_begin("book", "book/second"), "only who begins can have begun"
    queue.has_begun("book", "book/first", None)
    assert may_begin("book", "book/second")


def test_a_page_that_ended_while_it_began_a_run_keeps_nobody_out_for_ever(monkeypatch):
    monkeypatch.setattr(queue, "SECONDS_TO_BEGIN", 0.0)
    assert may_begin("book", "book/first")
    assert may_begin("book", "book/second")


def test_nothing_is_kept_of_books_whose_runs_have_begun():
    for book in ("a", "b"):
        may_begin(book, f"{book}/run")
        queue.has_begun(book, f"{book}/run", None)
    assert queue._beginning == {}
