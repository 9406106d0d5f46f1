"""The addresses of the teacher's wall. Who has not been at the secret one finds nothing there."""

import base64
import functools
import hashlib
import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.utils import url_path_join
from markupsafe import Markup
from tornado.web import HTTPError, RequestHandler

from cnnlab.app.invitation import qr_picture
from cnnlab.app.kernel_keys import cookie_options, is_https
from cnnlab.app.teachers_wall import SETTING, TeachersWall
from cnnlab.app.wall_key import COOKIE, PATH
from cnnlab.wall.class_wall import HOURS_OF_A_CLASS
from labhelpers.front_end import joined

logger = logging.getLogger(__name__)

SCRIPT = Path(__file__).parents[1] / "wall" / "static" / "wall.js"
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'; img-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@functools.cache
def _front_end() -> tuple[str, str, str]:
    """Return the page's script and style, and the digest by which browsers know the script."""
    script, style = joined(SCRIPT)
    digest = hashlib.sha256(script.encode()).digest()
    return script, style, base64.b64encode(digest).decode()


class WallHandler(RequestHandler):
    """Answers who has the wall's cookie; for all others there is nothing here."""

    def prepare(self) -> None:
        if self.wall is None or not self.wall.key.opens(self.request):
            raise HTTPError(404)

    @property
    def wall(self) -> TeachersWall:
        return self.settings[SETTING]

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")

    def check_xsrf_cookie(self) -> None:
        """Leave it to `post`, which asks for more than Tornado would."""


class Entrance(WallHandler):
    """The secret address: moves the secret into a cookie, and leads to the wall.

    It is in no log, whatever comes of it.
    """

    def prepare(self) -> None:
        secret = self.request.path.rstrip("/").rpartition("/")[2]
        if self.wall is None or not self.wall.key.is_address(secret):
            raise HTTPError(404)

    def get(self) -> None:
        path = url_path_join(self.settings["base_url"], PATH)
        # It comes along where somebody follows a link in a mail; forgotten with the browser.
        options = cookie_options(is_https(self.request), is_embedded=False) | {"samesite": "Lax"}
        self.set_cookie(COOKIE, self.wall.key.cookie, path=path, **options)
        self.redirect(path, status=303)

    def _log(self) -> None:
        """Log nothing."""

    def log_exception(self, *error: Any) -> None:
        """Log an error of ours without the request, which Tornado would tell in full."""
        if not isinstance(error[1], HTTPError):
            logger.error("The wall's address could not be answered.", exc_info=error)


class WallPage(WallHandler):
    def get(self) -> None:
        script, style, digest = _front_end()
        self.set_header("Content-Security-Policy", POLICY.format(digest))
        template = self.settings["voila_jinja2_env"].get_template("wall.html.j2")
        address = self.wall.address
        self.finish(
            template.render(
                script=Markup(script),
                style=Markup(style),
                consent=self.wall.key.consent,
                address=address,
                qr_code=qr_picture(address) if address else "",
            )
        )


class WallState(WallHandler):
    async def get(self) -> None:
        hours = self.get_query_argument("hours", "")
        self.set_header("Content-Type", "application/json")
        self.finish(await self.wall.state(int(hours) if hours == "0" else HOURS_OF_A_CLASS))


class WallAct(WallHandler):
    async def post(self) -> None:
        """Do what the body says; 400 with a sentence where that cannot be done."""
        if not self.wall.key.is_own_wish(self.request) or not self._is_from_here():
            raise HTTPError(403)
        try:
            await self.wall.act(json.loads(self.request.body))
        except (ValueError, RecursionError) as error:
            self.set_status(400)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(str(error))
        else:
            self.set_status(204)

    def _is_from_here(self) -> bool:
        """Whether the page that asks is one of this server's, as far as a browser says."""
        origin = self.request.headers.get("Origin")
        return origin is None or urlsplit(origin).netloc == self.request.host


def wall_routes(base_url: str) -> list[Any]:
    wall = url_path_join(base_url, PATH)
    return [
        (wall, WallPage),
        (f"{wall}state", WallState),
        (f"{wall}act", WallAct),
        (rf"{wall}[\w-]{{24,}}.*", Entrance),
    ]
