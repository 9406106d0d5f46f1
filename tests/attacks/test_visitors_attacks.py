"""A visitor's book in a cookie, and the pages that one visitor may have, on a real server."""

import contextlib
import socket as sockets
from urllib.parse import urlsplit

import pytest

from cnnlab.app import visitors
from cnnlab.app.kernels import SECONDS_AFTER_GOODBYE, SECONDS_TO_COME, SECONDS_UNTIL_AWAY
from cnnlab.app.places import MOST_OF_A_VISITOR
from cnnlab.runs import Book
from labhelpers.config import CnnConfig, TrainingConfig
from tests.attacks.visitor import Page, Visitor
from tests.browser.driving import free_port
from tests.cnnlab.app.served import Server
from tests.waiting import wait_until

pytestmark = pytest.mark.attacks

OTHER = "0123456789abcdef" * 2
GOING_AWAY = 1001


def book_of(visitor):
    return visitor.cookies[visitors.COOKIE].value


def pages_open(served):
    return int(served.request("HEAD", "/").headers["Lab-Pages-Open"])


def taken_along(page):
    """Return the address's query that a page gives to whoever asks for it."""
    page.load()
    page.wait_for(lambda: page.model(is_for_tab=False))
    button = page.model(is_for_tab=False)
    assert page.states[button]["query"] == ""
    page.tell(button, {"take": True})
    page.wait_for(lambda: page.states[button]["query"])
    return page.states[button]["query"]


@pytest.fixture(scope="module")
def many(served):
    """A visitor with as many pages open as one may have; their kernels and sockets."""
    visitor = Visitor(served)
    with contextlib.ExitStack() as ends:
        pages = {}
        for _ in range(MOST_OF_A_VISITOR):
            assert visitor.open().status == 200
            pages[visitor.kernel] = ends.enter_context(visitor.socket())
        yield visitor, pages


def test_the_book_is_for_the_server_and_not_for_scripts(many):
    visitor, _pages = many
    cookie = visitor.cookies[visitors.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["expires"][12:16]) > 2026
    assert cookie.value not in visitor.page.text
    assert "book" not in urlsplit(visitor.page.headers.get("Location", "")).query


def test_tabs_of_one_browser_have_its_book_and_tell_it_to_whoever_asks(many):
    visitor, pages = many
    for socket in list(pages.values())[:2]:
        assert taken_along(Page(socket)) == f"?book={book_of(visitor)}"


def test_one_visitor_has_no_more_pages_and_others_have(served, many):
    visitor, _pages = many
    refused = visitor.request("GET", "/")
    assert refused.status == 503
    assert f"You have {MOST_OF_A_VISITOR} pages open" in refused.text
    assert visitor.request("HEAD", "/").status == 503
    assert served.request("HEAD", "/").status == 200


@pytest.fixture
def alone(tmp_path):
    """Serve the page on a server of its own, on which nobody else comes or goes, or trains."""
    own = {"LAB_RUNS": str(tmp_path / "runs"), "LAB_CACHE": str(tmp_path / "cache")}
    own["DASK_SCHEDULER_ADDRESS"] = "tcp://127.0.0.1:1"  # where no engine is, so none is started
    running = Server(free_port(), tmp_path, "--visitors", **own)
    yield running
    running.clean_up()


def test_a_page_that_has_gone_gives_its_place_back_and_one_without_a_word_is_waited_for(alone):
    visitor = Visitor(alone)
    with contextlib.ExitStack() as ends:
        pages = {}
        for _ in range(3):
            assert visitor.open().status == 200
            pages[visitor.kernel] = ends.enter_context(visitor.socket())
        (closed, saying_goodbye), (lost, cut), _ = pages.items()
        assert pages_open(alone) == 3
        cut.socket.shutdown(sockets.SHUT_RDWR)
        saying_goodbye.close(GOING_AWAY)
        wait_until(lambda: pages_open(alone) == 2, seconds=SECONDS_AFTER_GOODBYE)
        wait_until(lambda: visitor.request("GET", f"/api/kernels/{closed}").status == 404)
        wait_until(lambda: pages_open(alone) == 1, seconds=SECONDS_UNTIL_AWAY)
        assert visitor.request("GET", f"/api/kernels/{lost}").status == 200
        with visitor.socket(lost) as back:
            assert back.recv(timeout=30)
            assert pages_open(alone) == 2


def test_loads_that_are_broken_off_leave_no_kernels(served):
    before = pages_open(served)
    with contextlib.ExitStack() as loads:
        for _ in range(2):  # for one of them, at least, no page is ready
            address = ("127.0.0.1", served.port)
            load = loads.enter_context(sockets.create_connection(address))
            load.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        wait_until(lambda: pages_open(served) == before + 2)
    wait_until(lambda: pages_open(served) <= before + 1, seconds=SECONDS_TO_COME / 2)


def test_an_old_address_moves_its_book_into_the_cookie(served):
    visitor = Visitor(served)
    moved = visitor.request("GET", f"/?book={OTHER}&filters=16&x=")
    assert (moved.status, moved.headers["Location"]) == (303, "/?filters=16&x=")
    assert book_of(visitor) == OTHER


def visitor_with_a_run(served):
    visitor = Visitor(served)
    own = "f" * 32
    visitor.request("GET", f"/?book={own}")
    Book(own, served.folder / "runs").new_run(CnnConfig(), TrainingConfig()).save()
    return visitor, own


def test_nobodys_runs_are_taken_out_of_their_sight_by_an_address(served):
    visitor, own = visitor_with_a_run(served)
    for address in (f"/?book={OTHER}", f"/?book={OTHER}&instead={'0' * 64}"):
        asked = visitor.request("GET", address)
        assert asked.status == 200
        assert "Whose runs?" in asked.text
        assert f"/?book={own}" in asked.text
        assert book_of(visitor) == own
    (instead,) = [part for part in asked.text.split('"') if "instead=" in part]
    moved = visitor.request("GET", instead.replace("&amp;", "&"))
    assert (moved.status, moved.headers["Location"]) == (303, "/")
    assert book_of(visitor) == OTHER


@pytest.mark.parametrize("book", ["../../etc", "", "0" * 31, "A" * 32, "%00"])
def test_what_is_no_book_is_passed_over(served, book):
    refused = served.request("HEAD", f"/?book={book}", headers={"Cookie": f"cnn-lab-book={book}"})
    assert refused.status == 200
    assert "cnn-lab-book" not in str(refused.headers)
