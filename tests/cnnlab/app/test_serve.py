"""The command that serves the dashboard: one line, one engine, nothing left behind."""

import json
import os
import re
import signal
import socket
import threading
import time

import pytest

from cnnlab import engine
from cnnlab.__main__ import main
from cnnlab.app import serve, shared_engine
from tests.cnnlab.app.served import Server
from tests.waiting import wait_until


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def sentence(*words):
    """Return the sentence with which `cnn-lab serve` ends at once; its status is then 1."""
    with pytest.raises(SystemExit) as ended:
        main(["serve", *words])
    assert isinstance(ended.value.code, str)
    return ended.value.code


def test_a_taken_port_is_a_sentence(taken_port, capsys):
    said = sentence("--port", str(taken_port))
    assert capsys.readouterr().out == ""
    assert f"port {taken_port} " in said
    assert f"--port {taken_port + 1 if taken_port < 65535 else 8866}." in said


@pytest.mark.parametrize("place", ["--port=0", "--port=99999", "--ip=no.such.host.invalid"])
def test_an_address_that_is_none_is_a_sentence(place):
    assert "for example" in sentence(place)


def test_a_missing_notebook_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(serve, "NOTEBOOK", tmp_path / "dashboard.ipynb")
    assert "pip install -e ." in sentence()


def test_what_is_wrong_is_said_and_the_lab_is_served(monkeypatch, tmp_path, free_port, capsys):
    served = []
    monkeypatch.setattr(serve, "serve", lambda *arguments: served.append(arguments))
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "nowhere.npz"))
    main(["serve", "--port", str(free_port)])
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("problem  digits")
    assert served == [("127.0.0.1", free_port, [], None)]


def test_the_lab_is_served_without_an_engine_that_does_not_start(monkeypatch, capsys, caplog):
    def refuse(**_options):
        raise RuntimeError("no room")

    monkeypatch.setattr(shared_engine.engine, "connect", refuse)
    monkeypatch.setattr(shared_engine, "SECONDS_BETWEEN_LOOKS", 0.01)
    shared = shared_engine.SharedEngine()
    time.sleep(0.1)
    shared.close()
    assert capsys.readouterr().err.count("no room") == 1
    (record,) = caplog.records
    assert record.exc_info[0] is RuntimeError


def test_an_engine_that_is_busy_at_first_is_asked_again(monkeypatch, capsys):
    is_there = threading.Event()

    class Connection:
        """A connection that is there at the third attempt."""

        pid = None
        is_connected = True
        attempts = 0

        def __init__(self, **_options):
            Connection.attempts += 1
            if Connection.attempts < 3:
                raise engine.EngineError("The engine is busy.")

        def warm(self, source):
            is_there.set()

        def close(self):
            pass

    monkeypatch.setattr(shared_engine.engine, "connect", Connection)
    monkeypatch.setattr(shared_engine, "SECONDS_BETWEEN_LOOKS", 0.01)
    shared = shared_engine.SharedEngine()
    assert is_there.wait(60)
    shared.close()
    assert capsys.readouterr().err.count("The engine is busy.") == 1


def test_a_lost_engine_is_connected_again(monkeypatch):
    made = []
    enough = threading.Event()

    class Connection:
        """A connection: the first is lost at once, the second stays."""

        pid = None

        def __init__(self, **_options):
            self.is_connected = len(made) > 0
            made.append(self)
            if len(made) == 2:
                enough.set()

        def warm(self, source):
            assert source == "auto"

        def close(self):
            assert self is made[-1]

    monkeypatch.setattr(shared_engine.engine, "connect", Connection)
    monkeypatch.setattr(shared_engine, "SECONDS_BETWEEN_LOOKS", 0.01)
    shared = shared_engine.SharedEngine()
    assert enough.wait(60)
    time.sleep(0.1)
    shared.close()
    assert len(made) == 2


def test_a_pause_that_failed_is_not_made_later_and_one_that_holds_is_renewed(monkeypatch):
    asked = []
    is_renewed = threading.Event()

    class Connection:
        """A connection that breaks off when it is asked for the first pause."""

        pid = None
        is_connected = True
        warm = close = lambda *_arguments: None

        def __init__(self, **_options):
            pass

        def pause_queue(self, seconds):
            asked.append(seconds)
            if len(asked) == 1:
                raise OSError("closed")
            if len(asked) > 2:
                is_renewed.set()

    monkeypatch.setattr(shared_engine.engine, "connect", Connection)
    monkeypatch.setattr(shared_engine, "SECONDS_BETWEEN_LOOKS", 0.01)
    shared = shared_engine.SharedEngine()
    wait_until(lambda: shared.engine is not None)
    with pytest.raises(OSError, match="closed"):
        shared.pause(True)
    time.sleep(0.1)
    assert len(asked) == 1
    shared.pause(True)
    assert is_renewed.wait(60)
    shared.pause(False)
    assert asked[-1] == 0
    shared.close()


@pytest.mark.parametrize(
    ("options", "address", "is_reached"),
    [
        ({"ip": "127.0.0.1"}, "http://127.0.0.1:8866/", False),
        ({"ip": "192.168.10.33"}, "http://192.168.10.33:8866/", True),
        ({"custom_display_url": "https://example.org/lab"}, "https://example.org/lab/", True),
    ],
)
def test_the_address_for_the_class_is_one_that_others_reach(options, address, is_reached):
    server = serve.LabServer(**{"port": 8866} | options)
    assert (server._address, server._is_reached) == (address, is_reached)


def test_voila_alone_finds_the_same_settings():
    settings = json.loads((serve.PROJECT_ROOT / "voila.json").read_text())
    for section, options in settings.items():
        configurable = configurables()[section]
        unknown = set(options) - set(configurable.class_trait_names(config=True))
        assert not unknown, f"voila.json: {section} has no {unknown}"


def configurables():
    from jupyter_client.manager import KernelManager
    from jupyter_client.restarter import KernelRestarter
    from jupyter_server.services.kernels.kernelmanager import MappingKernelManager
    from nbclient.client import NotebookClient
    from voila.app import Voila
    from voila.configuration import VoilaConfiguration

    kernels = (KernelManager, KernelRestarter, MappingKernelManager)
    classes = (*kernels, NotebookClient, Voila, VoilaConfiguration)
    return {cls.__name__: cls for cls in classes}


@pytest.fixture
def logging_server(free_port, tmp_path):
    """A server with a log, whose pages cannot open their digits."""
    digits = tmp_path / "nowhere.npz"
    running = Server(free_port, tmp_path, "--log", "lab.log", MNIST_NPZ=str(digits))
    yield running
    running.clean_up()


def assert_settings(page):
    """What voila.json promises, whatever the address asks for."""
    assert page.status == 200
    assert "alert(1)" not in page.text
    assert "style-src 'self'" in page.headers["Content-Security-Policy"]
    extensions = re.search(r'"federated_extensions": (\[.*?\])', page.text).group(1)
    assert {extension["name"] for extension in json.loads(extensions)} == {
        "@jupyter-widgets/jupyterlab-manager",
        "@voila-dashboards/widgets-manager8",
        "anywidget",
    }


def assert_leaves_nothing(server, number):
    """End a server by a signal, and assert that it says no more and that its processes end."""
    wait_until(lambda: server.runs("cnnlab.engine.process"))
    family = server.family()
    assert server.end(number) == 0
    assert server.process.stdout.read() == ""
    wait_until(lambda: not [process for process in family if process.is_running()])


SIGNALS = pytest.mark.skipif(os.name != "posix", reason="signals as on Linux and macOS")


@pytest.mark.engine
@SIGNALS
def test_it_says_one_line_and_ends_while_its_first_page_is_still_being_made(server):
    assert server.line == f"The lab is at http://127.0.0.1:{server.port}/ (Ctrl+C ends it)\n"
    assert_leaves_nothing(server, signal.SIGINT)
    assert server.errors.read_text() == ""


@pytest.mark.engine
@SIGNALS
def test_it_serves_logs_what_became_a_sentence_and_leaves_nothing_behind(logging_server, tmp_path):
    log = tmp_path / "lab.log"
    assert_settings(logging_server.get("/?theme=%3Cscript%3Ealert(1)%3C/script%3E&template=none"))
    assert logging_server.runs("ipykernel_launcher")
    kernel_pids = [process.pid for process in logging_server.family()]
    wait_until(lambda: "The digits cannot be opened." in log.read_text())
    before, _words, traceback = log.read_text().partition("The digits cannot be opened.")
    *_time, level, process, name = before.splitlines()[-1].split()
    assert level == "WARNING"
    assert name.startswith("cnnlab.session.")
    assert int(process) in kernel_pids
    assert "Traceback (most recent call last):" in traceback
    assert "labhelpers.archive.DataError: " in traceback
    assert f"{tmp_path / 'nowhere.npz'} does not exist" in traceback

    assert logging_server.get("/voila/static/no-such.js").status == 403
    wait_until(lambda: "403 GET /voila/static/no-such.js" in log.read_text())
    assert f"{logging_server.process.pid} cnnlab.app.doctor: " in log.read_text()
    assert_leaves_nothing(logging_server, signal.SIGTERM)
    (line,) = logging_server.errors.read_text().splitlines()
    assert line.split()[:2] == ["problem", "digits"]
    assert " DEBUG " not in log.read_text()
