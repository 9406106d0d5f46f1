"""The secret address is in no log, whatever comes of a request: what Tornado is given to log."""

import asyncio
import logging
from types import SimpleNamespace

import pytest
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from cnnlab.app.door import Door
from cnnlab.app.hosts import Hosts
from cnnlab.app.kernel_keys import KernelKeys
from cnnlab.app.teachers_wall import SETTING
from cnnlab.app.wall_key import WallKey
from cnnlab.app.wall_routes import wall_routes

SECRET = "s" * 32


async def answers(wall, requests):
    """Return the statuses of requests (method, path) to the wall's addresses, and what is logged.

    All that comes is logged here, and not only what is refused.
    """
    logged = []

    def log(handler):
        logged.append(f"{handler.get_status()} {handler.request.uri}")

    settings = {SETTING: wall, "base_url": "/lab/", "log_function": log}
    (listener,) = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(Application(wall_routes("/lab/"), **settings))
    server.add_sockets([listener])
    place = f"http://127.0.0.1:{listener.getsockname()[1]}/lab/wall/"
    options = {"raise_error": False, "follow_redirects": False, "allow_nonstandard_methods": True}
    statuses = [
        (await AsyncHTTPClient().fetch(place + path, method=method, **options)).code
        for method, path in requests
    ]
    server.stop()
    return statuses, logged


def test_no_request_for_the_secret_address_is_logged_and_others_are():
    wall = SimpleNamespace(key=WallKey(SECRET))
    tried = [("GET", SECRET), ("GET", f"{SECRET}/?a=b"), ("POST", SECRET), ("PUT", SECRET)]
    tried.append(("GET", f"{SECRET}/more"))
    statuses, logged = asyncio.run(answers(wall, [*tried, ("GET", "state"), ("GET", "x" * 32)]))
    assert statuses == [303, 303, 405, 405, 404, 404, 404]
    assert logged == ["404 /lab/wall/state"]


def test_an_error_of_ours_does_not_log_it_either(caplog, monkeypatch):
    wall = SimpleNamespace(key=WallKey(SECRET))
    monkeypatch.delattr(WallKey, "is_address")
    with caplog.at_level(logging.DEBUG):
        statuses, logged = asyncio.run(answers(wall, [("GET", SECRET)]))
    assert (statuses, logged) == ([500], [])
    assert "Traceback" in caplog.text
    assert SECRET not in caplog.text


def test_who_asks_for_a_name_that_is_not_served_does_not_bring_it_into_the_log(caplog):
    async def ask():
        (listener,) = bind_sockets(0, "127.0.0.1")
        app = Application(wall_routes("/lab/"))
        keys = KernelKeys(b"secret", is_in_page=False)
        server = HTTPServer(Door(app, Hosts([]), keys))
        server.add_sockets([listener])
        place = f"http://127.0.0.1:{listener.getsockname()[1]}/lab/wall/{SECRET}"
        headers = {"Host": "lab.example.org"}
        answer = await AsyncHTTPClient().fetch(place, raise_error=False, headers=headers)
        server.stop()
        return answer.code

    with caplog.at_level(logging.DEBUG):
        assert asyncio.run(ask()) == 403
    assert "403 for a request to 'lab.example.org'" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("given", ["", SECRET[:-1], SECRET + "a", "é" * 32])
def test_only_the_secret_is_the_address(given):
    key = WallKey(SECRET)
    assert key.is_address(SECRET)
    assert not key.is_address(given)
    assert len({key.secret, key.cookie, key.consent, WallKey("other").cookie}) == 4
