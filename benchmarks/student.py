"""A student without a browser, who does in a lesson what a page does for one.

It speaks the page's real protocol: the page by HTTP, then its kernel's WebSocket.
"""

import re
import threading
import time
import urllib.parse
from http.client import HTTPConnection
from types import SimpleNamespace

import numpy as np

from tests.attacks.visitor import SECONDS, Page, Visitor

LAST_STEP = 6
SIDE = 280
SECONDS_TO_TRAIN = 900
MOVES = 5
SECONDS_BETWEEN_MOVES = 1.0
PLACED = re.compile(r"waiting|training|finished")


class Address:
    """A server by its address, asked as `tests.attacks.visitor` asks one."""

    def __init__(self, address):
        parts = urllib.parse.urlsplit(address)
        self.port = parts.port

    def request(self, method, path, body=None, headers=None):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_TRAIN)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        return SimpleNamespace(status=response.status, headers=response.headers, text=text)


class Student(threading.Thread):
    """One of a class: opens the page, and does what `lesson` says, each part when it is called.

    query: what the page's address asks for.
    seconds: what was measured, lists by name. errors: what went wrong.
    """

    def __init__(self, address, query, lesson):
        super().__init__(daemon=True)
        self.query = query
        self.lesson = lesson
        self.visitor = Visitor(Address(address))
        self.seconds = {}
        self.errors = []
        self.page = None

    def run(self):
        try:
            for part in self.lesson:
                if self._is_called_to(part):
                    getattr(self, part.name)()
                    part.is_done(self)
        except Exception as error:
            self.errors.append(f"{part.name}: {type(error).__name__}: {error}")
            for left in self.lesson[self.lesson.index(part) :]:
                left.is_done(self)

    def _is_called_to(self, part):
        """Take in what the page is told until a part begins; False where others do it."""
        while not part.begins(self):
            if part.leaves_out(self):
                return False
            self._wait_a_moment()
        return True

    def _wait_a_moment(self):
        if self.page is None:
            time.sleep(0.02)
        else:
            self.page.take_for(0.1)

    def _measure(self, name, began):
        self.seconds.setdefault(name, []).append(time.perf_counter() - began)

    def open(self):
        began = time.perf_counter()
        answer = self.visitor.open(f"/?{self.query}")
        if answer.status != 200:
            raise RuntimeError(f"the page came with status {answer.status}")
        page = LivePage(self.visitor.socket())
        page.load(self.query)
        page.wait_for(lambda: page.model(description="Train", disabled=False))
        self.page = page
        self._measure("open", began)

    def move(self):
        """Move a slider some times, and see each time that the page has followed."""
        for filters in range(8, 8 + MOVES):
            self._move_to(filters)
            self.page.take_for(SECONDS_BETWEEN_MOVES)

    def _move_to(self, filters, seconds=SECONDS):
        """Move the slider of filters; wait for so many seconds at most until the page follows."""
        page = self.page
        choices = page.having("values")
        began = time.perf_counter()
        page.set(page.first(description="Filters"), value=filters)
        page.wait_for(lambda: page.states[choices]["values"].get("filters") == filters, seconds)
        self._measure("slider", began)

    def draw(self):
        page = self.page
        pad = page.having("view", "test_images")
        ink = np.zeros((SIDE, SIDE), np.uint8)
        ink[60:220, 130:150] = 255
        message = {"kind": "drawing", "turn": 1, "width": SIDE, "height": SIDE, "settled": True}
        began = time.perf_counter()
        page.tell(pad, message, [ink.tobytes()])
        page.wait_for(lambda: page.states[pad]["view"].get("turn") == 1)
        self._measure("draw", began)

    def train(self):
        page = self.page
        page.values.clear()
        began = time.perf_counter()
        page.click("Train")
        page.wait_for(lambda: any(PLACED.search(value) for value in page.values))
        self._measure("train", began)

    def watch(self):
        began = time.perf_counter()
        self.page.wait_for(lambda: self.page.says("finished"), SECONDS_TO_TRAIN)
        self._measure("watch", began)

    def look(self):
        """Unfold the last step, look at the confusion matrix, and open one of its cells."""
        page = self.page
        page.tell(page.first(number=LAST_STEP), {"open": True})
        page.wait_for(
            lambda: any({"opened", "shown"} <= has.keys() for has in page.states.values())
        )
        evaluation = page.having("opened", "shown")
        page.wait_for(lambda: page.states[evaluation]["shown"])
        began = time.perf_counter()
        page.tell(evaluation, {"label": 1, "guess": 1})
        page.wait_for(lambda: page.states[evaluation]["opened"])
        self._measure("look", began)

    def leave(self):
        """Close the page, as a browser does: with a goodbye."""
        self.page.socket.close(1001)
        self.page = None


class LivePage(Page):
    """A page whose reader looks at it for some time."""

    def take_for(self, seconds):
        """Take in what comes within so many seconds."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                self._take(self.socket.recv(timeout=left))
            except TimeoutError:
                return

    def having(self, *names):
        """Return the id of the widget that has all of these traits."""
        (found,) = [name for name, state in self.states.items() if set(names) <= set(state)]
        return found

    def first(self, **state):
        """Return the id of the first of the widgets whose state has all of this."""
        return next(name for name, has in self.states.items() if has | state == has)

    def set(self, model, **state):
        """Change a widget's state, as ipywidgets' own controls do."""
        data = {"method": "update", "state": state, "buffer_paths": []}
        self.send("comm_msg", {"comm_id": model, "data": data})
