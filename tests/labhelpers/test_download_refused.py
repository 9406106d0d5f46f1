"""Why there is no download, in words: no connection, a refusal, an untrusted certificate."""

import logging
import socket
import time

import pytest

from labhelpers import download
from labhelpers.download import DownloadError, download_mnist
from tests.labhelpers import loopback

BODY = bytes(1000)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Give Keras an empty cache, know of no proxy, and return the cache's folder."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    loopback.use_directly(monkeypatch)
    return tmp_path / "keras" / "datasets"


@pytest.fixture
def server():
    with loopback.Server(BODY) as server:
        yield server


def cause(**options):
    """Return what is said of a download that fails."""
    with pytest.raises(DownloadError) as caught:
        download_mnist(**options)
    return str(caught.value)


@pytest.mark.parametrize(
    "status, answer",
    [
        (403, "403 Forbidden"),
        (404, "404 Not Found"),
        (407, "407 Proxy Authentication Required"),
        (503, "503 Service Unavailable"),
    ],
)
def test_a_refusal_is_told_with_its_status(server, cache, monkeypatch, caplog, status, answer):
    monkeypatch.setattr(download, "ADDRESS", server.address)
    server.status = status
    with caplog.at_level(logging.WARNING, "labhelpers"):
        assert cause() == f"the server answered {answer}"
    (record,) = caplog.records
    assert record.exc_info[1].code == status  # the log keeps the traceback
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize(
    "status, answer",
    [(403, "403 Forbidden"), (407, "407 Proxy Authentication Required")],
)
def test_a_proxy_s_refusal_is_told_as_such(server, monkeypatch, status, answer):
    # The real address: the proxy is asked for a connection to it, and says no.
    loopback.use_proxy(monkeypatch, server.server_port)
    server.status = status
    assert cause() == f"the proxy answered {answer}"


def test_a_certificate_that_nobody_trusts(tmp_path, monkeypatch, cache):
    pem = tmp_path / "server.pem"
    loopback.write_certificate(pem)
    with loopback.Server(BODY, pem) as server:
        monkeypatch.setattr(download, "ADDRESS", server.address)
        monkeypatch.setattr(download, "FILE_BYTES", len(BODY))
        said = cause()
        assert said.startswith("the server's certificate is not trusted (self-signed certificate")
        # Where it is trusted, the download goes on to look at what comes.
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        assert cause() == "what came is not Keras's file: its checksum is wrong"
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://no-such-host.invalid/"])
def test_where_nobody_answers_there_is_no_connection(monkeypatch, cache, address):
    monkeypatch.setattr(download, "ADDRESS", address)
    began = time.monotonic()
    assert cause() == "no connection to the internet"
    assert time.monotonic() - began < 9
    assert list(cache.iterdir()) == []


def test_a_proxy_that_is_down_is_no_connection(monkeypatch):
    loopback.use_proxy(monkeypatch, 9)
    began = time.monotonic()
    assert cause() == "no connection to the internet"
    assert time.monotonic() - began < 5


@pytest.fixture(params=["server", "proxy"])
def silence(request, monkeypatch):
    """Stand in a network that swallows everything: somebody takes the call and says nothing."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        if request.param == "proxy":
            loopback.use_proxy(monkeypatch, port)
        else:
            monkeypatch.setattr(download, "ADDRESS", f"http://127.0.0.1:{port}/")
        yield


def test_a_network_that_swallows_everything_is_given_up_in_time(silence, cache):
    began = time.monotonic()
    assert cause() == "no connection to the internet"
    assert 6 < time.monotonic() - began < 9
    assert list(cache.iterdir()) == []


def test_cancel_does_not_wait_for_an_answer(silence):
    began = time.monotonic()
    said = cause(is_cancelled=lambda: time.monotonic() - began > 0.3)
    assert said == "the download was cancelled"
    assert time.monotonic() - began < 2
