"""What panels are built from: a box with a constant text form, notice, text, button, row."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from cnnlab.widgets import markup
from cnnlab.widgets.page_care import PageCare
from labhelpers import cell_output


class Panel(widgets.VBox):
    """A column of widgets; heading: what it is called where it cannot be shown."""

    heading = ""

    def __init__(self, children: Sequence[widgets.Widget] = (), **options: Any) -> None:
        super().__init__([*children, PageCare()], **options)

    def __repr__(self) -> str:
        return cell_output.text_of(self.heading)

    def _ipython_display_(self) -> None:
        cell_output.show(self)


class Notice(widgets.HTML):
    """A place for a sentence that asks for attention; empty most of the time."""

    def __init__(self) -> None:
        super().__init__(layout={"width": "auto"})
        self.sentence = ""

    def say(self, sentence: str) -> None:
        """Show `sentence`, which screen readers read out; "" clears the place."""
        self.sentence = sentence
        self.value = markup.alert(sentence) if sentence else ""


def text(sentence: str = "") -> widgets.HTML:
    """Return an HTML widget with one paragraph of plain text."""
    return widgets.HTML(markup.paragraph(sentence), layout={"width": "auto"})


def button(label: str, on_click: Callable[[], object], hint: str = "") -> widgets.Button:
    """Return a button that calls `on_click()`, which checks whether the click makes sense."""
    made = widgets.Button(description=label, tooltip=hint or label)
    made.on_click(lambda _button: on_click())
    return made


def row(*children: widgets.Widget) -> widgets.HBox:
    """Return the widgets side by side, on more lines where the page is narrow."""
    layout = {"flex_flow": "row wrap", "align_items": "center"}
    return widgets.HBox(children, layout=layout)
