"""Pages that are made before they are asked for, so that a class that comes at once finds them.

They are made one after another, and none while somebody comes in: whoever is here goes first.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from tornado.ioloop import PeriodicCallback

from cnnlab.app.places import Places

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.5


class Pool:
    """Fills Voila's pool of kernels.

    kernels: Voila's kernel manager, which has the pool.
    size: how many visitors are expected; 0 where nobody has said how many.
    on_made: called once, when there is a page for each of them.
    """

    def __init__(
        self, kernels: Any, places: Places, size: int, on_made: Callable[[], None]
    ) -> None:
        self._kernels = kernels
        self._places = places
        self.size = size
        self._on_made: Callable[[], None] | None = on_made if size else None
        self._fill_to(0)
        PeriodicCallback(self.look, 1000 * SECONDS_BETWEEN_LOOKS).start()

    @property
    def wanted(self) -> int:
        """How many pages are to wait now, for those who have not come yet; one as a rule."""
        held = self._places.number_held
        return max(1, min(self.size, self._places.most_pages) - held)

    @property
    def ready(self) -> int:
        """How many pages wait that need no more time."""
        return sum(_is_ready(page) for page in self._pages)

    @property
    def _pages(self) -> list[asyncio.Task]:
        return self._kernels._pools.setdefault(self._kernels.notebook_path, [])

    def look(self) -> None:
        """Begin one page, if one is wanted and nothing else is going on."""
        pages = self._pages
        pages[:] = [page for page in pages if self._is_good(page)]
        is_busy = self._places.is_anybody_coming or self.ready < len(pages)
        if is_busy:
            return
        if len(pages) >= self.wanted:
            self._say_made()
            return
        self._fill_to(len(pages) + 1)
        self._kernels.fill_if_needed(delay=0, notebook_name=self._kernels.notebook_path)
        self._fill_to(0)

    def _say_made(self) -> None:
        if self._on_made is not None:
            self._on_made()
        self._on_made = None

    def _is_good(self, page: asyncio.Task) -> bool:
        """Whether somebody can get a page; one whose kernel has ended would be an error page."""
        if not page.done():
            return True
        if page.cancelled() or page.exception() is not None:
            logger.warning("A page that was to wait did not come.", exc_info=page.exception())
            return False
        return page.result()["kernel_id"] in self._kernels

    def _fill_to(self, size: int) -> None:
        """Say how many Voila may begin at once; left alone, as many as visitors have come."""
        self._kernels.kernel_pools_config = {"default": {"pool_size": size}}


def _is_ready(page: asyncio.Task) -> bool:
    return page.done() and page.result()["task"].done()
