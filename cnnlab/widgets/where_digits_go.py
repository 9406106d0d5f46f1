"""Where the digits go: 500 test images as dots, placed by the network's ten outputs."""

from typing import Any

import numpy as np
import traitlets

from cnnlab.session import LabSession
from cnnlab.session.outputs import NUM_IMAGES, why_not
from cnnlab.widgets.in_sight import seen_by
from labhelpers.front_end import FrontEnd, rounded

MOST = 65_535


class WhereDigitsGo(FrontEnd):
    """Dots in ten dimensions, which the browser turns slowly and shows in two: a grand tour.

    Linear, so what moves from one moment to the next is the network and not the picture (D.
    Asimov, "The grand tour", 1985; M. Li, Z. Zhao and C. Scheidegger, "Visualizing neural
    networks with the grand tour", Distill, 2020).

    outputs: for each moment and image ten probabilities, as `as_bytes` has them; empty until all
        are read. num_read, num_moments: how many moments were read, and are to be.
    labels, pixels: a byte for each image, and 28 x 28 for each. chosen: the moment's place.
    own: the ten probabilities of the digit on the pad, [] for none, and while nobody looks.
    problem: why the run is not read, "" where it is.

    The browser sends {"open": whether somebody sees it, "by": its view}.
    """

    heading = "Where the digits go"

    outputs = traitlets.Bytes().tag(sync=True)
    num_read = traitlets.Int(0).tag(sync=True)
    num_moments = traitlets.Int(0).tag(sync=True)
    labels = traitlets.Bytes().tag(sync=True)
    pixels = traitlets.Bytes().tag(sync=True)
    chosen = traitlets.Int(0).tag(sync=True)
    own = traitlets.List(traitlets.Float(allow_none=True)).tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        self._seen_by: set[str] = set()
        session.outputs.observe(lambda _change: self._read(), ["run", "read"])
        session.moments.observe(lambda _change: self._move(), ["run", "all", "chosen"])
        session.inspector.observe(lambda _change: self._move(), "inspection")
        session.do(self._move)

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        by, is_open = seen_by(content)
        digits = self.session.digits
        if not is_open:
            self._seen_by.discard(by)
            self.session.outputs.ask(by, None)
            return
        if digits is None:
            raise ValueError("The digits are not open yet. Try again when they are.")
        self.labels = digits.test_labels[:NUM_IMAGES].astype("uint8").tobytes()
        self.pixels = digits.test_images[:NUM_IMAGES].tobytes()
        self._seen_by.add(by)
        self.session.outputs.ask(by, digits)
        self.session.do(self._read)
        self.session.do(self._move)

    def refuse(self, sentence: str) -> None:
        self.session.say(sentence)

    def _read(self) -> None:
        read = self.session.outputs.read
        is_whole = len(read) == len(self.session.moments.all) > 0
        is_whole = is_whole and bool(self._seen_by)
        with self.hold_sync():
            self.num_read = len(read)
            self.outputs = as_bytes(np.stack(read)) if is_whole else b""
        self._note_look()

    def _note_look(self) -> None:
        """Keep that a run's test images were seen, where they are."""
        outputs = self.session.outputs
        if self._seen_by and self.outputs and outputs.run is not None:
            self.session.open_book.saw(outputs.run)

    def _move(self) -> None:
        moments = self.session.moments
        inspection = self.session.inspector.inspection
        own = []
        if self._seen_by and inspection is not None and inspection.moment == moments.moment:
            own = rounded(inspection.probabilities.tolist())
        with self.hold_sync():
            self.num_moments = len(moments.all)
            self.chosen = moments.chosen
            self.own = own
            self.problem = why_not(moments.run, self.session.digits) if moments.all else ""


def as_bytes(probabilities: np.ndarray) -> bytes:
    """Return probabilities, (..., 10), as two bytes each, the greatest alone at its height.

    65,535 stands for 1, the lower byte first. An untrained network's are often nearly alike: one
    byte each would make them equal, and another digit the first of them.
    """
    rounded = np.round(MOST * probabilities).astype("<u2")
    greatest = np.argmax(probabilities, axis=-1, keepdims=True)
    most = np.take_along_axis(rounded, greatest, axis=-1)
    is_alike = (rounded == most) & (np.arange(probabilities.shape[-1]) != greatest)
    return (rounded - is_alike).astype("<u2").tobytes()
