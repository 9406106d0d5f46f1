"""The pages that are made for a class: one after another, and while nobody comes in."""

import asyncio

import pytest

from cnnlab.app.places import Places
from cnnlab.app.pool import Pool

NOTEBOOK = "dashboard.ipynb"


class Voila:
    """Voila's pool without kernels: what is begun waits until a test says that it is made."""

    notebook_path = NOTEBOOK
    closed = frozenset()
    leaving = frozenset()
    away = ()
    dead = None

    def __init__(self):
        self._pools = {}
        self.begun = []

    def fill_if_needed(self, delay, notebook_name):
        pool = self._pools.setdefault(notebook_name, [])
        for _ in range(self.kernel_pools_config["default"]["pool_size"] - len(pool)):
            self.begun.append(asyncio.get_running_loop().create_future())
            pool.append(self.begun[-1])

    def make(self):
        rendered = asyncio.get_running_loop().create_future()
        rendered.set_result(None)
        self.begun[-1].set_result({"kernel_id": str(len(self.begun)), "task": rendered})

    def list_kernel_ids(self):
        return [str(number + 1) for number in range(len(self.begun))] + ["taken"]

    def __contains__(self, kernel):
        return kernel in self.list_kernel_ids() and kernel != self.dead


@pytest.fixture
def told():
    return []


def in_loop(check):
    """Run a test where an event loop runs, as the server's does."""

    async def run():
        check()

    asyncio.run(run())


def test_pages_are_made_one_after_another_up_to_the_class(told):
    def check():
        voila = Voila()
        pool = Pool(voila, Places(voila, 30), 3, lambda: told.append(len(voila.begun)))
        for number in (1, 2, 3):
            pool.look()
            pool.look()
            assert (len(voila.begun), pool.ready) == (number, number - 1)
            voila.make()
        pool.look()

    in_loop(check)
    assert told == [3]


def test_no_page_is_made_while_somebody_comes_in(told):
    def check():
        voila = Voila()
        places = Places(voila, 30)
        pool = Pool(voila, places, 3, lambda: None)
        visit = object()
        places.keep(visit)
        pool.look()
        assert voila.begun == []
        places.take(visit, "taken")
        assert pool.wanted == 2
        voila.away = ("taken",)
        assert pool.wanted == 2, "who is away may come back to the own page"
        pool.look()
        assert len(voila.begun) == 1

    in_loop(check)


def test_without_a_class_one_page_waits(told):
    def check():
        voila = Voila()
        pool = Pool(voila, Places(voila, 30), 0, lambda: told.append("made"))
        pool.look()
        voila.make()
        pool.look()
        assert (len(voila.begun), pool.ready) == (1, 1)

    in_loop(check)
    assert told == []


def test_what_could_not_be_made_is_made_again_and_it_is_said_once_when_all_are_there(told):
    def check():
        voila = Voila()
        pool = Pool(voila, Places(voila, 1), 5, lambda: told.append("made"))
        pool.look()
        voila.begun[-1].set_exception(RuntimeError("no memory"))
        pool.look()
        assert len(voila.begun) == 2
        voila.make()
        voila.dead = "2"
        pool.look()
        assert len(voila.begun) == 3, "a kernel that has ended is nobody's page"
        voila.make()
        pool.look()
        pool.look()

    in_loop(check)
    assert told == ["made"]
