"""What a Hub's environment says, and what is said where the lab cannot be its service."""

import asyncio
import os
from types import SimpleNamespace

import pytest
from tornado.web import HTTPError

from cnnlab.app import hub, hub_login

TOLD = {
    hub.NAME: "lab",
    hub.ADDRESS: "http://127.0.0.1:8866",
    hub.PREFIX: "/services/lab/",
    hub.TOKEN: "secret",
    hub.OLD_TOKEN: "secret",
    "JUPYTERHUB_API_URL": "http://127.0.0.1:8081/hub/api",
    "JUPYTERHUB_CLIENT_ID": "service-lab",
}


@pytest.fixture
def told(monkeypatch):
    """Have a Hub tell what it tells a service; jupyterhub is there."""
    monkeypatch.setattr(hub.importlib.util, "find_spec", lambda _name: object())
    for name in (hub.PUBLIC, hub.WITH_CERTIFICATES):
        monkeypatch.delenv(name, raising=False)
    for name, value in TOLD.items():
        monkeypatch.setenv(name, value)


def test_the_lab_is_where_the_hub_says_and_hands_the_token_to_nobody(told):
    assert hub.is_here()
    service = hub.service([])
    assert (service.ip, service.port, service.token) == ("127.0.0.1", 8866, "secret")
    assert service.options() == ["--Voila.base_url=/services/lab/"]
    assert "secret" not in os.environ.values()


def test_the_address_that_the_hub_has_for_browsers_is_shown(told, monkeypatch):
    monkeypatch.setenv(hub.PUBLIC, "https://lab.example.org/services/lab/")
    shown = "--Voila.custom_display_url=https://lab.example.org/services/lab/"
    assert shown in hub.service([]).options()


def test_a_users_own_server_is_no_service(monkeypatch):
    monkeypatch.delenv(hub.NAME, raising=False)
    monkeypatch.setenv(hub.TOKEN, "a student's")
    monkeypatch.setenv(hub.PREFIX, "/user/ada/")
    assert not hub.is_here()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (hub.TOKEN, "", "JUPYTERHUB_API_TOKEN is not set"),
        (hub.PREFIX, "", "JUPYTERHUB_SERVICE_PREFIX is not set"),
        ("JUPYTERHUB_CLIENT_ID", "", "JUPYTERHUB_CLIENT_ID is not set"),
        (hub.ADDRESS, "127.0.0.1", "expected http://, an address and a port"),
        (hub.ADDRESS, "http://127.0.0.1:port", "expected http://, an address and a port"),
        (hub.ADDRESS, "https://127.0.0.1:8866", "expected http://, an address and a port"),
        (hub.WITH_CERTIFICATES, "/key", "internal_ssl"),
    ],
)
def test_what_is_missing_or_unfit_is_named_and_nothing_is_served(
    told, monkeypatch, name, value, said
):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=said) as ended:
        hub.service([])
    assert "deploy/README.md" in str(ended.value)


def test_options_that_say_otherwise_than_the_hub_are_refused(told):
    with pytest.raises(SystemExit, match="--embed-in"):
        hub.service(["--LabServer.embed_in=https://lms.example.org"])


def test_without_jupyterhub_nothing_is_served(told, monkeypatch):
    monkeypatch.setattr(hub.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match=r"requirements-hub\.txt"):
        hub.service([])


class Auth:
    """What the Hub answers for each token; an error where it does not answer."""

    access_scopes = frozenset({"access:services!service=lab"})

    def __init__(self, answers):
        self.answers = answers

    def get_token(self, handler):
        return handler.token

    def get_session_id(self, handler):
        return handler.session

    async def user_for_token(self, token, session_id, sync):
        answer = self.answers[token]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def check_scopes(self, required, model):
        return required & set(model["scopes"])


def person(*scopes, kind="user"):
    return {"name": "ada", "kind": kind, "scopes": scopes}


ALLOWED = person(*Auth.access_scopes)


def closed(monkeypatch, answers, act):
    """Return which tokens' sockets are closed by what `act` does with a login."""
    ended = []

    def socket(token):
        close = lambda code, _reason: ended.append((token, code))  # noqa: E731
        return SimpleNamespace(token=token, session=token.upper(), close=close)

    monkeypatch.setattr(hub_login, "open_sockets", lambda: [socket(token) for token in answers])
    login = hub_login.HubLogin(hub_auth=Auth(answers))
    asyncio.run(act(login))
    return ended


def test_a_page_is_cut_off_where_its_login_has_ended_or_may_no_longer(monkeypatch):
    answers = {"in": ALLOWED, "out": None, "barred": person(), "robot": person(kind="service")}
    ended = closed(monkeypatch, answers, lambda login: login._close_ended())
    assert ended == [("out", 1008), ("barred", 1008), ("robot", 1008)]


def test_while_the_hub_does_not_answer_nobody_is_cut_off(monkeypatch):
    answers = {"in": HTTPError(502), "out": None}
    assert closed(monkeypatch, answers, lambda login: login._close_ended()) == []


def test_logging_out_closes_the_sockets_of_one_browser(monkeypatch):
    async def log_out(login):
        login.close_sockets(SimpleNamespace(session="A"))
        login.close_sockets(SimpleNamespace(session=""))

    assert closed(monkeypatch, {"a": ALLOWED, "b": ALLOWED, "": ALLOWED}, log_out) == [("a", 1008)]
