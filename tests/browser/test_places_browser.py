"""Where all places are taken, a browser reads so, and has the page as soon as one is free."""

import pytest

from tests.browser.driving import server
from tests.browser.the_page import SECONDS, train_button

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def room_for_one(mnist_npz, tmp_path_factory):
    """Serve the page to one visitor at a time; give its address."""
    runs = tmp_path_factory.mktemp("runs")
    with server(
        "cnnlab",
        "serve",
        "--visitors",
        "--most-pages=1",
        path="voila/static/no-such.js",
        LAB_RUNS=str(runs),
    ) as address:
        yield address


def test_a_browser_waits_for_a_place_and_takes_it_when_a_tab_is_closed(room_for_one, new_page):
    page = new_page()
    first = new_page()
    first.goto(room_for_one)
    train_button(first).wait_for(timeout=60 * SECONDS)
    refused = page.goto(f"{room_for_one}?filters=16")
    assert refused.status == 503
    assert page.get_by_role("heading", level=1).inner_text() == "All places are taken"
    assert "The lab has 1 page open" in page.get_by_role("main").inner_text()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    first.close()
    train_button(page).wait_for(timeout=60 * SECONDS)
    assert "filters=16" in page.url
