"""What the page opens on: pad and answer, the network to train, Train, and the curves."""

import ipywidgets as widgets

from cnnlab.session import LabSession, watch
from cnnlab.widgets.draw_pad import DrawPad
from cnnlab.widgets.network_strip import NetworkStrip
from cnnlab.widgets.training import TrainingPanel

ONWARD = '<a href="#lab-step-6">How good is it? Look in step 6.</a>'


class FirstScreen(widgets.VBox):
    """Three cards on one laptop screen, and one below the other on a phone, in this order.

    pad: where one draws and reads the answer. strip: the network of the next run. training: the
        panel whose table stands elsewhere on the page. onward: where to go when a run is over.
    """

    def __init__(self, session: LabSession) -> None:
        self.pad = DrawPad(session)
        self.strip = NetworkStrip(session.next_run, self.pad.inside)
        self.training = TrainingPanel(session)
        draw = [_heading("draw", "Draw a digit"), self.pad]
        train = [_heading("train", "Now train your own"), self.strip, self.training.choosing]
        self.onward = widgets.HTML()
        self.session = session
        learn = [_heading("watch", "Watch it learn"), self.training.running, self.onward]
        cards = {"draw": draw, "train": train, "watch": learn}
        super().__init__([_card(name, children) for name, children in cards.items()])
        self.add_class("lab-stage")
        watch(self._update, session.shown)
        self.pad.observe(lambda _change: self.strip.show(self.pad.image), "view")

    def _update(self) -> None:
        is_over = self.session.shown.progress.status in ("finished", "stopped")
        self.onward.value = ONWARD if is_over else ""


def _heading(name: str, title: str) -> widgets.HTML:
    return widgets.HTML(f'<h2 id="lab-{name}" tabindex="-1">{title}</h2>')


def _card(name: str, children: list[widgets.Widget]) -> widgets.VBox:
    return widgets.VBox(children).add_class("lab-card").add_class(f"lab-card-{name}")
