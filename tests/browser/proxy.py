"""A TCP proxy between a browser and the lab, which does to WebSockets what real ones do.

Everything else passes. A WebSocket comes on a connection of its own, so it is enough to look at
the first request of each.
"""

import contextlib
import re
import socket
import threading


def dropping_upgrade(request):
    """What a proxy that knows no WebSockets sends on; as nginx does without being told more."""
    return re.sub(rb"(?im)^(Upgrade|Connection): .*\r\n", b"", request)


def rewriting_host(request):
    """What a proxy sends on that puts the server's own address into Host."""
    return re.sub(rb"(?im)^Host: .*\r\n", b"Host: lab.internal\r\n", request)


class Proxy:
    """Sends on what comes to `port`; to WebSockets it does what `change` says.

    change: takes the request of a WebSocket and returns what is sent on in its place; None for a
    proxy that lets it be opened, and then lets nothing through.
    """

    def __init__(self, target_port, change=None):
        self.change = change
        self.is_open = False  # to WebSockets, as if there were no proxy
        self.is_cut = False  # nothing gets through: see `cut`
        self._browsers = set()
        self._target = ("127.0.0.1", target_port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """End every connection, and take no further one until `is_cut` is false again."""
        self.is_cut = True
        for browser in list(self._browsers):
            with contextlib.suppress(OSError):
                browser.shutdown(socket.SHUT_RDWR)

    def close(self):
        self._listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                browser, _ = self._listener.accept()
                if self.is_cut:
                    browser.close()
                    continue
                self._browsers.add(browser)
                threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser):
        with contextlib.suppress(OSError), browser, socket.create_connection(self._target) as lab:
            request = _head(browser)
            is_websocket = b"\nupgrade: websocket" in request.lower() and not self.is_open
            if is_websocket and self.change is not None:
                request = self.change(request)
            lab.sendall(request)
            if is_websocket and self.change is None:
                browser.sendall(_head(lab))
                while browser.recv(65536):
                    pass
                return
            answering = threading.Thread(target=_pass_on, args=(lab, browser), daemon=True)
            answering.start()
            _pass_on(browser, lab)
            answering.join()


def _head(connection):
    """Return what comes up to the empty line, at least."""
    received = b""
    while b"\r\n\r\n" not in received and (more := connection.recv(65536)):
        received += more
    return received


def _pass_on(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
