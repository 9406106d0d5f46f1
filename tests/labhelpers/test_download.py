"""The download: Keras itself in its own process, through a proxy of the test's that plays Keras's server."""

import datetime
import http.server
import importlib.util
import os
import socket
import ssl
import subprocess
import sys
import threading
import time

import psutil
import pytest

from labhelpers import download
from labhelpers.download import DownloadError, download_mnist, is_keras_file, keras_file

HOST = "storage.googleapis.com"
BODY = bytes(1_000_000)
needs_keras = pytest.mark.skipif(
    importlib.util.find_spec("keras") is None, reason="Keras is not installed"
)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Give Keras an empty cache, and return where it would put MNIST."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(download, "FILE_BYTES", len(BODY))
    return tmp_path / "keras" / "datasets" / "mnist.npz"


def certificate(folder):
    """Write a key and a certificate of its own for Keras's server; return the file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    usage = dict.fromkeys(
        ["content_commitment", "key_encipherment", "data_encipherment", "key_agreement"], False
    )
    usage |= dict.fromkeys(["crl_sign", "encipher_only", "decipher_only"], False)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, key_cert_sign=True, **usage), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    return folder / "server.pem"


@pytest.fixture
def run_instead(monkeypatch):
    """Return a function that puts another program in the place of the one that has Keras download."""

    def replace(program):
        start = "import os, time; home = os.environ['KERAS_HOME']; os.mkdir(os.path.join(home, 'datasets'))\n"
        monkeypatch.setattr(download, "KERAS_PROGRAM", start + program)

    return replace


class Proxy(http.server.BaseHTTPRequestHandler):
    """A proxy that answers for the server itself: HEAD with `status`, GET with 1,000,000 slow bytes."""

    status, seconds, context = 200, 1.0, None

    def do_CONNECT(self):
        self.send_response(200)
        self.end_headers()
        self.connection = self.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = (
            self.connection.makefile("rb"),
            self.connection.makefile("wb", buffering=0),
        )
        self.close_connection = False

    def do_HEAD(self):
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()

    def do_GET(self):
        self.do_HEAD()
        for start in range(0, len(BODY), 50_000):
            self.wfile.write(BODY[start : start + 50_000])
            time.sleep(self.seconds / 20)

    def log_message(self, *words):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        pass  # a client that hangs up is part of these tests


@pytest.fixture
def proxy(tmp_path, monkeypatch):
    """Run the proxy and send this process, and those it starts, through it; return its settings."""
    pem = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    settings = type("Settings", (Proxy,), {"context": context})
    server = Server(("127.0.0.1", 0), settings)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    use_proxy(monkeypatch, server.server_port)
    yield settings
    server.shutdown()
    server.server_close()


def use_proxy(monkeypatch, port):
    for variable in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(variable, f"http://127.0.0.1:{port}")
    for variable in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(variable, raising=False)


def children():
    return set(psutil.Process().children(recursive=True))


def ends(process, seconds=10):
    try:
        psutil.Process(process).wait(seconds)
    except psutil.NoSuchProcess:
        pass
    except psutil.TimeoutExpired:
        return False
    return True


def test_a_server_that_refuses_is_no_internet(proxy, cache):
    proxy.status = 403
    with pytest.raises(DownloadError, match="no connection to the internet"):
        download_mnist()
    assert list(cache.parent.iterdir()) == []


def test_a_proxy_that_is_down_is_no_internet(monkeypatch, cache):
    use_proxy(monkeypatch, 9)
    start = time.monotonic()
    with pytest.raises(DownloadError, match="no connection to the internet"):
        download_mnist()
    assert time.monotonic() - start < 5
    assert list(cache.parent.iterdir()) == []


def test_a_network_that_swallows_everything_is_given_up_in_time(monkeypatch):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        use_proxy(monkeypatch, silent.getsockname()[1])
        before = children()
        start = time.monotonic()
        with pytest.raises(DownloadError, match="no connection to the internet"):
            download_mnist()
        assert 6 < time.monotonic() - start < 9
        start = time.monotonic()
        with pytest.raises(DownloadError, match="cancelled"):
            download_mnist(is_cancelled=lambda: time.monotonic() - start > 0.6)
        assert time.monotonic() - start < 2
        assert children() == before


@needs_keras
def test_keras_reports_progress_and_refuses_what_is_not_mnist(proxy, cache):
    told, before = [], children()
    with pytest.raises(
        DownloadError, match=r"Keras's download failed \(ValueError: Incomplete or corrupted file"
    ):
        download_mnist(told.append)
    assert told[0] == 0
    assert told == sorted(told)
    assert told[-1] > 0.8
    assert len(told) > 5
    assert children() == before
    assert list(cache.parent.iterdir()) == []


@needs_keras
def test_cancel_ends_keras_in_mid_download(proxy, cache):
    proxy.seconds = 20.0
    told, before = [], children()
    with pytest.raises(DownloadError, match="the download was cancelled"):
        download_mnist(told.append, lambda: told and told[-1] > 0)
    assert told[-1] < 0.5
    assert children() == before
    assert list(cache.parent.iterdir()) == []


@needs_keras
def test_a_download_ends_with_the_process_that_wanted_it(proxy, cache):
    proxy.seconds = 60.0
    code = "from labhelpers.download import download_mnist; download_mnist()"
    wanting = psutil.Popen([sys.executable, "-c", code])
    while not (found := wanting.children()):
        time.sleep(0.05)
    while not list(cache.parent.glob(".download-*/datasets/mnist.npz")):
        time.sleep(0.05)
    wanting.kill()
    wanting.wait()
    assert ends(found[0].pid)
    assert list(cache.parent.iterdir()) == []


def test_a_whole_file_is_moved_into_the_cache(cache, monkeypatch, run_instead):
    run_instead("open(os.path.join(home, 'datasets', 'mnist.npz'), 'wb').write(b'whole')")
    assert download_mnist() == cache == keras_file()
    assert cache.read_bytes() == b"whole"
    assert [path.name for path in cache.parent.iterdir()] == ["mnist.npz"]
    assert not is_keras_file(cache)
    monkeypatch.setattr(download, "FILE_SHA256", subprocess_sha256(cache))
    assert is_keras_file(cache)
    assert not is_keras_file(cache.with_name("other.npz"))


def subprocess_sha256(path):
    code = "import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], 'rb').read()).hexdigest())"
    return subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True
    ).stdout.strip()


def test_progress_is_the_share_of_the_bytes(run_instead):
    run_instead(
        "for count in (0, 250_000, 500_000, 3_000_000):\n"
        "    open(os.path.join(home, 'datasets', 'mnist.npz'), 'wb').write(bytes(count)); time.sleep(0.3)"
    )
    told = []
    download_mnist(told.append)
    assert sorted(set(told)) == [0.0, 0.25, 0.5, 1.0]


def test_reasons_hold_no_path_of_this_machine(tmp_path, run_instead):
    run_instead("open(os.path.join(home, 'no', 'where'))")
    with pytest.raises(DownloadError) as caught:
        download_mnist()
    assert "No such file" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_cache_that_cannot_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "file"))
    with pytest.raises(DownloadError, match="Keras's cache can't be written"):
        download_mnist()


def test_keras_home_is_respected(monkeypatch, tmp_path):
    assert keras_file() == tmp_path / "keras" / "datasets" / "mnist.npz"
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert keras_file() == tmp_path / ".keras" / "datasets" / "mnist.npz"
    assert os.path.isabs(keras_file())
