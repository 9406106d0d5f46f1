"""The steps from a drawing to what a network takes in, where they stand apart from the pad."""

import traitlets

from cnnlab.widgets.draw_pad import DrawPad
from labhelpers.front_end import FrontEnd


class DrawingSteps(FrontEnd):
    """What stands on `pad`, from the drawing to the network's input, as a row of pictures.

    is_seen: whether anybody can see it; else no picture is sent.
    """

    heading = "From a drawing to the network's input"

    steps = traitlets.List(traitlets.Dict()).tag(sync=True)
    is_seen = traitlets.Bool(True)

    def __init__(self, pad: DrawPad) -> None:
        super().__init__()
        self.pad = pad
        pad.observe(self._on_change, "view")
        self.observe(self._on_change, "is_seen")
        self.update()

    def _on_change(self, _change: object) -> None:
        self.update()

    def update(self) -> None:
        if self.is_seen:
            self.steps = self.pad.view["steps"]
