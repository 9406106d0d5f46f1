"""Memory by numbers that are allowed one by one, by messages, and by what is stored."""

import contextlib
import socket
import sys
import uuid

import psutil
import pytest

from cnnlab.runs.private import make_book
from tests.attacks.visitor import Page

pytestmark = pytest.mark.attacks

MEGABYTE = 1_000_000
ALLOWED_ONE_BY_ONE = (
    "preset=plain&filters=256&kernel_size=1&batch_size=4096&batch_normalization=true&augment=true"
)
CONTROL_OF_WIDGETS = "jupyter.widget.control"
UPLOADS = 8
WIDGETS = 60
MOVES = 800


@pytest.fixture
def kernel(served, visitor):
    """Return the process of the visitor's kernel."""
    (found,) = [
        process for process in served.family() if visitor.kernel in " ".join(process.cmdline())
    ]
    return found


@pytest.fixture
def page(visitor):
    """Return the visitor's page, loaded."""
    with visitor.socket() as open_socket:
        yield Page(open_socket)


def choices_of(page):
    """Return the state of the choices for the next run."""
    return next(state for state in page.states.values() if "preset_menu" in state)


def is_said(page, words):
    return any(words in str(state.get("value")) for state in page.states.values())


def test_an_address_asks_for_more_memory_than_a_run_may_have(page):
    page.load(ALLOWED_ONE_BY_ONE)
    page.wait_for(lambda: is_said(page, "GB of memory; a run may have 2 GB"))
    page.wait_for(lambda: choices_of(page)["values"]["filters"] == 256)
    assert choices_of(page)["values"]["batch_size"] == 125  # as in the preset "fast"


def test_a_client_chooses_more_memory_than_a_run_may_have(page):
    page.load("preset=plain&filters=256")
    page.wait_for(lambda: choices_of(page)["values"]["filters"] == 256)
    model = next(name for name, state in page.states.items() if "preset_menu" in state)
    page.tell(model, {"name": "batch_size", "value": 4096})
    page.wait_for(lambda: is_said(page, "GB of memory; a run may have 2 GB"))
    assert choices_of(page)["values"]["batch_size"] == 128


def begin_upload(served, size):
    """Return a connection on which an upload has begun that says its size and never ends."""
    upload = socket.create_connection(("127.0.0.1", served.port))
    head = f"POST /api/kernels HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n\r\n"
    with contextlib.suppress(OSError):  # it may be closed before all is sent
        upload.sendall(head.encode())
        for _ in range(min(size, 16 * MEGABYTE) // MEGABYTE):
            upload.sendall(bytes(MEGABYTE))
    return upload


def test_unfinished_uploads_are_not_kept(served, visitor):
    server = psutil.Process(served.process.pid)
    before = server.memory_info().rss
    with contextlib.ExitStack() as uploads:
        for _ in range(UPLOADS):
            uploads.enter_context(begin_upload(served, 100 * MEGABYTE))
        assert served.get("/voila/static/no-such.js").status == 403
        assert server.memory_info().rss < before + 20 * MEGABYTE


def test_a_kernel_keeps_no_widgets_that_a_browser_makes(page, kernel):
    page.load()
    page.wait_for(lambda: any(state.get("is_open") for state in page.states.values()))
    before = kernel.memory_info().rss
    names = [uuid.uuid4().hex for _ in range(WIDGETS)]
    state = {
        "_model_module": "@jupyter-widgets/controls",
        "_model_name": "HTMLModel",
        "value": "x" * 1_900_000,
    }
    for name in names:
        data = {"state": state, "buffer_paths": []}
        opened = {"comm_id": name, "target_name": "jupyter.widget", "data": data}
        page.send("comm_open", opened)
    asked = {"comm_id": uuid.uuid4().hex, "target_name": CONTROL_OF_WIDGETS}
    page.states.clear()
    page.send("comm_open", asked | {"data": {}}, metadata={"version": "1.0.0"})
    page.send("comm_msg", asked | {"data": {"method": "request_states"}})
    page.wait_for(lambda: any("is_open" in state for state in page.states.values()))
    assert not set(names) & set(page.states)
    assert kernel.memory_info().rss < before + 70 * MEGABYTE


def test_a_kernel_runs_no_code_that_a_browser_sends(page):
    page.load()
    page.send("execute_request", {"code": "import os; os._exit(1)", "silent": False})
    page.send("comm_info_request", {})
    page.wait_for(lambda: any(state.get("is_open") for state in page.states.values()))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps such a limit")
def test_a_kernel_has_a_limit_before_anybody_speaks_to_it(kernel):
    import resource

    soft, _hard = resource.prlimit(kernel.pid, resource.RLIMIT_DATA)
    assert 0 < soft < 2**31


class CountingPage(Page):
    """A page that counts how often its choices are drawn."""

    drawn = 0

    def _take(self, message):
        before = [state.get("values") for state in self.states.values()]
        super()._take(message)
        self.drawn += before != [state.get("values") for state in self.states.values()]


def test_a_slider_that_is_shaken_is_drawn_a_few_times(visitor):
    with visitor.socket() as open_socket:
        page = CountingPage(open_socket)
        page.load()
        page.wait_for(lambda: any(state.get("is_open") for state in page.states.values()))
        slider = page.model(description="Filters")
        page.drawn = 0
        for value in [*(8 + move % 50 for move in range(MOVES)), 61]:
            moved = {"method": "update", "state": {"value": value}, "buffer_paths": []}
            page.send("comm_msg", {"comm_id": slider, "data": moved})
        page.wait_for(lambda: choices_of(page)["values"]["filters"] == 61)
        assert page.drawn < MOVES / 4


def test_a_full_book_says_so_and_trains_nothing(served, page):
    page.load("epochs=1&filters=8&num_train=100")
    page.wait_for(lambda: any("is_for_tab" in state for state in page.states.values()))
    own = next(name for name, state in page.states.items() if "is_for_tab" in state)
    page.tell(own, {"take": True})
    page.wait_for(lambda: page.states[own].get("query"))
    book = page.states[own]["query"].removeprefix("?book=")
    kept = served.folder / "runs" / book / "kept"
    make_book(kept.parent)
    kept.mkdir()
    with open(kept / "model.keras", "wb") as file:
        file.truncate(999 * MEGABYTE)
    page.wait_for(lambda: page.states[page.model(description="Train")].get("disabled") is False)
    page.click("Train")
    page.wait_for(lambda: is_said(page, "Your runs may take 1,000 MB"))
    assert [path.name for path in kept.parent.iterdir()] == ["kept"]
