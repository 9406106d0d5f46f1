"""The page's address: who asks for it, whether there is a place, and the page itself."""

import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from tornado.web import authenticated

from cnnlab.app import limits, visitors, waiting_room
from cnnlab.app.kernel_keys import PageHandler, is_https
from cnnlab.app.kernels import PageKernels
from cnnlab.app.places import SECONDS_UNTIL_NEXT_TRY, SETTING, UNAVAILABLE, Places
from cnnlab.app.visitor_files import new_book

logger = logging.getLogger(__name__)

WITHIN_ANOTHER = ("iframe", "frame", "embed", "object")
# What Voila sends each ten seconds while a kernel starts, for ever where it never comes.
HEARTBEAT = "window.voila_heartbeat()"


class PlacedPageHandler(PageHandler):
    """The page, for whom there is a place."""

    book: str | None = None
    may_keep_book = False
    is_gone = False

    @property
    def places(self) -> Places:
        return self.settings[SETTING]

    @property
    def known(self) -> visitors.Visitors | None:
        """The visitors, where each has a book of their own."""
        return self.settings[visitors.SETTING]

    @property
    def all_kernels(self) -> PageKernels:
        return self.settings["kernel_manager"]

    @property
    def _has_room(self) -> bool:
        """Whether the disks have room for what a page and its kernel write as they begin."""
        own = [self.known.folder] if self.known else []
        return limits.has_room(Path(self.all_kernels.connection_dir), *own)

    @authenticated
    async def get(self, path: str | None = None) -> None:
        if self.known is not None and not self._find_book(self.known):
            return
        if self.places.has_enough(self.book):
            self._turn_away(waiting_room.of_a_visitor)
        elif self.places.are_taken:
            self._turn_away(waiting_room.of_all)
        elif not self._has_room:
            self._turn_away(waiting_room.of_a_full_disk)
        else:
            await self._open(path)

    async def _open(self, path: str | None) -> None:
        self._keep_book()
        try:
            await super().get(path)
        finally:
            if self.kernel and await self._is_over():
                self.all_kernels.take_back(self.kernel)
            elif self.kernel:
                self.all_kernels.wait_for_page(self.kernel)

    def on_connection_close(self) -> None:
        """Know that a load was broken off: nobody waits for its kernel, or for its place."""
        self.is_gone = True
        self.places.leave(self)
        super().on_connection_close()

    async def _is_over(self) -> bool:
        """Whether nobody waits for the page, or its kernel has ended."""
        return self.is_gone or not await self.all_kernels.is_running(self.kernel)

    @authenticated
    async def head(self, path: str | None = None) -> None:
        """Say whether there is a place, to a page that waits for one; takes none."""
        self.set_header(waiting_room.OPEN, str(self.places.number_open))
        own = self.known.book_of(self) if self.known else None
        if self.places.are_taken or self.places.has_enough(own) or not self._has_room:
            self.set_status(UNAVAILABLE)

    def _find_book(self, known: visitors.Visitors) -> bool:
        """Learn whose page is asked for; False where that was answered with something else."""
        own = known.book_of(self)
        if known.are_logged_in:
            self.book = own
            return own is not None
        named = visitors.book_in(self.request.query)
        self.book = named or own or new_book()
        consent = visitors.consent_in(self.request.query)
        self.may_keep_book = known.may_replace(own, self.book, consent)
        is_within = self.request.headers.get("Sec-Fetch-Dest") in WITHIN_ANOTHER
        if named is None or is_within:
            return True
        if self.may_keep_book:
            self._keep_book()
            self.redirect(self._without_book(), status=303)
        else:
            self._ask(known, own or "", named)
        return False

    def _ask(self, known: visitors.Visitors, own: str, named: str) -> None:
        own_address = self._without_book()
        other = visitors.with_book(own_address, named, known.consent(own, named))
        back = visitors.with_book(own_address, own)
        asked = waiting_room.which_book(self.settings, own_address, other, back)
        self.set_header("Cache-Control", "no-store")
        self.finish(asked)

    def _without_book(self) -> str:
        return visitors.without_book(self.base_url, self.request.query)

    def _keep_book(self) -> None:
        """Have the browser keep the book, unless that would take its own runs out of sight.

        Within another page nobody can be asked: there the tab alone has the book of its address.
        """
        if self.book and self.known and self.may_keep_book:
            is_embedded = self.known.is_for_tab
            options = visitors.cookie_options(is_https(self.request), is_embedded, self.base_url)
            self.set_cookie(visitors.COOKIE, self.book, **options)

    def _give_key(self, kernel: str) -> None:
        super()._give_key(kernel)
        self.places.take(self, kernel)
        if self.book and self.known:
            self.known.tell(kernel, self.book, self.known.login_of(self))

    def _turn_away(self, tell: waiting_room.Tell) -> None:
        logger.warning("No place or no room for a page: %d are open.", self.places.number_open)
        self.set_status(UNAVAILABLE)
        self.set_header("Retry-After", str(SECONDS_UNTIL_NEXT_TRY))
        self.set_header("Cache-Control", "no-store")
        self.finish(tell(self.settings, self.places.number_open))

    async def get_generator(self, path: str | None = None) -> AsyncIterator[str]:
        self.places.keep(self, self.book)
        try:
            is_made = self.kernel_manager.get_pool_size(self.notebook_path) > 0
            async with contextlib.nullcontext() if is_made else self.places.making:
                if self.is_gone:  # while others had theirs made
                    return
                async for html in super().get_generator(path):
                    if HEARTBEAT in html and await self._is_over():
                        logger.warning("No more of a page whose kernel has ended, or is nobody's.")
                        return
                    yield html
        finally:
            self.places.leave(self)
