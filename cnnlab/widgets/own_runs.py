"""What a visitor is told of their runs: whose they are, and how another computer gets them."""

from typing import Any

import traitlets

from labhelpers.front_end import FrontEnd


class OwnRuns(FrontEnd):
    """A sentence, and a button that shows the address which brings the runs to another computer.

    is_for_tab: whether a course's page may hold this one; then the browser may keep no cookie, and
        the tab alone remembers the runs.
    login: whose the runs are where a Hub knows it, "" elsewhere. Such runs need no address.
    query: that of the address, "" until somebody asks for it: whoever has it has the runs.

    The browser sends {"take": true}.
    """

    heading = "Your runs"

    is_for_tab = traitlets.Bool(False).tag(sync=True)
    login = traitlets.Unicode().tag(sync=True)
    query = traitlets.Unicode().tag(sync=True)

    def __init__(self, book: str, is_for_tab: bool, login: str = "") -> None:
        super().__init__(is_for_tab=is_for_tab, login=login)
        self._book = book

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        if content.get("take") is True and not self.login:
            self.query = f"?book={self._book}"
