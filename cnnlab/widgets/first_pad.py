"""The pad that lesson 01 begins with: the network that comes with the lab reads it at once."""

from cnnlab.session import LabSession
from cnnlab.widgets import panel
from cnnlab.widgets.draw_pad import DrawPad

NO_RUNS = "first-pad"  # a book that nobody trains in: nothing of it comes on the disk


class FirstPad(panel.Panel):
    """Where one draws before anything is trained; no engine is started for it."""

    heading = "Draw a digit"

    def __init__(self) -> None:
        self.pad = DrawPad(LabSession(NO_RUNS))
        super().__init__([self.pad], layout={"width": "100%"})


first_pad = FirstPad
