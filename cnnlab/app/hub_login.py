"""Who is there, as a JupyterHub says.

Only what JupyterHub documents for services is used (`jupyterhub.services.auth`). Its identity
provider for user servers would hand this service's own token to each page.
"""

import logging
from typing import Any, cast

from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.utils import url_path_join
from tornado.httputil import url_concat
from tornado.ioloop import PeriodicCallback
from tornado.web import HTTPError, RequestHandler
from traitlets import Any as AnyTrait
from traitlets import default

from cnnlab.app import waiting_room
from cnnlab.app.hub import Service
from cnnlab.app.kernel_socket import open_sockets

logger = logging.getLogger(__name__)

CALLBACK = "oauth_callback"
LOGOUT = "logout"
SECONDS_BETWEEN_LOOKS = 60.0
# What WebSocket calls an end that a rule asks for.
AGAINST_A_RULE = 1008
SERVER_ERRORS = 500  # and above


class HubLogin(IdentityProvider):
    """Asks a Hub whom a browser's cookie stands for, and who may use the lab.

    Its parent is the server, which has the service's token.
    """

    hub_auth = AnyTrait()

    @default("hub_auth")
    def _of_the_environment(self) -> Any:
        from jupyterhub.services.auth import HubOAuth

        service: Service = cast(Any, self.parent).service
        return HubOAuth(parent=self, api_token=service.token, base_url=service.base_url)

    async def get_user(self, handler: RequestHandler) -> User | None:
        """Return who sent a request; None for who is not logged in, or may not use the lab.

        The Hub's answer is kept for five minutes, for the session of one browser.
        """
        model = await self.hub_auth.get_user(handler, sync=False)
        return User(username=model["name"]) if model and self.may_use(model) else None

    async def refused(self, handler: RequestHandler) -> str:
        """Return the login that sent a request and may not use the lab; "" for nobody."""
        model = await self.hub_auth.get_user(handler, sync=False)
        return model["name"] if model else ""

    def may_use(self, model: dict[str, Any]) -> bool:
        """Whether the Hub lets somebody use the lab: a person whose roles say so."""
        is_person = model.get("kind", "user") == "user"
        return is_person and bool(self.hub_auth.check_scopes(self.hub_auth.access_scopes, model))

    def login_address(self, handler: RequestHandler) -> str:
        """Return where somebody logs in, to come back to what was asked for."""
        verifier, challenge, method = self.hub_auth.generate_pkce_code_challenge()
        asked_for = handler.request.uri
        state = self.hub_auth.set_state_cookie(handler, asked_for, code_verifier=verifier)
        proof = {"code_challenge": challenge, "code_challenge_method": method}
        return url_concat(self.hub_auth.login_url, proof | {"state": state})

    def get_handlers(self) -> list[tuple[str, Any]]:
        from jupyterhub.services.auth import HubOAuthCallbackHandler

        own = {"hub_auth": self.hub_auth}
        callback = type("LoginComesBack", (ReadableTrouble, HubOAuthCallbackHandler), own)
        return [(f"/{CALLBACK}", callback), (f"/{LOGOUT}", LogOut)]

    def watch_sockets(self) -> None:
        """Close the sockets of pages whose login has ended, wherever somebody ended it."""
        PeriodicCallback(self._close_ended, 1000 * SECONDS_BETWEEN_LOOKS).start()

    async def _close_ended(self) -> None:
        for socket in open_sockets():
            token = self.hub_auth.get_token(socket) or ""
            session = self.hub_auth.get_session_id(socket)
            try:
                model = await self.hub_auth.user_for_token(token, session_id=session, sync=False)
            except HTTPError:  # the Hub does not answer: nothing is known
                logger.warning("The Hub was not reached.", exc_info=True)
                return
            if model is None or not self.may_use(model):
                socket.close(AGAINST_A_RULE, "the login has ended")

    def close_sockets(self, handler: RequestHandler) -> None:
        """Close the sockets of all pages in the browser that sent a request."""
        session = self.hub_auth.get_session_id(handler)
        for socket in open_sockets():
            if session and self.hub_auth.get_session_id(socket) == session:
                socket.close(AGAINST_A_RULE, "the login has ended")


class ReadableTrouble(RequestHandler):
    """Says what went wrong with a login on a page that can be read."""

    def write_error(self, status_code: int, **about: Any) -> None:
        logger.warning("A login failed.", exc_info=about.get("exc_info"))
        is_away = status_code >= SERVER_ERRORS
        self.finish(waiting_room.no_login(self.settings, is_away=is_away))


class LogOut(ReadableTrouble):
    """Logs a browser out, of the lab and of the Hub."""

    def get(self) -> None:
        login: HubLogin = self.settings["identity_provider"]
        login.close_sockets(self)
        hub = login.hub_auth
        hub.clear_cookie(self)
        self.redirect(hub.hub_host + url_path_join(hub.hub_prefix, LOGOUT))
