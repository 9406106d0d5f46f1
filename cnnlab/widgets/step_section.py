"""A step of the page: a line that unfolds, and what it shows once it is open."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
import traitlets

from cnnlab.widgets import markup
from labhelpers.front_end import FrontEnd


class StepFold(FrontEnd):
    """The heading of a step, which folds and unfolds it.

    number: from 1. title, summary: the step's name, and what there is to see in a line.
    is_used: whether it was open before. is_open: whether it is now.

    The browser folds by itself, and sends {"open": whether it is open by now}.
    """

    heading = "A step of the page"

    number = traitlets.Int(1).tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    summary = traitlets.Unicode().tag(sync=True)
    is_used = traitlets.Bool(False)
    is_open = traitlets.Bool(False)

    def __init__(self, number: int) -> None:
        title = markup.STEP_TITLES[number - 1]
        summary = markup.STEP_SUMMARIES[number - 1]
        super().__init__(number=number, title=title, summary=summary)

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        is_open = content.get("open")
        if not isinstance(is_open, bool):
            raise ValueError(f"The step came as {content!r:.40}; expected whether it is open.")
        self.is_used = True
        self.is_open = is_open


class StepSection(widgets.VBox):
    """A step: its heading, and what `fill()` returns, asked for when it is first opened.

    It may return nothing, as long as what it shows is not there yet, and is asked again.

    later: calls what it is given in another thread, for there may be pictures to draw.
    """

    def __init__(
        self,
        number: int,
        fill: Callable[[], Sequence[widgets.Widget]],
        later: Callable[[Callable[[], object]], object],
    ) -> None:
        self.fold = StepFold(number)
        self.content = widgets.VBox().add_class("lab-section-content")
        self._fill = fill
        self._later = later
        super().__init__([self.fold, self.content])
        self.add_class("lab-section").add_class(f"lab-section-{number}")
        self.fold.observe(self.refresh, "is_open")

    def refresh(self, _change: object = None) -> None:
        """Have an open step filled, where it is not yet."""
        if self.fold.is_open:
            self._later(self._fill_once)

    def _fill_once(self) -> None:
        if not self.content.children:
            self.content.children = tuple(self._fill())
