"""The page within another site's page, as a course has it: it works there, and only there."""

import functools
import http.server
import threading

import pytest

from tests.browser.driving import server
from tests.browser.the_page import SECONDS, SMALL_RUN, train, train_button

pytestmark = pytest.mark.browser


class Course(http.server.BaseHTTPRequestHandler):
    """A course's page, with the lab's in an iframe: the rest of the path is the lab's address."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        frame = f'<iframe src="{self.path[1:]}" width="1200" height="800"></iframe>'
        self.wfile.write(frame.encode())

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def new_course():
    """Give a function that serves a course's page; to a browser, localhost is another site."""
    servers = []

    def make():
        servers.append(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Course))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://localhost:{servers[-1].server_port}"

    yield make
    for running in servers:
        running.shutdown()
        running.server_close()


def test_the_page_works_where_it_may_be_embedded(mnist_npz, new_page, new_course, tmp_path):
    course = new_course()
    other = new_course()
    serve = functools.partial(server, "cnnlab", "serve", LAB_RUNS=str(tmp_path), path="lab/")
    with serve("--visitors", "--base-url=lab", f"--embed-in={course}") as address:
        page = new_page()
        page.goto(f"{course}/{address}lab/{SMALL_RUN}")
        frame = page.frame_locator("iframe")
        train_button(frame).wait_for(timeout=60 * SECONDS)
        train(frame)
        frame.get_by_label("Name", exact=True).fill("Ada")  # or the page asks for it first
        with page.expect_download(timeout=60 * SECONDS) as download:
            frame.get_by_role("button", name="Download the report").first.click()
        assert download.value.failure() is None
        page.goto(f"{other}/{address}lab/", wait_until="commit")
        page.wait_for_timeout(3000)
        assert not page.frame_locator("iframe").locator("#loading, main").count()
