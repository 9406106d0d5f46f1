"""The panel of step 06 for a digit of one's own: draw it, see what the network sees, read it."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import traitlets

from cnnlab.runs import Run
from cnnlab.session import Inspection, LabSession, Newest, Reading
from cnnlab.session.doubt import doubt_about
from cnnlab.session.photograph import ink_of_picture, lightness
from cnnlab.session.shipped import LABS_OWN, ShippedNetwork, load_shipped
from cnnlab.widgets import panel
from cnnlab.widgets.look_inside import LookInside
from cnnlab.widgets.where_digits_go import WhereDigitsGo
from labhelpers.drawing import drawing_steps
from labhelpers.front_end import FrontEnd, rounded, whole_number
from labhelpers.number_words import percent, several

logger = logging.getLogger(__name__)

MOST_SIDE = 600
COLOURS = 4  # red, green, blue and opacity
NO_DRAWING = "The page sent something that is no drawing. Reload it."

Steps = Mapping[str, np.ndarray]


class DrawPad(FrontEnd):
    """The pad, the steps from a drawing to the network's input, and ten probabilities.

    The browser sends a dictionary with "kind" and "turn", a whole number that grows: "drawing"
    or "picture" with "width", "height" and one buffer of pixels, a byte each or four for its
    colours; "test" with "number", a test image's; "clear". A picture is dark on light or light
    on dark, a drawing is ink. "settled": the pen is up. "cut_off": the picture's file is.

    view: all that is shown, never a difference.
    shipped: a sentence about the network that reads while there is no run's.
    inside: what the network made of an image, when the pen is up.
    image: what the network is asked about, uint8 (28, 28), or None. turn: the last drawing's.

    All of this changes in the session's state lane: an answer never meets half of a new drawing.
    """

    heading = "Draw a digit"

    view = traitlets.Dict().tag(sync=True)
    test_images = traitlets.Int(0).tag(sync=True)
    shipped = traitlets.Unicode().tag(sync=True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        self.inside = LookInside()
        self.image: np.ndarray | None = None
        self.turn = 0
        self.shipped = _about(load_shipped())
        self._messages = Newest(session.lane, self._take_newest)
        session.observe(lambda _change: self.update(), "digits")
        session.inspector.observe(lambda change: self._answer(change.new), "inspection")
        session.moments.observe(lambda _change: self._ask(), "looked_at")
        session.watcher.observe(lambda _change: self._ask(), "run")
        session.watcher.observe(lambda change: self._answer_so_far(change.new), "reading")
        self.update()
        self._show({})

    def update(self) -> None:
        digits = self.session.digits
        self.test_images = len(digits.test_labels) if digits else 0

    def receive(self, content: dict[str, Any], buffers: Sequence[memoryview]) -> None:
        """Look at what a message brings; a newer one takes the place of one that waits."""
        self._messages.put((content, buffers))

    def _take_newest(self, message: tuple[dict[str, Any], Sequence[memoryview]]) -> None:
        try:
            self._look_at(*message)
        except ValueError as error:
            logger.info("A drawing was refused.", exc_info=True)
            self.refuse(str(error))

    def _look_at(self, content: dict[str, Any], buffers: Sequence[memoryview]) -> None:
        turn = content.get("turn")
        if type(turn) is not int:
            raise ValueError(NO_DRAWING)
        self.turn = turn
        steps = self._steps(content, buffers)
        label = self._label(content)
        is_settled = content.get("settled") is not False
        doubt = _doubt(content, steps) if is_settled else ""
        self._show(steps, label, is_settled=is_settled, doubt=doubt)

    def refuse(self, sentence: str) -> None:
        self._show({}, message=sentence)

    def _steps(self, content: dict[str, Any], buffers: Sequence[memoryview]) -> Steps:
        """Return the images to show by name, from what came to what the network sees."""
        match content.get("kind"):
            case "drawing":
                ink = _pixels(content, buffers)
                if not ink.any():
                    return {}
                return {"drawing": 255 - ink, "inverted": ink, **drawing_steps(ink)}
            case "picture":
                picture = _pixels(content, buffers, COLOURS)
                ink = ink_of_picture(picture)
                return {"picture": lightness(picture), "ink": ink, **drawing_steps(ink)}
            case "test":
                image, _ = self._test_digit(content)
                return {f"Test digit {content['number']:,}": image}
            case "clear":
                return {}
            case kind:
                expected = "expected a drawing, a picture or a test digit."
                raise ValueError(f"The page asked for {kind!r:.40}; {expected}")

    def _label(self, content: dict[str, Any]) -> int | None:
        """Return the true digit, where it is known."""
        if content.get("kind") != "test":
            return None
        _, label = self._test_digit(content)
        return label

    def _test_digit(self, content: dict[str, Any]) -> tuple[np.ndarray, int]:
        """Return the test image that a message names, and its label."""
        digits = self.session.digits
        if digits is None:
            raise ValueError("The digits are not open yet. Try again when they are.")
        last = len(digits.test_labels) - 1
        number = whole_number("Test digit", content.get("number"), 0, last)
        return digits.test_images[number], int(digits.test_labels[number])

    def _show(
        self,
        steps: Steps,
        label: int | None = None,
        message: str = "",
        is_settled: bool = True,
        doubt: str = "",
    ) -> None:
        """Show the steps of a drawing, and ask the network about the last of them."""
        self.image = list(steps.values())[-1] if steps else None
        shown = [
            {"name": name, "shape": image.shape, "pixels": image.tobytes()}
            for name, image in steps.items()
        ]
        changes = {"steps": shown, "label": label, "message": message, "doubt": doubt}
        if is_settled:
            self.session.probes.take(self.image)
        if self.image is None or self.session.watcher.run is not None:
            self.session.inspector.look_away()
        self._ask(changes, is_settled)

    def _ask(self, changes: Mapping[str, Any] | None = None, is_settled: bool = True) -> None:
        """Show what changes, and have a network look; `_answer` or `_answer_so_far` add the rest.

        It is the one in training, where one is, else the selected run's, else the lab's own.
        """
        watcher = self.session.watcher
        selected, moment = self.session.moments.looked_at
        run = watcher.run or selected
        epochs_done = None
        if moment is not None and watcher.run is None:
            epochs_done = round(moment.epochs_done, 3)
        self.view = {
            **self.view,
            **(changes or {}),
            "turn": self.turn,
            **_reader(run),
            "epochs_done": epochs_done,
            "is_on": watcher.run is not None,
            "probabilities": [],
        }
        watcher.watch(self.image, self.turn)
        self.inside.is_on = watcher.run is not None
        if self.image is None:
            self.inside.forget()
        if self.image is not None and watcher.run is None:
            self.session.inspector.look_at(self.image, self.turn, is_settled)

    def _answer(self, inspection: Inspection | None) -> None:
        if inspection is None or inspection.turn != self.turn or self.image is None:
            return
        moments = self.session.moments
        if self.session.watcher.run is not None or inspection.moment != moments.moment:
            return
        probabilities = rounded(inspection.probabilities.tolist())
        self.view = self.view | _reader(inspection.run) | {"probabilities": probabilities}
        self.inside.show(inspection)

    def _answer_so_far(self, reading: Reading | None) -> None:
        """Show what the network in training makes of the image by now."""
        if reading is None or reading.turn != self.turn or self.image is None:
            return
        self.view = self.view | {
            "epochs_done": round(reading.epochs_done, 3),
            "probabilities": rounded(reading.probabilities.tolist()),
        }


class DrawPanel(panel.Panel):
    """Where one draws a digit for the network of a session's selected run, and looks inside it."""

    heading = "Draw a digit"

    def __init__(self, session: LabSession) -> None:
        self.pad = DrawPad(session)
        self.where = WhereDigitsGo(session)
        # None of them has a width of its own.
        super().__init__([self.pad, self.pad.inside, self.where], layout={"width": "100%"})


draw_panel = DrawPanel


def _reader(run: Run | None) -> dict[str, Any]:
    """Return what the view says of the network that reads: a run's, or the lab's own."""
    return {"network": run.title if run else LABS_OWN, "is_shipped": run is None}


def _about(network: ShippedNetwork) -> str:
    """Say what the network that comes with the lab is, and how good, to follow its name."""
    before = f"trained before, for {several(network.training.epochs, 'epoch')}"
    right = percent(network.accuracy, 1)
    return f"{before}; it reads {right} of MNIST's test images rightly."


def _doubt(content: dict[str, Any], steps: Steps) -> str:
    """Say why a drawing or a picture is hardly one digit, if it is."""
    if "ink" in steps:
        is_cut_off = content.get("cut_off") is True
        return doubt_about(steps["ink"], is_picture=True, is_cut_off=is_cut_off)
    return doubt_about(steps["inverted"]) if "inverted" in steps else ""


def _pixels(
    content: dict[str, Any], buffers: Sequence[memoryview], colours: int = 1
) -> np.ndarray:
    """Return the pixels that came with a message: uint8, (height, width) or with colours."""
    width = whole_number("The width", content.get("width"), 1, MOST_SIDE)
    height = whole_number("The height", content.get("height"), 1, MOST_SIDE)
    if len(buffers or ()) != 1 or memoryview(buffers[0]).nbytes != width * height * colours:
        expected = f"{width} × {height} pixels of {several(colours, 'byte')}"
        raise ValueError(f"The drawing did not come as {expected} each. Draw it again.")
    shape = (height, width) if colours == 1 else (height, width, colours)
    return np.frombuffer(buffers[0], np.uint8).reshape(shape)
