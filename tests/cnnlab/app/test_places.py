"""Places for pages: counted from the first request to the kernel's end."""

import pytest

from cnnlab.app.places import Places


class Kernels:
    """The ids of kernels that run."""

    def __init__(self):
        self.ids = {"spare"}

    def list_kernel_ids(self):
        return list(self.ids)


@pytest.fixture
def kernels():
    return Kernels()


def test_the_spare_kernel_takes_no_place(kernels):
    assert not Places(kernels, 1, "").are_taken


def test_who_waits_for_a_kernel_has_a_place_already(kernels):
    places = Places(kernels, 1, "")
    first = object()
    places.keep(first)
    assert places.are_taken
    kernels.ids.add("one")
    places.take(first, "one")
    assert places.are_taken
    places.leave(first)
    assert places.are_taken, "the kernel has the place until it ends"
    kernels.ids.remove("one")
    assert not places.are_taken


def test_a_page_for_which_no_kernel_came_frees_its_place(kernels):
    places = Places(kernels, 1, "")
    first = object()
    places.keep(first)
    places.leave(first)
    assert not places.are_taken


def test_as_many_as_are_said_have_a_place(kernels):
    places = Places(kernels, 30, "")
    for number in range(30):
        assert not places.are_taken
        kernels.ids.add(str(number))
        places.take(object(), str(number))
    assert places.are_taken
