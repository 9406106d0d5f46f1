"""What the panels are built from: a box with a constant text form, a notice, text, buttons, a row."""

import ipywidgets as widgets

from cnnlab.widgets import markup
from cnnlab.widgets.page_care import PageCare


class Panel(widgets.VBox):
    """A column of widgets with a `heading`. Its text form never changes, because nbval compares it."""

    def __init__(self, children=(), **options):
        super().__init__([*children, PageCare()], **options)

    def __repr__(self):
        return f"{self.heading} (run this cell to use it)"


def text(sentence=""):
    """Return an HTML widget with one paragraph of plain text."""
    return widgets.HTML(markup.paragraph(sentence), layout={"width": "auto"})


class Notice(widgets.HTML):
    """A place for a sentence that asks for attention; empty most of the time."""

    def __init__(self):
        super().__init__(layout={"width": "auto"})
        self.sentence = ""

    def say(self, sentence):
        """Show `sentence`, which screen readers read out; "" clears the place."""
        self.sentence, self.value = sentence, str(markup.HTML.alert(sentence)) if sentence else ""


def button(label, on_click, hint=""):
    """Return a button that calls `on_click()`; the handler checks for itself whether the click makes sense."""
    made = widgets.Button(description=label, tooltip=hint or label)
    made.on_click(lambda _: on_click())
    return made


def row(*children):
    """Return the widgets side by side, on more lines where the page is narrow."""
    return widgets.HBox(children, layout={"flex_flow": "row wrap", "align_items": "center"})
