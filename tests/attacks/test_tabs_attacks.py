"""Several tabs of one book at once: one run trains, and the others are told."""

import contextlib
import secrets

import pytest

from cnnlab.runs import Book
from cnnlab.session.runner import IS_ON_ELSEWHERE
from tests.attacks.visitor import Page, Visitor

pytestmark = pytest.mark.attacks

TABS = 4
SMALL = "epochs=1&filters=8&num_train=6000"


@pytest.fixture
def tabs(served):
    """Pages of one book, each with a process of its own, ready to train."""
    book = secrets.token_hex(16)
    pages = []
    with contextlib.ExitStack() as sockets:
        for _ in range(TABS):
            visitor = Visitor(served)
            visitor.open()
            socket = sockets.enter_context(visitor.socket())
            pages.append(Page(socket).load(f"book={book}&{SMALL}"))
        for page in pages:
            page.wait_for(lambda page=page: page.model(description="Train", disabled=False))
        yield book, pages


def test_tabs_that_press_train_at_once_train_one_run(served, tabs):
    book, pages = tabs
    for page in pages:
        page.click("Train")
    for page in pages:
        page.wait_for(lambda page=page: page.says("finished"))
    told = [page for page in pages if page.has_said(IS_ON_ELSEWHERE)]
    assert len(told) == TABS - 1
    (run,) = Book(book, served.runs_folder).runs()
    assert run.progress.status == "finished"
    assert run.progress.epochs_done == 1
    assert run.metrics["accuracy"] > 0.5
