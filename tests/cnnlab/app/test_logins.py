"""A login's book: one for each, whatever characters it has, and a safe name for a folder."""

import itertools
from types import SimpleNamespace

import pytest

from cnnlab.app import visitor_files
from cnnlab.app.logins import Logins, book_of_login
from cnnlab.runs import Book
from cnnlab.runs.names import NAME_PATTERN

LOGINS = [
    "ada",
    "Ada",
    "ada ",
    "ada-lovelace",
    "ada_lovelace",
    "ada.lovelace@example.org",
    "ádá",
    "a\N{COMBINING ACUTE ACCENT}da\N{COMBINING ACUTE ACCENT}",  # the one before, in two parts
    "爱达",
    "..",
    "../../etc/passwd",
    "con",
    "-",
    "a" * 64,
    "a" * 65,
    "a" * 5000,
    "\udc80",
    "line\nbreak",
    "login-ada",
]


@pytest.mark.parametrize("login", LOGINS)
def test_every_login_has_a_safe_folder_that_no_cookie_or_address_can_name(login, lab_runs):
    name = book_of_login(login)
    assert NAME_PATTERN.fullmatch(name)
    assert not visitor_files.BOOK.fullmatch(name)
    assert Book(name).folder.parent == lab_runs


def test_no_two_logins_have_one_book_on_any_file_system():
    for one, other in itertools.combinations(LOGINS, 2):
        assert book_of_login(one).lower() != book_of_login(other).lower(), (one, other)


def test_a_logins_book_is_the_same_in_every_version_or_its_runs_would_be_lost():
    assert book_of_login("ada") == "login-ada-fdee430d40bd57deeac186cd9790033d"
    assert book_of_login("爱达") == "login-ac589a342940c737b796d42ce57b0cde"


def test_the_book_is_the_logins_whatever_the_browser_says():
    known = Logins(b"secret", is_for_tab=False)
    request = SimpleNamespace(cookies={"cnn-lab-book": SimpleNamespace(value="f" * 32)})
    ada = SimpleNamespace(request=request, current_user=SimpleNamespace(username="ada"))
    nobody = SimpleNamespace(request=request, current_user=None)
    assert known.book_of(ada) == book_of_login("ada")
    assert known.login_of(ada) == "ada"
    assert known.book_of(nobody) is None
    known.close()
