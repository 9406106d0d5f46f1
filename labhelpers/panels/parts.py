"""What the panels share: a box with a constant text form, pictures with alt text, controls that refuse wrong values."""

import base64
import html
import re

import ipywidgets as widgets

from labhelpers.panels.page import page_care, whole_number

WIDE = "min(100% - 4px, 440px)"
# No width of its own, or what is in it would widen the page's column around it.
SCROLLING = "width: 0; min-width: 100%; overflow-x: auto"


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

    data = base64.b64encode(figure_png(figure, 2 * figure.dpi)).decode("ascii")
    width = round(figure.get_figwidth() * figure.dpi)
    style = f"max-width: 100%; min-width: {min(min_width, width)}px; height: auto"
    image = f'<img alt="{html.escape(alt)}" width="{width}" style="{style}" src="data:image/png;base64,{data}">'
    return f'<div tabindex="0" role="group" style="{SCROLLING}">{image}</div>' if min_width else image


def text(sentence=""):
    """Return an HTML widget with one paragraph of plain text."""
    return widgets.HTML(paragraph(sentence), layout={"width": "auto"})


def paragraph(sentence):
    """Return plain text as HTML that wraps on a narrow page (a widget's own style would keep it on one line)."""
    return f'<p style="white-space: normal; line-height: 1.4; margin: 4px 0">{html.escape(sentence)}</p>'


class Notice(widgets.HTML):
    """A place for a sentence that asks for attention; empty most of the time."""

    def __init__(self):
        super().__init__(layout={"width": "auto"})
        self.sentence = ""

    def say(self, sentence):
        """Show `sentence`, which screen readers read out; "" clears the place."""
        self.sentence = sentence
        style = "border-left: 4px solid #D55E00; padding-left: 8px"
        self.value = f'<div role="alert" style="{style}">{paragraph(sentence)}</div>' if sentence else ""


class _Guarded:
    """Mixin for a control that takes one thing from the browser, its value, and refuses a wrong one in Python.

    A client may send any state, bounds included. Whatever else comes is dropped; a wrong value is answered with the
    right one, and `on_refused` gets a sentence. What is taken is a number in "value", or an option's place in "index".
    """

    taken = "value"

    def __init__(self, label, width, hint="", on_refused=None, label_width="initial", **options):
        style = {"description_width": label_width}
        super().__init__(description=label, tooltip=hint or label, style=style, layout={"width": width}, **options)
        self.on_refused = on_refused or (lambda sentence: None)

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


def table_html(caption, heads, rows):
    """Return a table as HTML that scrolls sideways in itself where the page is narrow; all texts are escaped.

    caption: the table's name for screen readers. A row's first cell is its heading; numbers stand on the right.
    """
    columns, name = zip(*rows, strict=True), html.escape(caption)
    sides = ["right" if all(re.fullmatch(r"[\d,.%–]*", cell) for cell in column) else "left" for column in columns]
    head = _line(["th scope='col'"] * len(heads), sides, heads)
    tags = ["th scope='row'", *["td"] * (len(heads) - 1)]
    body = "".join(_line(tags, sides, cells) for cells in rows)
    style = f"{SCROLLING}; line-height: 1.4; white-space: nowrap"
    return (
        f'<div tabindex="0" role="region" aria-label="{name}" style="{style}">'
        f'<table aria-label="{name}"><thead>{head}</thead><tbody>{body}</tbody></table></div>'
    )


def _line(tags, sides, cells):
    """Return one line of a table; `sides` says for each column where its texts stand."""
    columns = zip(tags, [f"text-align: {side}; padding: 2px 14px 2px 0" for side in sides], cells, strict=True)
    texts = (f'<{tag} style="{style}">{html.escape(cell)}</{tag[:2]}>' for tag, style, cell in columns)
    return f"<tr>{''.join(texts)}</tr>"
