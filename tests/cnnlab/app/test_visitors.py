"""What an address and a cookie say of a visitor; tests/attacks tries it on a real server."""

import errno
import shutil

import pytest

from cnnlab.app import visitor_files, visitors
from cnnlab.app.visitors import Visitors, book_in, cookie_options, with_book, without_book
from cnnlab.runs import Book
from labhelpers.config import CnnConfig, TrainingConfig

OWN = "a" * 32
OTHER = "b" * 32


@pytest.fixture
def known():
    known = Visitors(b"secret", is_for_tab=False)
    yield known
    known.close()


def test_an_address_loses_its_book_and_nothing_else():
    query = f"filters=16&book={OTHER}&note=a%26b&instead=x&empty="
    assert book_in(query) == OTHER
    assert without_book("/lab/", query) == "/lab/?filters=16&note=a%26b&empty="
    assert without_book("/", f"book={OTHER}") == "/"
    assert with_book("/?filters=16", OTHER) == f"/?filters=16&book={OTHER}"


def test_a_book_with_runs_is_replaced_by_consent_alone(known, lab_runs):
    assert known.may_replace(None, OTHER, "")
    assert known.may_replace(OWN, OWN, "")
    assert known.may_replace(OWN, OTHER, ""), "nothing is lost: there are no runs"
    Book(OWN).new_run(CnnConfig(), TrainingConfig()).save()
    assert not known.may_replace(OWN, OTHER, "")
    assert not known.may_replace(OWN, OTHER, known.consent(OWN, "c" * 32))
    assert known.may_replace(OWN, OTHER, known.consent(OWN, OTHER))


def test_a_browser_keeps_the_book_where_it_can(known):
    plain = cookie_options(is_https=False, is_embedded=True, path="/lab/")
    assert (plain["samesite"], plain["path"], plain["httponly"]) == ("Lax", "/lab/", True)
    assert "secure" not in plain
    embedded = cookie_options(is_https=True, is_embedded=True, path="/")
    assert (embedded["samesite"], embedded["secure"]) == ("None", True)


def test_a_kernel_reads_what_it_was_told_last(known, monkeypatch):
    monkeypatch.setenv(visitor_files.VARIABLE, str(known.folder))
    monkeypatch.setattr(visitor_files, "own_id", lambda: "kernel")
    known.tell("kernel", OTHER)
    known.tell("kernel", OWN)
    assert visitor_files.read() == (OWN, False, "")
    known.tell("kernel", OWN, "ada")
    assert visitor_files.read() == (OWN, False, "ada")
    known.forget("kernel")
    known.forget("kernel")
    first, second = visitor_files.read(), visitor_files.read()
    assert first.book != second.book, "who was told nothing has a book of nobody's"
    assert visitor_files.BOOK.fullmatch(first.book)


def test_the_folder_is_made_again_where_it_was_tidied_away(known):
    known.tell("kernel", OWN)
    shutil.rmtree(known.folder)
    known.tell("kernel", OWN)
    assert known.folder.stat().st_mode & 0o077 == 0
    assert [path.name for path in known.folder.iterdir()] == ["kernel.json"]


def test_a_kernel_reads_all_of_what_it_was_told_before_or_all_of_the_news(known, monkeypatch):
    def no_room(path, *_arguments, **_options):
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setenv(visitor_files.VARIABLE, str(known.folder))
    monkeypatch.setattr(visitor_files, "own_id", lambda: "kernel")
    known.tell("kernel", OWN)
    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr(type(known.folder), "write_text", no_room)
        known.tell("kernel", OTHER)
    assert visitor_files.read() == (OWN, False, "")


def test_the_files_are_closed_to_other_accounts_and_go_with_the_server(known):
    assert known.folder.stat().st_mode & 0o077 == 0
    known.close()
    assert not known.folder.exists()
    assert visitors.DAYS_KEPT == 365, "own_runs.js says a year"
