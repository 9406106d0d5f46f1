"""How many pages and connections the server takes, and what those read that it does not take.

A page without a kernel would say "starting" for ever, and a server without handles answers
nobody. So who comes when all places are taken, or when handles run short, reads that, with status
503, and the browser asks again by itself.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream, StreamClosedError
from tornado.web import authenticated

from cnnlab.app import limits
from cnnlab.app.kernel_keys import PageHandler

logger = logging.getLogger(__name__)

SETTING = "cnn_lab_places"  # under which Tornado's application keeps them
TEMPLATE = "full.html.j2"
UNAVAILABLE = 503
SECONDS_UNTIL_NEXT_TRY = 10
# Connections that are turned away hold a handle until they have said what they want.
MOST_TURNED_AWAY = 16
SECONDS_TO_ASK = 1.0
MOST_BYTES_ASKED = 16_384


class Places:
    """Knows which pages are open, and whether one more can be.

    kernels: the server's kernels, Voila's spare one among them.
    most_pages: how many may be open at once.
    told: the HTML that is read where that is refused.
    """

    def __init__(self, kernels: Any, most_pages: int, told: str) -> None:
        self.most_pages = most_pages
        self.told = told.encode()
        self._kernels = kernels
        self._taken: set[str] = set()
        self._coming_in: set[object] = set()

    @property
    def are_taken(self) -> bool:
        """Whether nobody more can have a page."""
        self._taken &= set(self._kernels.list_kernel_ids())
        pages = len(self._taken) + len(self._coming_in)
        return pages >= self.most_pages or not limits.has_handles(limits.HANDLES_OF_A_PAGE)

    def keep(self, visit: object) -> None:
        """Keep a place for a page that has no kernel yet."""
        self._coming_in.add(visit)

    def take(self, visit: object, kernel: str) -> None:
        """Give the place to the page's kernel: it is free again when that has ended."""
        self._coming_in.discard(visit)
        self._taken.add(kernel)

    def leave(self, visit: object) -> None:
        """Free the place that was kept, where no kernel came."""
        self._coming_in.discard(visit)


class PlacedPageHandler(PageHandler):
    """The page, for whom there is a place."""

    @property
    def places(self) -> Places:
        return self.settings[SETTING]

    def _give_key(self, kernel: str) -> None:
        super()._give_key(kernel)
        self.places.take(self, kernel)

    @authenticated
    async def get(self, path: str | None = None) -> None:
        if self.places.are_taken:
            self._turn_away()
        else:
            await super().get(path)

    @authenticated
    async def head(self, path: str | None = None) -> None:
        """Say whether there is a place, to a page that waits for one; takes none."""
        if self.places.are_taken:
            self.set_status(UNAVAILABLE)

    def _turn_away(self) -> None:
        logger.warning("No place for a page: %d may be open.", self.places.most_pages)
        self.set_status(UNAVAILABLE)
        self.set_header("Retry-After", str(SECONDS_UNTIL_NEXT_TRY))
        self.set_header("Cache-Control", "no-store")
        self.finish(self.places.told)

    async def get_generator(self, path: str | None = None) -> AsyncIterator[str]:
        self.places.keep(self)
        try:
            async for html in super().get_generator(path):
                yield html
        finally:
            self.places.leave(self)


class CarefulServer(HTTPServer):
    """Tornado's server, which turns connections away before handles run out."""

    told = b""
    turned_away = 0

    def handle_stream(self, stream: IOStream, address: tuple) -> Awaitable[None] | None:  # type: ignore[override]
        """Take a connection, or turn it away; at once, because others are accepted meanwhile."""
        if limits.has_handles(1):
            super().handle_stream(stream, address)
            return None
        logger.warning("A connection was turned away: handles run short.")
        if self.turned_away >= MOST_TURNED_AWAY:
            stream.close()
            return None
        self.turned_away += 1
        return self._turn_away(stream)

    async def _turn_away(self, stream: IOStream) -> None:
        try:
            # Closed with a question unread, the answer would be lost.
            asked = stream.read_until(b"\r\n\r\n", max_bytes=MOST_BYTES_ASKED)
            await asyncio.wait_for(asked, SECONDS_TO_ASK)
            await stream.write(_answer(self.told))
        except (TimeoutError, StreamClosedError):
            pass  # it asked for nothing, or has gone
        finally:
            stream.close()
            self.turned_away -= 1


def _answer(told: bytes) -> bytes:
    """Return the whole of an answer, for a connection that gets no handler."""
    head = [
        f"HTTP/1.1 {UNAVAILABLE} Service Unavailable",
        "Content-Type: text/html; charset=UTF-8",
        f"Content-Length: {len(told)}",
        f"Retry-After: {SECONDS_UNTIL_NEXT_TRY}",
        "Connection: close",
    ]
    return "\r\n".join([*head, "", ""]).encode() + told
