"""Cover it: a grey square over one's digit, and what the network reads then."""

from typing import Any

import numpy as np
import traitlets

from cnnlab.session import Inspection, LabSession, watch
from cnnlab.session.probe import SIDES, Question
from cnnlab.widgets.in_sight import seen_by
from cnnlab.widgets.inside import signed_bytes
from labhelpers.front_end import FrontEnd, rounded


class CoverIt(FrontEnd):
    """A square that pointer or arrow keys move, ten bars that follow, and the map of a sweep.

    All places are worked out at once, so that the bars follow without asking.

    view: the digit, which network reads it, and what it reads at each place; {} for no digit.
    sides: those that the square may have. problem: why nothing was found.

    The browser sends {"open": whether somebody sees it, "by": its view} and {"side": one of the
    sides}.
    """

    heading = "Cover it"

    view = traitlets.Dict().tag(sync=True)
    sides = traitlets.List(traitlets.Int(), list(SIDES)).tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        watch(self.update, session.probes.covering, session.inspector)

    def update(self) -> None:
        covering = self.session.probes.covering
        view = {}
        if covering.asked is not None:
            saliency = _saliency(self.session.inspector.inspection, covering.asked)
            view = _view(covering.asked, covering.found) | {"saliency": saliency}
        with self.hold_sync():
            self.problem = covering.problem
            self.view = view

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        covering = self.session.probes.covering
        side = content.get("side")
        if "open" in content:
            covering.see(*seen_by(content))
        elif type(side) is int and side in SIDES:
            covering.choose(side)
        else:
            expected = f"expected one of {', '.join(map(str, SIDES))}"
            raise ValueError(f"The square's side came as {side!r:.40}; {expected}.")

    def refuse(self, sentence: str) -> None:
        self.session.say(sentence)


cover_panel = CoverIt


def _view(asked: Question, found: dict[str, np.ndarray] | None) -> dict[str, Any]:
    uncovered = [] if found is None else rounded(found["uncovered"].tolist())
    covered = b"" if found is None else found["covered"].astype("<f4").tobytes()
    return {
        "image": asked.image.tobytes(),
        "network": asked.network,
        "side": asked.side,
        "uncovered": uncovered,
        "covered": covered,
    }


def _saliency(inspection: Inspection | None, asked: Question) -> bytes:
    """Return what a look inside the same network says of the same image; b"" for none."""
    if inspection is None or inspection.inside is None:
        return b""
    looked = Question(inspection.image, inspection.run, inspection.moment, asked.side)
    return signed_bytes(inspection.inside["saliency"]) if looked.is_same(asked) else b""
