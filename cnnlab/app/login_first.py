"""Before each of the server's handlers: who is not logged in gets nothing."""

from typing import Any

from tornado.web import HTTPError, RequestHandler

from cnnlab.app import visitors, waiting_room
from cnnlab.app.door import KERNEL
from cnnlab.app.hub_login import SERVER_ERRORS, HubLogin
from cnnlab.app.page import PlacedPageHandler
from cnnlab.app.places import SETTING as PLACES

ONLY_READ = ("GET", "HEAD")
NOT_YOURS = "This kernel belongs to the page of another login."


class LoginFirst(RequestHandler):
    """Comes before what a handler does, whatever that is."""

    is_known = False

    @property
    def is_page(self) -> bool:
        """Whether the page itself is asked for: somebody reads the answer."""
        return isinstance(self, PlacedPageHandler) and self.request.method == "GET"

    async def prepare(self) -> None:
        login: HubLogin = self.settings["identity_provider"]
        self.current_user = await login.get_user(self)
        if self.current_user is None:
            await self._ask_for_login(login)
            return
        self.is_known = True
        self._look_whose_kernel()
        prepared = super().prepare()
        if prepared is not None:
            await prepared

    async def _ask_for_login(self, login: HubLogin) -> None:
        """Have somebody log in, or say that this login is not enough."""
        if not self.is_page:
            raise HTTPError(403)
        refused = await login.refused(self)
        self.set_header("Cache-Control", "no-store")
        if not refused:
            self.redirect(login.login_address(self))
            return
        self.set_status(403)
        self.finish(waiting_room.no_login(self.settings, refused=refused))

    def _look_whose_kernel(self) -> None:
        """Let a page's kernel answer to its own login alone, whoever has its key by now."""
        found = KERNEL.search(self.request.path)
        owner = found and self.settings[PLACES].visitor_of(found[1])
        if owner is not None and owner != self.settings[visitors.SETTING].book_of(self):
            raise HTTPError(403, NOT_YOURS)

    def check_xsrf_cookie(self) -> None:
        """Ask no more than a login of who only reads; of a page, that nobody's script asks for it.

        A page comes with its kernel's key. All else that can be read is nobody's own.
        """
        if self.request.method not in ONLY_READ or self.is_page:
            super().check_xsrf_cookie()

    def write_error(self, status_code: int, **about: Any) -> None:
        if self.is_page and not self.is_known and status_code >= SERVER_ERRORS:
            self.finish(waiting_room.no_login(self.settings, is_away=True))
        else:
            super().write_error(status_code, **about)


def with_login_first(handlers: list[Any]) -> list[Any]:
    """Return handlers, each of which answers only who is logged in."""
    return [
        (pattern, type(f"LoggedIn{kind.__name__}", (LoginFirst, kind), {}), *options)
        for pattern, kind, *options in handlers
    ]
