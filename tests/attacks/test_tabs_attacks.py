"""Several tabs of one book at once: one run trains, the others are told, and no file is open."""

import contextlib
import os
import secrets
import stat

import pytest

from cnnlab.runs import Book
from cnnlab.session.runner import IS_ON_ELSEWHERE
from tests.attacks.visitor import Page, Visitor

pytestmark = pytest.mark.attacks

TABS = 4
SMALL = "epochs=1&filters=8&num_train=6000"


@pytest.fixture(scope="module")
def trained(served):
    """A book, and its tabs, each with a process of its own, after all pressed Train at once."""
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
        for page in pages:
            page.click("Train")
        for page in pages:
            page.wait_for(lambda page=page: page.says("finished"))
        yield Book(book, served.folder / "runs"), pages


def test_tabs_that_press_train_at_once_train_one_run(trained):
    book, pages = trained
    told = [page for page in pages if page.has_said(IS_ON_ELSEWHERE)]
    assert len(told) == TABS - 1
    (run,) = book.runs()
    assert run.progress.status == "finished"
    assert run.progress.epochs_done == 1
    assert run.metrics["accuracy"] > 0.5


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_what_the_lab_keeps_is_closed_to_other_accounts(served, trained):
    book, _pages = trained
    (run,) = book.runs()
    kept = [run.model_path, book.folder, *book.folder.rglob("*"), served.folder / "runs"]
    kept += [served.folder / "lab.log", *served.folder.glob("cache/**/*")]
    kept += served.folder.glob("runtime/**/*")
    open_to_others = [path for path in kept if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert len(kept) > 10
    assert not open_to_others
