"""What the panels share: a box with a constant text form, pictures with alt text, a slider that checks its values."""

import base64

import ipywidgets as widgets
import jinja2

from labhelpers.panels.page import PageCare, source_beside, whole_number

# What a slider of more than one panel means.
FILTERS = "Filters of the first convolution; the second has twice as many"
# The macros of parts.html.j2, as functions that escape whatever comes into them. What they return becomes a plain str,
# because Jinja's own kind of text would escape HTML that is joined to it.
HTML = jinja2.Environment(autoescape=True).from_string(source_beside(__file__, ".html.j2")).module


class Panel(widgets.VBox):
    """A column of widgets with a `heading`. Its text form never changes, because nbval compares it."""

    def __init__(self, children=(), **options):
        super().__init__([*children, PageCare()], **options)

    def __repr__(self):
        return f"{self.heading} (run this cell to use it)"


def figure_html(figure, alt, min_width=0):
    """Return a Matplotlib figure as an <img> at twice the screen's resolution, never wider than the page.

    alt: the picture in words, for a reader who cannot see it.
    min_width: pixels; on a page that is narrower, the picture scrolls sideways in itself, so that it can be read.
    """
    from labhelpers.figures import figure_png  # with Matplotlib, half a second: not before there is a figure

    png = base64.b64encode(figure_png(figure, 2 * figure.dpi)).decode("ascii")
    width = round(figure.get_figwidth() * figure.dpi)
    return str(HTML.figure(png, alt, width, min(min_width, width)))


def text(sentence=""):
    """Return an HTML widget with one paragraph of plain text."""
    return widgets.HTML(paragraph(sentence), layout={"width": "auto"})


def paragraph(sentence):
    """Return plain text as HTML that wraps on a narrow page."""
    return str(HTML.paragraph(sentence))


class Notice(widgets.HTML):
    """A place for a sentence that asks for attention; empty most of the time."""

    def __init__(self):
        super().__init__(layout={"width": "auto"})
        self.sentence = ""

    def say(self, sentence):
        """Show `sentence`, which screen readers read out; "" clears the place."""
        self.sentence, self.value = sentence, str(HTML.alert(sentence)) if sentence else ""


class Slider(widgets.IntSlider):
    """A slider for a whole number among the choices of a book's next run, over its usual range, `low` to `high`.

    It shows what is chosen, and its range grows to hold that: a lesson's, an earlier run's or an address's value may
    lie outside. A client may send any state, bounds included. Whatever comes besides the value is dropped; a wrong
    value is answered with the right one, and the book says what was wrong.

    book: an `OpenBook`.   name: the choice's, such as "kernel_size".   hint: shown when the pointer rests on it.
    """

    def __init__(self, book, name, low, high, hint):
        layout, style = {"width": "min(100% - 4px, 440px)"}, {"description_width": "6.5em"}
        label = name.replace("_", " ").capitalize()
        super().__init__(low, low, high, description=label, tooltip=hint, layout=layout, style=style)
        self.book, self.choice, self._is_put = book, name, False
        self._put()
        # Of these alone: a run's news must not come between a move and its choice.
        book.observe(self._put, ["cnn", "training"])
        self.observe(self._choose, "value")

    def set_state(self, sync_data):
        """Called by ipywidgets with what the browser sent."""
        try:
            if "value" in sync_data:
                value = whole_number(self.description, sync_data["value"], self.min, self.max)
                super().set_state({"value": value})
        except ValueError as error:
            self.send_state("value")
            self.book.set_message(str(error))

    def _put(self, _change=None):
        """Show what is chosen, and make room for it."""
        value = (self.book.cnn.to_dict() | self.book.training.to_dict())[self.choice]
        self._is_put = True
        try:
            self.min, self.max, self.value = min(self.min, value), max(self.max, value), value
        finally:
            self._is_put = False

    def _choose(self, change):
        if not self._is_put:
            self.book.choose(**{self.choice: change["new"]})


def button(label, on_click, hint=""):
    """Return a button that calls `on_click()`; the handler checks for itself whether the click makes sense."""
    made = widgets.Button(description=label, tooltip=hint or label)
    made.on_click(lambda _: on_click())
    return made


def row(*children):
    """Return the widgets side by side, on more lines where the page is narrow."""
    return widgets.HBox(children, layout={"flex_flow": "row wrap", "align_items": "center"})
