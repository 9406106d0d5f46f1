"""Canaries for Voila: what the page uses of it beyond what it promises, tried for real.

Where one of them fails after an upgrade, its docstring says what in the lab would break.
"""

import inspect
import json
import signal
import urllib.request

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.ioloop import IOLoop
from voila.app import Voila
from voila.handler import VoilaHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.voila_kernel_manager import voila_kernel_manager_factory

from cnnlab.app.page import HEARTBEAT
from tests.browser.driving import server
from tests.upstream.slider_page import CONFIG, slider_parts


def test_it_ends_its_loop_where_a_signal_is_handled():
    """`serve.LabServer`: Voila.ioloop and _handle_signal_stop.

    Ctrl+C would not end the server, or leave kernels behind.
    """
    loop = IOLoop(make_current=False)
    late = []
    app = Voila()
    app.ioloop = loop
    loop.add_callback(app._handle_signal_stop, signal.SIGTERM, None)
    loop.call_later(10, lambda: (late.append(True), loop.stop()))
    loop.start()
    loop.close(all_fds=True)
    assert not late
    assert "self.ioloop.start()" in inspect.getsource(Voila.listen)


def test_its_page_gets_a_kernel_in_one_of_two_ways():
    """`kernel_keys`: VoilaHandler asks its kernel_manager for a kernel, and for nothing else.

    A page would get no key, and its kernel would answer to nobody.
    """
    source = inspect.getsource(VoilaHandler.get_generator)
    assert source.count("self.kernel_manager.get_rendered_notebook(") == 1
    assert source.count("self.kernel_manager.start_kernel(") == 1
    assert "self.get_generator(path=path)" in inspect.getsource(TornadoVoilaHandler.get)


def test_it_sends_a_heartbeat_for_as_long_as_a_page_is_not_there():
    """`page`: HEARTBEAT, at which it is asked whether the page's kernel is still there.

    A kernel that ends before it has answered would keep its page's turn for ever.
    """
    source = inspect.getsource(VoilaHandler.get_generator)
    assert HEARTBEAT in source
    assert source.count("yield time_out()") == 1


def test_its_pool_of_pages_is_filled_as_far_as_is_said():
    """`pool.Pool`: _pools, a list of tasks for each notebook, whose results have "task".

    No page would be made before a class comes, or all of them at once.
    """
    kind = voila_kernel_manager_factory(AsyncMappingKernelManager, True, 1)
    filling = inspect.getsource(kind.fill_if_needed)
    assert "for _ in range(kernel_size - len(pool)):" in filling
    assert "self._pools[notebook_name] = pool" in filling
    assert 'return {"task": task, "renderer": renderer, "kernel_id": kernel_id}' in (
        inspect.getsource(kind._initialize)
    )


@pytest.mark.browser
def test_its_page_names_its_kernel_and_the_parts_of_a_slider(notebook, browser):
    """page_care.js: "jupyter-config-data" with baseUrl and kernelId; a slider's classes.

    A page would no longer say that its kernel has ended; sliders would have no names for
    screen readers and tests.
    """
    lab = server("voila", "page.ipynb", "--no-browser", folder=notebook)
    with lab as address, browser.new_page() as page:
        page.goto(address)
        assert slider_parts(page) == ["Epochs", True]
        config = page.evaluate(CONFIG)
        kernel = f"{address.rstrip('/')}{config['baseUrl']}api/kernels/{config['kernelId']}"
        with urllib.request.urlopen(kernel) as answer:
            assert json.load(answer)["id"] == config["kernelId"]
