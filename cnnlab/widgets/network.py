"""The panel of step 04: sliders that redraw the network's layer table and its picture."""

import traitlets

from cnnlab.session import LabSession, NextRun, watch
from cnnlab.widgets import markup, panel
from cnnlab.widgets.look_inside import LookInside
from cnnlab.widgets.network_strip import NetworkStrip
from cnnlab.widgets.slider import Slider
from labhelpers.architecture import layer_table, multiply_adds
from labhelpers.config import CnnConfig


class NetworkPanel(panel.Panel):
    """Two sliders, the layer table and the picture. Arithmetic only, so it answers at once.

    config: the CnnConfig that is shown; at first the one given, or CnnConfig(). What has no
        slider stays as it is.
    session: where it is given, there are no sliders: the panel shows the network of `session`'s
        next run instead, and says how long an epoch is expected to take.
    look: what a layer of the picture opens to; without it, none opens.
    """

    heading = "The network, layer by layer"
    config = traitlets.Instance(CnnConfig, allow_none=True)

    def __init__(
        self,
        config: CnnConfig | None = None,
        session: LabSession | None = None,
        look: LookInside | None = None,
    ) -> None:
        self.session = session
        self.next_run = session.next_run if session else NextRun(config)
        self.filters = Slider(self.next_run, "filters")
        self.kernel_size = Slider(self.next_run, "kernel_size")
        self.notice = panel.Notice()
        self.picture = NetworkStrip(self.next_run, look)
        self.table = panel.text()
        self.costs = panel.text()
        sliders = [] if session else [self.filters, self.kernel_size, self.notice]
        super().__init__([*sliders, self.picture, self.table, self.costs])
        self.add_class("lab-network")
        elsewhere = [session, session.open_book] if session else []
        watch(self._update, self.next_run, *elsewhere)

    def _update(self) -> None:
        config = self.next_run.cnn
        self.notice.say(self.next_run.message)
        self.table.value = markup.layers_table(layer_table(config))
        costs = f"{multiply_adds(config):,} multiplications with a weight for one image."
        pace = self.session.pace if self.session else ""
        self.costs.value = markup.paragraph(f"{costs} {pace}")
        self.config = config


network_panel = NetworkPanel
