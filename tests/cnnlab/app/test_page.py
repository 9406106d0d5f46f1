"""A load of the page: what it leaves where it is broken off or never comes, and its book.

Voila's own handler makes the page; the kernels have no processes.
"""

import asyncio
from types import MappingProxyType, SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.web import Application

from cnnlab.app import kernel_keys, page, visitors
from cnnlab.app.kernels import PageKernels
from cnnlab.app.places import SETTING, Places
from cnnlab.runs import Book
from labhelpers.config import CnnConfig, TrainingConfig
from tests.small_disk import fill

OWN = "a" * 32
OTHER = "b" * 32
VOILA = SimpleNamespace(
    prelaunch_hook=None,
    page_config_hook=None,
    http_header_envs=[],
    extension_language_mapping={},
    progressive_rendering=False,
    http_keep_alive_timeout=0.02,
)


class Kernels(PageKernels):
    """Kernels without processes: what is started is there, until a test takes it away."""

    notebook_data = MappingProxyType({})
    dead = None

    def get_pool_size(self, _notebook):
        return 0

    async def start_kernel(self, **_options):
        self._kernels["a"] = None
        return "a"

    def is_alive(self, kernel):
        return kernel != self.dead


class Renderer:
    """Voila's, of a notebook whose kernel never answers."""

    notebook = SimpleNamespace(metadata=SimpleNamespace(kernelspec=SimpleNamespace(name="a")))

    def __init__(self, **_options):
        pass

    async def initialize(self, **_options):
        pass

    async def generate_content_generator(self, *_kernel):
        yield "head", None
        raise RuntimeError("Kernel died before replying to kernel_info")


def load_of(places, query="", known=None, **headers):
    """Return the load of a page, and the list that its parts come into."""
    settings = {
        SETTING: places,
        "kernel_manager": places._kernels,
        visitors.SETTING: known,
        kernel_keys.SETTING: kernel_keys.KernelKeys(b"secret", is_in_page=False),
    }
    unused = dict.fromkeys(("config_manager", "contents_manager", "kernel_spec_manager"))
    connection = SimpleNamespace(set_close_callback=lambda *_: None)
    request = HTTPServerRequest(
        start_line=RequestStartLine("GET", f"/?{query}", "HTTP/1.1"),
        headers=HTTPHeaders({"Host": "localhost"} | headers),
        connection=connection,
    )
    handler = page.PlacedPageHandler(
        Application(**settings, **unused),
        request,
        voila_configuration=VOILA,
        notebook_path="dashboard.ipynb",
    )
    return handler, []


async def make(handler, parts):
    async for part in handler.get_generator():
        parts.append(part)


@pytest.fixture
def places(monkeypatch):
    monkeypatch.setattr("voila.handler.NotebookRenderer", Renderer)
    monkeypatch.setattr("voila.handler.get_page_config", lambda **_: {})
    own = Places(Kernels(), 30)
    own.making = asyncio.Semaphore(1)
    return own


def test_a_load_that_is_broken_off_while_it_waits_keeps_no_place_and_gets_no_kernel(places):
    async def break_off():
        handler, parts = load_of(places)
        await places.making.acquire()
        load = asyncio.create_task(make(handler, parts))
        await asyncio.sleep(0)
        assert places.number_open == 1
        handler.on_connection_close()
        assert places.number_open == 0
        places.making.release()
        await asyncio.wait_for(load, 10)
        assert (parts, places._kernels.list_kernel_ids()) == ([], [])
        assert not places.making.locked()

    asyncio.run(break_off())


@pytest.mark.parametrize("end", ["died", "removed", "gone"])
def test_a_page_that_never_comes_ends_with_its_kernel_or_its_reader(places, end):
    async def wait():
        handler, parts = load_of(places)
        load = asyncio.create_task(make(handler, parts))
        while page.HEARTBEAT not in "".join(parts):  # a kernel that lives is waited for
            await asyncio.sleep(0.01)
        assert places.making.locked()
        if end == "died":
            places._kernels.dead = "a"
        elif end == "removed":
            places._kernels._kernels.clear()
        else:
            handler.on_connection_close()
        await asyncio.wait_for(load, 10)
        assert not places.making.locked()

    asyncio.run(asyncio.wait_for(wait(), 10))


@pytest.fixture
def known():
    known = visitors.Visitors(b"secret", is_for_tab=True)
    yield known
    known.close()


def cookie_after(places, known, query):
    """Return the book that a browser, whose own is OWN, is told to keep with a page in a frame."""
    headers = {"Sec-Fetch-Dest": "iframe", "Cookie": f"{visitors.COOKIE}={OWN}"}
    handler, _parts = load_of(places, query, known, **headers)
    handler.current_user = "anybody"
    asyncio.run(handler.get())
    told = getattr(handler, "_new_cookie", {})
    return handler.book, told[visitors.COOKIE].value if told else None


def test_an_address_in_a_frame_takes_nobodys_runs_out_of_their_sight(
    places, known, lab_runs, monkeypatch
):
    async def nothing(*_arguments):
        pass

    monkeypatch.setattr("voila.tornado.handler.TornadoVoilaHandler.get", nothing)
    named = f"book={OTHER}"
    assert cookie_after(places, known, "") == (OWN, OWN)
    assert cookie_after(places, known, named) == (OTHER, OTHER), "there are no runs to lose"
    Book(OWN).new_run(CnnConfig(), TrainingConfig()).save()
    assert cookie_after(places, known, "") == (OWN, OWN)
    assert cookie_after(places, known, named) == (OTHER, None)
    assert cookie_after(places, known, f"{named}&instead={'0' * 64}") == (OTHER, None)
    agreed = f"{named}&instead={known.consent(OWN, OTHER)}"
    assert cookie_after(places, known, agreed) == (OTHER, OTHER)


def test_no_page_is_begun_where_its_kernel_finds_no_room_on_the_disk(places, known, disk):
    places._kernels.connection_dir = str(disk)

    def status():
        handler, _parts = load_of(places, "", known)
        handler.current_user = "anybody"
        asyncio.run(handler.head())
        return handler.get_status()

    assert status() == 200
    filler = fill(disk)
    assert status() == 503
    filler.unlink()
    assert status() == 200
