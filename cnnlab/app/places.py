"""How many pages and connections the server takes, and what those read that it does not take.

A page without a kernel would say "starting" for ever, and a server without handles answers
nobody. So who comes when all places are taken, or when handles run short, reads that, with status
503, and the browser asks again by itself.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream, StreamClosedError

from cnnlab.app import limits

logger = logging.getLogger(__name__)

SETTING = "cnn_lab_places"  # under which Tornado's application keeps them
MOST_OF_A_VISITOR = 4
MADE_AT_ONCE = 4  # pages for each core
UNAVAILABLE = 503
SECONDS_UNTIL_NEXT_TRY = 10
# Connections that are turned away hold a handle until they have said what they want.
MOST_TURNED_AWAY = 16
SECONDS_TO_ASK = 1.0
MOST_BYTES_ASKED = 16_384


class Places:
    """Knows which pages are open, whose they are, and whether one more can be.

    kernels: the server's kernels, Voila's spare ones among them.
    most_pages: how many may be open at once.
    """

    def __init__(self, kernels: Any, most_pages: int) -> None:
        self.most_pages = most_pages
        self._kernels = kernels
        self._taken: dict[str, str | None] = {}
        self._coming_in: dict[object, str | None] = {}
        # For pages that nobody made before: who came first has theirs first.
        self.making = asyncio.Semaphore(MADE_AT_ONCE * (os.cpu_count() or 2))

    @property
    def number_open(self) -> int:
        """How many pages are open; those that were closed, or are away, do not count."""
        return len(self._visitors())

    @property
    def number_held(self) -> int:
        """How many pages are open, or may come back to their kernels."""
        return len(self._pages_but_for(self._kernels.closed)) + len(self._coming_in)

    @property
    def is_anybody_coming(self) -> bool:
        """Whether a page is being made."""
        return bool(self._coming_in)

    @property
    def are_taken(self) -> bool:
        """Whether nobody more can have a page."""
        is_full = self.number_open >= self.most_pages
        return is_full or not limits.has_handles(limits.HANDLES_OF_A_PAGE)

    def has_enough(self, visitor: str | None) -> bool:
        """Whether a visitor has as many pages open as one may; None is nobody that is known."""
        return visitor is not None and self._visitors().count(visitor) >= MOST_OF_A_VISITOR

    def visitor_of(self, kernel: str) -> str | None:
        """Return whose page a kernel's is; None where it is nobody's that is known."""
        return self._taken.get(kernel)

    @property
    def open_pages(self) -> dict[str, str | None]:
        """Whose page it is, by the kernels of the pages that are open."""
        return self._pages_but_for(self._kernels.closed.union(self._kernels.away))

    def _pages_but_for(self, gone: Collection[str]) -> dict[str, str | None]:
        running = set(self._kernels.list_kernel_ids())
        self._taken = {kernel: who for kernel, who in self._taken.items() if kernel in running}
        return {kernel: who for kernel, who in self._taken.items() if kernel not in gone}

    def _visitors(self) -> list[str | None]:
        return [*self.open_pages.values(), *self._coming_in.values()]

    def keep(self, visit: object, visitor: str | None = None) -> None:
        """Keep a place for a page that has no kernel yet, and end what it takes the place of."""
        self._coming_in[visit] = visitor
        for kernel in self._replaced_by_a_page_of(visitor):
            self._kernels.take_back(kernel)

    def _replaced_by_a_page_of(self, visitor: str | None) -> list[str]:
        """Return the kernels that end for a page that comes in.

        Those are of the visitor's own closed pages, or of another's; and of pages that are away
        where there is no room for them beside the others.
        """
        # One that was taken back already is there until its process has ended.
        ending = self._kernels.closed - self._kernels.leaving
        closed = [kernel for kernel in self._taken if kernel in ending]
        own = [kernel for kernel in closed if visitor and self._taken[kernel] == visitor]
        away = [kernel for kernel in self._kernels.away if kernel in self._taken]
        own_away = [kernel for kernel in away if visitor and self._taken[kernel] == visitor]
        held = self._pages_but_for(self._kernels.closed)
        owners = [*held.values(), *self._coming_in.values()]
        too_many = owners.count(visitor) - MOST_OF_A_VISITOR if visitor else 0
        ended = own_away[: max(0, too_many)]
        others = [kernel for kernel in away if kernel not in ended]
        without_room = len(owners) - len(ended) - self.most_pages
        return [*(own or closed[:1]), *ended, *others[: max(0, without_room)]]

    def take(self, visit: object, kernel: str) -> None:
        """Give the place to the page's kernel: it is free again when that has ended."""
        self._taken[kernel] = self._coming_in.pop(visit, None)

    def leave(self, visit: object) -> None:
        """Free the place that was kept, where no kernel came."""
        self._coming_in.pop(visit, None)


class CarefulServer(HTTPServer):
    """Tornado's server, which turns connections away before handles run out."""

    turned_away = 0
    tell: Callable[[], str] = str

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
            await stream.write(_answer(self.tell().encode()))
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
