"""Whose runs a page's are: between visitors the queue is fair."""

from cnnlab.runs import Book


def visitor_of(book: Book) -> str:
    """Return what tells the visitor at this page from all others: so far, their book."""
    return str(book.folder)
