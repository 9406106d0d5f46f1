"""When a page's kernel ends: after a goodbye, after a lost connection, where no page comes."""

import asyncio

import pytest

from cnnlab.app import kernels
from cnnlab.app.kernels import PageKernels


class Watched(PageKernels):
    """Kernels without processes; tells which have been ended."""

    def __init__(self, *names):
        super().__init__()
        self._kernels = dict.fromkeys(names)
        self._kernel_connections = dict.fromkeys(names, 0)
        self.ended = []

    async def shutdown_kernel(self, kernel_id):
        self.ended.append(kernel_id)
        self._kernels.pop(kernel_id)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(kernels, "SECONDS_TO_COME", 0.2)
    monkeypatch.setattr(kernels, "SECONDS_AFTER_GOODBYE", 0.1)
    monkeypatch.setattr(kernels, "SECONDS_UNTIL_AWAY", 0.1)
    monkeypatch.setattr(kernels, "SECONDS_WITHOUT_CONNECTION", 0.4)


def after(seconds, act, *names):
    """Return which kernels have ended so many seconds after `act` did something to them."""

    async def wait():
        watched = Watched(*names)
        act(watched)
        await asyncio.sleep(seconds)
        return watched.ended

    return asyncio.run(wait())


def leave(watched):
    watched.went("closed", 1001)
    watched.went("lost", None)
    watched.went("broken", 1006)
    assert watched.closed == {"closed"}


def test_a_closed_page_ends_before_one_that_lost_its_connection(quick):
    names = ("closed", "lost", "broken", "untouched")
    assert after(0.25, leave, *names) == ["closed"]
    assert after(0.7, leave, *names) == ["closed", "lost", "broken"]


def test_a_page_that_went_without_a_word_is_away_before_its_kernel_ends(quick):
    async def look():
        watched = Watched("lost", "broken", "back", "closed")
        for name, last_word in (("broken", 1006), ("lost", None), ("back", 1006)):
            watched.went(name, last_word)
        watched.went("closed", 1001)
        at_once = watched.away
        await asyncio.sleep(0.2)
        later = watched.away
        watched.came("back")
        return at_once, later, watched.away, watched.ended

    at_once, later, after_one_came, ended = asyncio.run(look())
    assert at_once == []
    assert later == ["broken", "lost", "back"], "longest first"
    assert after_one_came == ["broken", "lost"]
    assert ended == ["closed"]


def test_who_has_ended_is_not_away(quick):
    async def look():
        watched = Watched("lost")
        watched.went("lost", None)
        await asyncio.sleep(0.6)
        return watched.ended, watched.away

    assert asyncio.run(look()) == (["lost"], [])


def test_a_page_that_comes_back_keeps_its_kernel(quick):
    def leave_and_come(watched):
        watched.went("a", 1001)
        watched.came("a")
        assert not watched.closed

    assert after(0.3, leave_and_come, "a") == []


def test_a_page_of_which_one_socket_stays_keeps_its_kernel(quick):
    def leave_one(watched):
        watched._kernel_connections["a"] = 1
        watched.went("a", 1001)
        watched.wait_for_page("a")

    assert after(0.4, leave_one, "a") == []


def test_a_page_that_never_comes_leaves_no_kernel(quick):
    assert after(0.4, lambda watched: watched.wait_for_page("a"), "a") == ["a"]
    assert after(0.1, lambda watched: watched.take_back("a"), "a") == ["a"]


def test_a_kernel_that_was_taken_back_counts_as_closed_until_it_has_ended():
    async def look():
        watched = Watched("a", "b")
        watched.take_back("a")
        at_once = watched.closed.copy(), watched.leaving
        await asyncio.sleep(0.1)
        return at_once, watched.ended, watched.closed, watched.leaving

    assert asyncio.run(look()) == (({"a"}, {"a"}), ["a"], set(), set())


def test_a_kernel_that_has_ended_by_itself_is_passed_over(quick):
    assert after(0.2, lambda watched: watched.went("gone", 1001), "a") == []
