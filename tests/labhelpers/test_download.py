"""The download, from a server on this machine: progress, Cancel, and whole files only."""

import hashlib
import os
import random
import subprocess
import sys
import threading
import time

import pytest

from labhelpers import download
from labhelpers.download import DownloadError, download_mnist, is_keras_file, keras_file
from tests.labhelpers import loopback
from tests.waiting import wait_until

BODY = random.Random(0).randbytes(1_000_000)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Give Keras an empty cache, and return where it would put MNIST."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    loopback.use_directly(monkeypatch)
    return tmp_path / "keras" / "datasets" / "mnist.npz"


@pytest.fixture
def server(monkeypatch):
    """Run a server that plays Keras's, with a file of 1,000,000 bytes."""
    with loopback.Server(BODY) as server:
        monkeypatch.setattr(download, "ADDRESS", server.address)
        monkeypatch.setattr(download, "FILE_BYTES", len(BODY))
        monkeypatch.setattr(download, "FILE_SHA256", hashlib.sha256(BODY).hexdigest())
        yield server


def held(cache):
    """Return the names of everything in Keras's cache."""
    return [path.name for path in cache.parent.iterdir()]


def test_the_whole_file_comes_into_the_cache(server, cache):
    assert download_mnist() == cache == keras_file()
    assert cache.read_bytes() == BODY
    assert held(cache) == ["mnist.npz"]
    assert is_keras_file(cache)
    assert not is_keras_file(cache.with_name("other.npz"))
    cache.write_bytes(BODY[:-1])
    assert not is_keras_file(cache)


def test_progress_is_the_share_of_the_bytes(server):
    server.seconds = 1.0
    told = []
    threads = set()

    def on_progress(fraction):
        told.append(fraction)
        threads.add(threading.current_thread())

    download_mnist(on_progress)
    assert told == sorted(told)
    assert told[0] < 0.2
    assert told[-1] == 1
    assert len(set(told)) > 5
    assert threads == {threading.current_thread()}


def test_cancel_ends_a_download_in_its_middle(server, cache):
    server.seconds = 20.0
    told = []
    began = time.monotonic()
    with pytest.raises(DownloadError, match="the download was cancelled"):
        download_mnist(told.append, lambda: bool(told) and told[-1] > 0)
    assert time.monotonic() - began < 5
    assert told[-1] < 0.5
    assert server.hung_up.wait(10)  # nobody goes on receiving
    assert server.sent < len(BODY)
    assert held(cache) == []


def test_an_interrupted_cell_ends_the_download_too(server, cache):
    server.seconds = 20.0

    def interrupt(fraction):
        if fraction > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download_mnist(interrupt)
    assert server.hung_up.wait(10)
    assert held(cache) == []


OTHER_FILES = {
    "one wrong bit": BODY[:-1] + bytes([BODY[-1] ^ 1]),
    "one byte more": BODY + b"!",
    "one byte less": BODY[:-1],
    "a page": b"<html>Please log in to use this network.</html>",
}


@pytest.mark.parametrize("body", OTHER_FILES.values(), ids=OTHER_FILES.keys())
def test_another_file_never_comes_into_the_cache(server, cache, body):
    server.body = body
    server.cut_at = len(body)
    with pytest.raises(DownloadError, match="not Keras's file: its checksum is wrong"):
        download_mnist()
    assert held(cache) == []


@pytest.mark.parametrize("count", [0, 1, 512_345, 999_999])
def test_a_connection_that_breaks_off_leaves_nothing(server, cache, count):
    server.cut_at = count
    with pytest.raises(DownloadError) as caught:
        download_mnist()
    assert str(caught.value) == f"the connection broke off after {count / 1e6:.1f} of 1.0 MB"
    assert held(cache) == []


def test_a_connection_that_falls_silent_is_given_up(server, cache, monkeypatch):
    monkeypatch.setattr(download, "SECONDS_OF_SILENCE", 0.5)
    server.seconds = 100.0
    with pytest.raises(DownloadError, match=r"broke off after 0\.[01] of 1\.0 MB"):
        download_mnist()
    assert held(cache) == []


def test_a_cache_that_cannot_be_written(server, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file"))
    with pytest.raises(DownloadError, match=r"^Keras's cache can't be written \(.+\)$") as caught:
        download_mnist()
    assert str(tmp_path) not in str(caught.value)


def test_an_old_file_is_replaced_only_by_a_whole_one(server, cache):
    cache.parent.mkdir(parents=True)
    cache.write_bytes(b"old")
    server.cut_at = 500_000
    with pytest.raises(DownloadError):
        download_mnist()
    assert cache.read_bytes() == b"old"
    server.cut_at = len(BODY)
    download_mnist()
    assert cache.read_bytes() == BODY


# Several at once


def test_downloads_at_once_do_not_hurt_each_other(server, cache):
    server.seconds = 0.3
    ended = []
    threads = [threading.Thread(target=lambda: ended.append(download_mnist())) for _ in range(4)]
    for thread in threads:
        thread.start()
    seen = set()
    while any(thread.is_alive() for thread in threads):
        if cache.exists():
            seen.add(cache.read_bytes())
    assert ended == [cache] * 4
    assert seen <= {BODY}  # whoever reads it meanwhile reads all of it
    assert cache.read_bytes() == BODY
    assert held(cache) == ["mnist.npz"]


def test_a_cancelled_download_leaves_another_one_alone(server, cache):
    server.seconds = 1.0
    other = threading.Thread(target=download_mnist)
    other.start()
    with pytest.raises(DownloadError, match="cancelled"):
        download_mnist(is_cancelled=lambda: server.sent > 100_000)
    other.join()
    assert cache.read_bytes() == BODY
    assert held(cache) == ["mnist.npz"]


DOWNLOAD = """
import sys
from labhelpers import download
_, download.ADDRESS, download.FILE_SHA256 = sys.argv
download.FILE_BYTES = 1_000_000
download.download_mnist()
print([name for name in ("tensorflow", "keras") if name in sys.modules])
"""


def start_download(server):
    command = [sys.executable, "-c", DOWNLOAD, server.address, download.FILE_SHA256]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_processes_do_not_hurt_each_other_and_stay_light(server, cache):
    server.seconds = 0.3
    for process in [start_download(server) for _ in range(3)]:
        out, err = process.communicate(timeout=600)
        assert (out, err) == ("[]\n", "")
    assert cache.read_bytes() == BODY
    assert held(cache) == ["mnist.npz"]


def test_a_killed_process_leaves_nothing(server, cache):
    server.seconds = 20.0
    process = start_download(server)
    wait_until(lambda: server.sent > 100_000, 10)
    process.kill()
    process.communicate()
    assert held(cache) == []


def test_keras_home_is_respected(monkeypatch, tmp_path):
    assert keras_file() == tmp_path / "keras" / "datasets" / "mnist.npz"
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert keras_file() == tmp_path / ".keras" / "datasets" / "mnist.npz"
    assert os.path.isabs(keras_file())
