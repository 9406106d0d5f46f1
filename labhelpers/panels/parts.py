"""What the panels share: a box with a constant text form, pictures with alt text, controls that refuse wrong values."""

import base64
import re

import ipywidgets as widgets
import jinja2

from labhelpers.panels.page import page_care, source_beside, whole_number

WIDE = "min(100% - 4px, 440px)"
# The macros of parts.html.j2, as functions that escape whatever comes into them. What they return becomes a plain str,
# because Jinja's own kind of text would escape HTML that is joined to it.
HTML = jinja2.Environment(autoescape=True).from_string(source_beside(__file__, ".html.j2")).module


class Panel(widgets.VBox):
    """A column of widgets with a `heading`. Its text form never changes, because nbval compares it."""

    def __init__(self, children=(), **options):
        super().__init__([*children, page_care()], **options)

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


def table_html(caption, heads, rows):
    """Return a table as HTML that scrolls sideways in itself where the page is narrow; all texts are escaped.

    caption: the table's name for screen readers. A row's first cell is its heading; numbers stand on the right.
    """
    columns = zip(*rows, strict=True)
    sides = ["right" if all(re.fullmatch(r"[\d,.%–]*", cell) for cell in column) else "left" for column in columns]
    return str(HTML.table(caption, heads, rows, sides))


class Notice(widgets.HTML):
    """A place for a sentence that asks for attention; empty most of the time."""

    def __init__(self):
        super().__init__(layout={"width": "auto"})
        self.sentence = ""

    def say(self, sentence):
        """Show `sentence`, which screen readers read out; "" clears the place."""
        self.sentence, self.value = sentence, str(HTML.alert(sentence)) if sentence else ""


class _Guarded:
    """Mixin for a control that takes one thing from the browser, its value, and refuses a wrong one in Python.

    A client may send any state, bounds included. Whatever else comes is dropped; a wrong value is answered with the
    right one, and `on_refused` gets a sentence. What is taken is a number in "value", or an option's place in "index".
    """

    taken = "value"

    def __init__(self, label, width, hint="", on_refused=None, label_width="initial", **options):
        style = {"description_width": label_width}
        super().__init__(description=label, tooltip=hint or label, style=style, layout={"width": width}, **options)
        self.on_refused, self._is_put = on_refused or (lambda sentence: None), False

    def set_state(self, sync_data):
        """Called by ipywidgets with what the browser sent."""
        if self.taken not in sync_data:
            return
        low, high = (self.min, self.max) if self.taken == "value" else (0, len(self.options) - 1)
        try:
            super().set_state({self.taken: whole_number(self.description, sync_data[self.taken], low, high)})
        except ValueError as error:
            self.send_state(self.taken)
            self.on_refused(str(error))

    def on_choice(self, choose):
        """Have `choose(value)` called whenever another value is chosen, but not for one that was `put`."""
        self.observe(lambda change: self._is_put or choose(change["new"]), "value")

    def put(self, value):
        """Show `value`, which may come from a notebook, an earlier run or an address, and make room for it."""
        self._is_put = True  # a list with other options selects its first one: that is nobody's choice
        try:
            self._make_room(value)
            self.value = value
        finally:
            self._is_put = False

    def _make_room(self, value):
        self.min, self.max = min(self.min, value), max(self.max, value)


class Slider(_Guarded, widgets.IntSlider):
    """A slider over whole numbers; its range grows to hold `value`, because a lesson's may lie outside.

    hint: what the number means, shown when the pointer rests on the slider.
    """

    def __init__(self, label, value, low, high, hint="", on_refused=None):
        bounds = {"min": min(low, value), "max": max(high, value)}
        super().__init__(label, WIDE, hint, on_refused, label_width="6.5em", value=value, **bounds)


class NumberBox(_Guarded, widgets.BoundedIntText):
    """A box to type a whole number in."""

    def __init__(self, label, value, low, high, hint="", on_refused=None):
        super().__init__(label, "190px", hint, on_refused, value=value, min=low, max=high)


class Menu(_Guarded, widgets.Dropdown):
    """A drop-down list of which one option is chosen."""

    taken = "index"

    def __init__(self, label, options, value, on_refused=None):
        super().__init__(label, WIDE, on_refused=on_refused, options=options, value=value)

    def _make_room(self, value):
        if value not in dict(self.options).values():
            self.options = sorted([*self.options, (f"{value:g}", value)], key=lambda option: option[1])

    def offer(self, options, value):
        """Offer other options, and show `value`, which is one of them."""
        self._is_put = True
        if self.options != tuple(options):
            self.options = options
        self.put(value)


class Chooser(_Guarded, widgets.ToggleButtons):
    """A row of buttons of which one is chosen, such as the ten digits."""

    taken = "index"

    def __init__(self, label, options, value, on_refused=None):
        super().__init__(label, "auto", on_refused=on_refused, options=options, value=value)
        self.style.button_width = "2.6em"


def button(label, on_click, hint=""):
    """Return a button that calls `on_click()`; the handler checks for itself whether the click makes sense."""
    made = widgets.Button(description=label, tooltip=hint or label)
    made.on_click(lambda _: on_click())
    return made


def row(*children):
    """Return the widgets side by side, on more lines where the page is narrow."""
    return widgets.HBox(children, layout={"flex_flow": "row wrap", "align_items": "center"})
