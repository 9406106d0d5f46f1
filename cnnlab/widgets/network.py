"""The panel of step 04: sliders that redraw the network's layer table and its diagram."""

from collections.abc import Callable, Sequence
from typing import Any

import traitlets

from cnnlab.session import LabSession, NextRun, watch
from cnnlab.widgets import markup, panel
from cnnlab.widgets.slider import Slider
from labhelpers.architecture import Layer, layer_table, multiply_adds
from labhelpers.config import CnnConfig


class NetworkPanel(panel.Panel):
    """Two sliders, the layer table and the diagram. Arithmetic only, so it answers at once.

    config: the CnnConfig that is shown; at first the one given, or CnnConfig(). What has no
        slider stays as it is.
    session: where it is given, there are no sliders: the panel shows the network of `session`'s
        next run instead, and says how long an epoch is expected to take.
    """

    heading = "The network, layer by layer"
    config = traitlets.Instance(CnnConfig, allow_none=True)

    def __init__(self, config: CnnConfig | None = None, session: LabSession | None = None) -> None:
        self.session = session
        self.next_run = session.next_run if session else NextRun(config)
        self.filters = Slider(self.next_run, "filters")
        self.kernel_size = Slider(self.next_run, "kernel_size")
        self.notice = panel.Notice()
        self.table = panel.text()
        self.costs = panel.text()
        self.picture = panel.text()
        sliders = [] if session else [self.filters, self.kernel_size, self.notice]
        super().__init__([*sliders, self.table, self.costs, self.picture])
        elsewhere = [session, session.open_book] if session else []
        watch(self._update, self.next_run, *elsewhere)

    def _update(self) -> None:
        config = self.next_run.cnn
        layers = layer_table(config)
        self.notice.say(self.next_run.message)
        self.table.value = markup.layers_table(layers)
        costs = f"{multiply_adds(config):,} multiplications with a weight for one image."
        pace = self.session.pace if self.session else ""
        self.costs.value = markup.paragraph(f"{costs} {pace}")
        if config != self.config:
            self.config = config
            self._in_background(self._draw_picture, config, layers)

    def _in_background(self, draw: Callable[..., object], *arguments: Any) -> None:
        if self.session:
            self.session.in_background(draw, *arguments)
        else:
            draw(*arguments)

    def _draw_picture(self, config: CnnConfig, layers: Sequence[Layer]) -> None:
        # With Matplotlib, half a second: not before there is something to draw.
        from labhelpers import figures

        if config is not self.config:
            return  # a slider has moved on, and its last place is drawn soon
        total = sum(layer.parameters for layer in layers)
        alt = (
            "The network as blocks from the input to the softmax: "
            f"{len(layers)} layers, {total:,} parameters"
        )
        figure = figures.plot_network(layers)
        self.picture.value = markup.figure_html(figure, alt, min_width=720, by_night=True)


network_panel = NetworkPanel
