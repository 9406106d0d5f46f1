"""What the page says where its Python cannot be reached, and that it goes when it can."""

import time
import urllib.parse
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.proxy import Proxy, dropping_upgrade, rewriting_host
from tests.browser.the_page import SECONDS, train_button

pytestmark = pytest.mark.browser

SECONDS_TO_SAY_IT = 15


@pytest.fixture
def new_proxy(lab):
    """Give a function that puts a proxy before the lab."""
    proxies = []

    def make(change):
        proxies.append(Proxy(urllib.parse.urlsplit(lab).port, change))
        return proxies[-1]

    yield make
    for proxy in proxies:
        proxy.close()


@pytest.mark.parametrize("change", [dropping_upgrade, rewriting_host, None])
def test_a_websocket_that_does_not_get_through_is_said_until_it_does(new_proxy, new_page, change):
    proxy = new_proxy(change)
    page = new_page(width=390)
    page.goto(f"http://127.0.0.1:{proxy.port}/")
    began = time.monotonic()  # the kernel may be long in coming, which is no fault of the socket
    alert = page.get_by_role("alert").filter(has_text="The page cannot reach its Python")
    alert.wait_for(timeout=2 * SECONDS_TO_SAY_IT * SECONDS)
    assert time.monotonic() - began <= SECONDS_TO_SAY_IT
    expect(alert).to_contain_text("Reload the page")
    expect(alert).to_contain_text("Upgrade, Connection, Origin and Host")
    expect(page.get_by_text("Loading widget").first).to_be_hidden()
    assert alert.bounding_box()["width"] <= 390
    proxy.is_open = True
    if change is None:  # Voila does not know that its own WebSocket is of no use
        page.get_by_role("button", name="Reload the page").click()
    train_button(page).wait_for(timeout=60 * SECONDS)
    expect(page.locator("#lab-notice")).to_be_empty()


def test_a_script_that_is_lost_is_said(lab, new_page):
    page = new_page()
    page.route("**/voila.js", lambda route: route.abort())
    page.goto(lab)
    alert = page.get_by_role("alert").filter(has_text="A part of this page could not be loaded")
    alert.wait_for(timeout=SECONDS_TO_SAY_IT * SECONDS)


def without_cookies(route):
    """What a browser makes of an answer whose cookies it does not keep, or a proxy takes away."""
    with urllib.request.urlopen(route.request.url) as answer:
        route.fulfill(body=answer.read(), content_type="text/html")


def test_a_browser_that_keeps_no_cookies_is_told_so_and_one_that_loses_them(lab, new_page):
    page = new_page()
    page.route(lab, without_cookies)
    page.goto(lab)
    alert = page.get_by_role("alert").filter(has_text="This browser keeps no cookies for the page")
    alert.wait_for(timeout=2 * SECONDS_TO_SAY_IT * SECONDS)
    page.unroute(lab)
    page.get_by_role("button", name="Reload the page").click()
    train_button(page).wait_for(timeout=60 * SECONDS)
    page.context.clear_cookies()
    page.get_by_role("alert").filter(has_text="the page's cookie was deleted").wait_for()
