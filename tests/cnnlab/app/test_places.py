"""Places for pages: counted from the first request to the kernel's end, and by visitors."""

import pytest

from cnnlab.app.places import MOST_OF_A_VISITOR, Places


class Kernels:
    """The ids of kernels that run, and of those whose pages have been closed, or are away."""

    def __init__(self):
        self.ids = {"spare"}
        self.closed = set()
        self.leaving = set()
        self.away = []

    def list_kernel_ids(self):
        return list(self.ids)

    def take_back(self, kernel):
        self.ids.remove(kernel)
        self.closed.discard(kernel)
        self.away = [other for other in self.away if other != kernel]


@pytest.fixture
def kernels():
    return Kernels()


def open_page(places, kernels, name, visitor=None):
    visit = object()
    places.keep(visit, visitor)
    kernels.ids.add(name)
    places.take(visit, name)


def test_the_spare_kernel_takes_no_place(kernels):
    assert not Places(kernels, 1).are_taken


def test_who_waits_for_a_kernel_has_a_place_already(kernels):
    places = Places(kernels, 1)
    first = object()
    places.keep(first)
    assert places.are_taken
    assert places.is_anybody_coming
    kernels.ids.add("one")
    places.take(first, "one")
    assert places.are_taken
    places.leave(first)
    assert places.are_taken, "the kernel has the place until it ends"
    kernels.ids.remove("one")
    assert not places.are_taken


def test_a_page_for_which_no_kernel_came_frees_its_place(kernels):
    places = Places(kernels, 1)
    first = object()
    places.keep(first)
    places.leave(first)
    assert not places.are_taken


def test_as_many_as_are_said_have_a_place(kernels):
    places = Places(kernels, 30)
    for number in range(30):
        assert not places.are_taken
        open_page(places, kernels, str(number))
    assert places.are_taken
    assert places.number_open == 30


def test_a_visitor_has_some_places_and_leaves_the_others(kernels):
    places = Places(kernels, 30)
    for number in range(MOST_OF_A_VISITOR):
        assert not places.has_enough("a")
        open_page(places, kernels, str(number), "a")
    assert places.has_enough("a")
    assert not places.has_enough("b")
    assert not places.are_taken


def test_who_is_not_known_is_nobody_who_has_enough(kernels):
    places = Places(kernels, 30)
    for number in range(10):
        open_page(places, kernels, str(number))
    assert not places.has_enough(None)


def test_a_closed_page_takes_no_place_and_ends_where_another_is_opened(kernels):
    places = Places(kernels, 2)
    open_page(places, kernels, "one", "a")
    open_page(places, kernels, "two", "b")
    assert places.are_taken
    kernels.closed |= {"one", "two"}
    assert places.number_open == 0
    open_page(places, kernels, "three", "b")
    assert kernels.ids == {"spare", "one", "three"}
    open_page(places, kernels, "four", "c")
    assert kernels.ids == {"spare", "three", "four"}


def test_a_page_whose_kernel_is_still_ending_takes_no_place_and_is_not_ended_twice(kernels):
    places = Places(kernels, 3)
    for name, visitor in (("one", "a"), ("two", "b"), ("three", "c")):
        open_page(places, kernels, name, visitor)
    kernels.closed = {"one", "two"}
    kernels.leaving = {"one"}
    assert (places.number_open, places.number_held) == (1, 1)
    open_page(places, kernels, "four", "d")
    assert kernels.ids == {"spare", "one", "three", "four"}


def test_a_page_that_is_away_has_given_its_place_and_keeps_its_kernel_while_there_is_room(kernels):
    places = Places(kernels, 3)
    for name, visitor in (("one", "a"), ("two", "b"), ("three", "c")):
        open_page(places, kernels, name, visitor)
    kernels.away = ["two", "one"]
    assert (places.number_open, places.number_held) == (1, 3)
    open_page(places, kernels, "four", "d")
    assert kernels.ids == {"spare", "one", "three", "four"}, "the longest away has no room"
    kernels.away = []  # it comes back
    assert places.number_open == 3
    assert places.are_taken
    kernels.ids.remove("four")
    kernels.away = ["one"]
    open_page(places, kernels, "five", "e")
    assert "one" in kernels.ids, "there is room for it"


def test_a_closed_page_ends_before_one_that_is_away(kernels):
    places = Places(kernels, 2)
    open_page(places, kernels, "one", "a")
    open_page(places, kernels, "two", "b")
    kernels.away = ["one"]
    kernels.closed = {"two"}
    open_page(places, kernels, "three", "c")
    assert kernels.ids == {"spare", "one", "three"}


def test_a_visitors_own_page_that_is_away_ends_where_another_would_be_too_many(kernels):
    places = Places(kernels, 30)
    for number in range(MOST_OF_A_VISITOR):
        open_page(places, kernels, str(number), "a")
    kernels.away = ["2", "0"]
    assert not places.has_enough("a")
    open_page(places, kernels, "new", "a")
    assert kernels.ids == {"spare", "0", "1", "3", "new"}
    open_page(places, kernels, "newer", "a")
    assert kernels.ids == {"spare", "1", "3", "new", "newer"}
    assert places.has_enough("a")
