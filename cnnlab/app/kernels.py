"""The server's kernels: each ends some time after its page has gone.

How a page went says how long. One that was closed says goodbye in its WebSocket's last word, but
not in every browser; a page that only lost its connection comes back to its kernel. So who went
without a word gives its place to others first, and its kernel ends later, or where that place is
needed.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError

logger = logging.getLogger(__name__)

# From the last part of a page to its WebSocket: 5 MB of scripts through a slow network.
SECONDS_TO_COME = 90.0
# Then a page that was closed is not gone back to.
SECONDS_AFTER_GOODBYE = 15.0
# A browser that was killed, or has lost its network for a moment; a second until that is known.
SECONDS_UNTIL_AWAY = 25.0
SECONDS_WITHOUT_CONNECTION = 300.0
# What a WebSocket says last where its page is closed, left or loaded again (RFC 6455, 7.4.1).
GOODBYES = (1000, 1001)


class PageKernels(AsyncMappingKernelManager):
    """Kernels of pages, which end when nobody comes to them any more."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._ends: dict[str, asyncio.TimerHandle] = {}
        self._closed: set[str] = set()
        self._leaving: set[str] = set()
        self._lost: dict[
            str, float
        ] = {}  # since when, by the clock of the loop; longest ago first
        self._endings: set[asyncio.Task] = set()
        self.on_end: list[Callable[[str], None]] = []

    def wait_for_page(self, kernel: str) -> None:
        """End the kernel of a page that was sent, unless the page comes to it."""
        if not self._kernel_connections.get(kernel):
            self._end_after(SECONDS_TO_COME, kernel)

    def take_back(self, kernel: str) -> None:
        """End the kernel of a page that nobody waits for any more; it counts as closed."""
        self._end_after(0, kernel)
        self._closed.add(kernel)
        self._leaving.add(kernel)

    async def is_running(self, kernel: str) -> bool:
        """Whether a kernel's process is there; busy or not."""
        return kernel in self and await ensure_async(self.is_alive(kernel))

    def came(self, kernel: str) -> None:
        """Keep a kernel, to which its page has come, or come back."""
        self._closed.discard(kernel)
        self._leaving.discard(kernel)
        self._lost.pop(kernel, None)
        timer = self._ends.pop(kernel, None)
        if timer is not None:
            timer.cancel()

    def went(self, kernel: str, last_word: int | None) -> None:
        """End a kernel some time after the last of its WebSockets has said `last_word`."""
        if self._kernel_connections.get(kernel, 0) > 0 or kernel not in self:
            return
        has_closed = last_word in GOODBYES
        seconds = SECONDS_AFTER_GOODBYE if has_closed else SECONDS_WITHOUT_CONNECTION
        self._end_after(seconds, kernel)
        if has_closed:
            self._closed.add(kernel)
        else:
            self._lost[kernel] = asyncio.get_running_loop().time()

    @property
    def closed(self) -> set[str]:
        """The kernels whose pages have said goodbye, or that were taken back; they end soon."""
        self._closed &= set(self.list_kernel_ids())
        return self._closed

    @property
    def leaving(self) -> set[str]:
        """The kernels that were taken back, and have not ended yet."""
        return self._leaving & self.closed

    @property
    def away(self) -> list[str]:
        """The kernels whose pages have been without a connection for a while; longest first."""
        if not self._lost:
            return []
        since = asyncio.get_running_loop().time() - SECONDS_UNTIL_AWAY
        return [kernel for kernel, lost in self._lost.items() if lost <= since and kernel in self]

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended; called whatever ended it."""
        self.came(kernel_id)
        for tell in self.on_end:
            tell(kernel_id)
        return super().remove_kernel(kernel_id)

    def _end_after(self, seconds: float, kernel: str) -> None:
        self.came(kernel)
        loop = asyncio.get_running_loop()
        self._ends[kernel] = loop.call_later(seconds, self._end, kernel)

    def _end(self, kernel: str) -> None:
        self._ends.pop(kernel, None)
        if kernel in self:
            ending = asyncio.ensure_future(self._shut_down(kernel))
            self._endings.add(ending)
            ending.add_done_callback(self._endings.discard)

    async def _shut_down(self, kernel: str) -> None:
        logger.info("The page of kernel %s has gone: it ends.", kernel)
        with suppress(HTTPError, KeyError):  # it has ended by itself
            await ensure_async(self.shutdown_kernel(kernel))
