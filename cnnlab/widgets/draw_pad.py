"""The panel of step 06 for a digit of one's own: draw it, see what the network sees, read its answer, look inside."""

import numpy as np
import traitlets

from cnnlab.widgets import panel
from cnnlab.widgets.look_inside import LookInside
from labhelpers.drawing import drawing_steps, ink_of_picture
from labhelpers.front_end import FrontEnd, rounded, whole_number

MOST_SIDE = 600
NOTHING = {"steps": [], "label": None, "message": ""}


class DrawPad(FrontEnd):
    """The pad, the steps from a drawing to the network's input, and ten probabilities.

    The browser sends a dictionary with "kind" and "turn", a whole number that grows: "drawing"
    or "picture" with "width", "height", one buffer of grey pixels, a byte each, and "settled"
    (the pen is up); "test" with "number", a test image's; "clear". A picture is dark on light
    or light on dark, a drawing is ink. `view` is all that is shown, never a difference.
    inside: what the network made of an image, when the pen is up.
    """

    text_form = "Draw a digit (run this cell to use it)"
    watched = ("digits",)

    view = traitlets.Dict().tag(sync=True)
    test_images = traitlets.Int(0).tag(sync=True)

    def __init__(self, session):
        self.inside, self.image, self.turn = LookInside(), None, 0
        super().__init__(session)
        session.observe(self._answer, "inspection")
        session.observe(lambda _change: self._ask(self.view), "selected")
        self._ask(NOTHING)

    def update(self):
        self.test_images = len(self.session.digits.test_labels) if self.session.digits else 0

    def receive(self, content, buffers):
        if not isinstance(content.get("turn"), int):
            raise ValueError("The page sent something that is no drawing. Reload it.")
        self.turn = content["turn"]
        steps, label = self._read(content, buffers)
        self.image = steps[-1][1] if steps else None
        shown = [
            {"name": name, "shape": image.shape, "pixels": image.tobytes()} for name, image in steps
        ]
        self._ask(
            {"steps": shown, "label": label, "message": ""}, content.get("settled") is not False
        )

    def refuse(self, sentence):
        self.image = None
        self._ask(NOTHING | {"message": sentence})

    def _read(self, content, buffers):
        """Return the steps, (name, image) each, that a message asks for, and the true digit where that is known."""
        match content.get("kind"):
            case "drawing":
                ink = _pixels(content, buffers)
                steps = (
                    [("drawing", 255 - ink), ("inverted", ink), *drawing_steps(ink).items()]
                    if ink.any()
                    else []
                )
                return steps, None
            case "picture":
                picture = _pixels(content, buffers)
                ink = ink_of_picture(picture)
                return [("picture", picture), ("ink", ink), *drawing_steps(ink).items()], None
            case "test":
                number = whole_number("Test digit", content.get("number"), 0, self.test_images - 1)
                digits = self.session.digits
                return [(f"Test digit {number:,}", digits.test_images[number])], int(
                    digits.test_labels[number]
                )
            case "clear":
                return [], None
            case kind:
                raise ValueError(
                    f"The page asked for {kind!r:.40}; expected a drawing, a picture or a test digit."
                )

    def _ask(self, view, is_settled=True):
        """Show `view`, and have the selected run's network look at its image; `_answer` adds the probabilities."""
        run = self.session.selected
        self.view = view | {
            "turn": self.turn,
            "network": run.title if run else "",
            "probabilities": [],
        }
        if run is None or self.image is None:
            self.inside.forget()
        else:
            self.session.look_at(self.image, self.turn, is_settled)

    def _answer(self, _change):
        inspection = self.session.inspection
        if inspection is None or inspection.turn != self.turn or self.image is None:
            return
        self.view = self.view | {"probabilities": rounded(inspection.probabilities.tolist())}
        if inspection.inside is not None:
            self.inside.show(inspection)


class DrawPanel(panel.Panel):
    """A panel in which one draws a digit for the network of a session's selected run, and looks inside it."""

    heading = "Draw a digit"

    def __init__(self, session):
        self.pad = DrawPad(session)
        super().__init__(
            [self.pad, self.pad.inside], layout={"width": "100%"}
        )  # neither has a width of its own


draw_panel = DrawPanel


def _pixels(content, buffers):
    """Return the grey pixels, uint8 (height, width), that came with a message."""
    width, height = (
        whole_number(f"The {side}", content.get(side), 1, MOST_SIDE) for side in ("width", "height")
    )
    if len(buffers or ()) != 1 or memoryview(buffers[0]).nbytes != width * height:
        raise ValueError(
            f"The drawing did not come as {width} × {height} pixels of a byte each. Draw it again."
        )
    return np.frombuffer(buffers[0], np.uint8).reshape(height, width)
