"""The door of the page's server, before all else: who asks for a name that is not served, or for
a kernel without its key, is refused.
"""

import logging
import re
from typing import Any

from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
from tornado.routing import Router
from tornado.web import Application, RequestHandler

from cnnlab.app.hosts import Hosts, refusal
from cnnlab.app.kernel_keys import KernelKeys

logger = logging.getLogger(__name__)

KERNEL = re.compile(r"/api/kernels/([^/]+)")
NO_KEY = (
    "This kernel belongs to a page that another browser has open. "
    "Reload the page to get one of your own.\n"
)


class Refusal(RequestHandler):
    """Says why a request is refused, whatever it wants."""

    def initialize(self, sentence: str) -> None:
        self.sentence = sentence

    def prepare(self) -> None:
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(self.sentence)

    def _log(self) -> None:
        """Log it without the path, which may be the secret one of the teacher's wall."""
        logger.warning("%d for a request to %.100r", self.get_status(), self.request.host)


class Door(Router):
    """Hands requests to the page's application, but for those that it refuses."""

    def __init__(self, app: Application, hosts: Hosts, keys: KernelKeys) -> None:
        self._app = app
        self._hosts = hosts
        self._keys = keys

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> HTTPMessageDelegate:
        sentence = self._refusal(request)
        if sentence:
            said = {"sentence": sentence}
            return self._app.get_handler_delegate(request, Refusal, said)
        return self._app.find_handler(request, **kwargs)

    def _refusal(self, request: HTTPServerRequest) -> str:
        """Return why a request is refused, "" where it is not."""
        if not self._hosts.has(request.host):
            return refusal(request.host)
        found = KERNEL.search(request.path)
        # Of one that has ended the page is told so, after a restart of the server, too.
        if found and found[1] in self._app.settings["kernel_manager"]:
            return "" if self._keys.opens(request, found[1]) else NO_KEY
        return ""
