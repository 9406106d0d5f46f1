"""Names for sliders and a watch over the kernel, which ipywidgets does not give."""

from typing import Any

from labhelpers.front_end import FrontEnd

QUESTION = "are you there"


class PageCare(FrontEnd):
    """An invisible widget in every panel; page_care.js says what it mends and watches.

    The browser sends {"question"}, and is answered: so it knows that the kernel lives.
    """

    heading = "Care of the page"

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        if content.get("question") != QUESTION:
            raise ValueError(f"The page asked something else; expected {QUESTION!r}.")
        self.send({"answer": "yes"})
