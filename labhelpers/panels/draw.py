"""The panel of step 06 for a digit of one's own: draw it, see what the network sees, read its answer, look inside."""

import numpy as np
import traitlets

from labhelpers.panels import parts
from labhelpers.panels.look_inside import LookInside
from labhelpers.panels.page import FrontEnd, rounded, whole_number
from labhelpers.preprocess import drawing_steps, ink_of_picture

MOST_SIDE = 600
NAMES = {"cropped": "Cropped to the ink", "scaled": "Scaled to 20 pixels", "centred": "Centred by mass in 28 × 28"}


def draw_panel(session):
    """Return a panel in which one draws a digit for the network of `session`'s chosen run, and looks inside it."""
    return DrawPanel(session)


class DrawPad(FrontEnd):
    """The pad, the steps from a drawing to the network's input, and ten probabilities.

    The browser sends a dictionary with "kind" and "turn", a whole number that grows:
    "drawing" or "picture" with "width", "height", one buffer of grey pixels, a byte each, and "settled" (the pen is
    up); "test" with "number", a test image's; "clear". A picture is dark on light or light on dark, a drawing is ink.
    `view` is all that is shown, never a difference.
    """

    text_form = "Draw a digit (run this cell to use it)"

    view = traitlets.Dict().tag(sync=True)
    test_images = traitlets.Int(0).tag(sync=True)


class DrawPanel(parts.Panel):
    """The pad above, the inside of the network below."""

    heading = "Draw a digit"

    def __init__(self, session):
        self.session, self.pad, self.inside = session, DrawPad(), LookInside()
        self.image, self.turn, self.shown = None, 0, {}
        super().__init__([self.pad, self.inside])
        self.layout.width = "100%"  # neither of the two has a width of its own
        self.pad.on_msg(self._receive)
        session.observe(self._draw, "sight")
        session.observe(self._change_network, "chosen")
        session.observe(self._count, "digits")
        self._count()
        self._show(steps=[])

    def _count(self, _change=None):
        self.pad.test_images = len(self.session.digits.test_labels) if self.session.digits else 0

    def _change_network(self, _change):
        self._show(**self.shown)
        self._ask(is_settled=True)

    def _ask(self, is_settled):
        if self.image is not None and self.session.chosen is not None:
            self.session.look_at(self.image, self.turn, is_settled)

    def _receive(self, _pad, content, buffers):
        """Do what the browser asks; whatever it should not have sent is answered with a sentence."""
        try:
            if not isinstance(content.get("turn"), int):
                raise ValueError("The page sent something that is no drawing. Reload it.")
            self.turn = content["turn"]
            (steps, label), message = self._read(content, buffers), ""
        except ValueError as error:
            steps, label, message = [], None, str(error)
        self.image = steps[-1][1] if steps else None
        self._show(steps, label, message)
        self._ask(is_settled=content.get("settled") is not False)

    def _read(self, content, buffers):
        """Return the steps, (name, image) each, that a message asks for, and the true digit where that is known."""
        match content.get("kind"):
            case "drawing":
                ink = _pixels(content, buffers)
                return ([("Your drawing", 255 - ink), ("Inverted", ink), *_steps(ink)] if ink.any() else []), None
            case "picture":
                picture = _pixels(content, buffers)
                ink = ink_of_picture(picture)
                return [("Your picture", picture), ("Ink, light on black", ink), *_steps(ink)], None
            case "test":
                number = whole_number("Test digit", content.get("number"), 0, self.pad.test_images - 1)
                digits = self.session.digits
                return [(f"Test digit {number:,}", digits.test_images[number])], int(digits.test_labels[number])
            case "clear":
                return [], None
            case kind:
                raise ValueError(f"The page asked for {kind!r:.40}; expected a drawing, a picture or a test digit.")

    def _show(self, steps, label=None, message="", probabilities=()):
        self.shown = {"steps": steps, "label": label, "message": message}
        run = self.session.chosen
        self.pad.view = self.shown | {
            "turn": self.turn,
            "steps": [{"name": name, "shape": image.shape, "pixels": image.tobytes()} for name, image in steps],
            "network": run.title if run else "",
            "probabilities": rounded(np.asarray(probabilities).tolist()),
        }
        if not steps or run is None:
            self.inside.forget()

    def _draw(self, _change):
        sight = self.session.sight
        if sight is None or sight.turn != self.turn or self.image is None:
            return
        settled = sight.inside is not None
        if not settled or not self.pad.view["probabilities"]:
            self._show(**self.shown, probabilities=sight.probabilities)
        if settled:
            self.inside.show(sight)


def _steps(ink):
    return [(NAMES[name], image) for name, image in drawing_steps(ink).items()]


def _pixels(content, buffers):
    """Return the grey pixels, uint8 (height, width), that came with a message."""
    width, height = (whole_number(f"The {side}", content.get(side), 1, MOST_SIDE) for side in ("width", "height"))
    if len(buffers or ()) != 1 or memoryview(buffers[0]).nbytes != width * height:
        raise ValueError(f"The drawing did not come as {width} × {height} pixels of a byte each. Draw it again.")
    return np.frombuffer(buffers[0], np.uint8).reshape(height, width)
