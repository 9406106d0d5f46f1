"""The panel of step 04: sliders that redraw the network's layer table and its diagram."""

import traitlets

from cnnlab.session.open_book import OpenBook
from cnnlab.widgets import markup, panel
from cnnlab.widgets.slider import Slider
from labhelpers.architecture import layer_table, multiply_adds
from labhelpers.config import CnnConfig


class NetworkPanel(panel.Panel):
    """Two sliders, the layer table and the diagram. Arithmetic only: nothing is built, so it answers at once.

    config: the CnnConfig that is shown; at first the one given, or CnnConfig(). What has no
        slider stays as it is.
    session: where it is given, there are no sliders: the panel shows the network of `session`'s
        next run instead, and says how long an epoch is expected to take.
    """

    heading = "The network, layer by layer"
    config = traitlets.Instance(CnnConfig, allow_none=True)

    def __init__(self, config=None, session=None):
        self.book, self.notice = session or OpenBook(cnn=config or CnnConfig()), panel.Notice()
        self._in_background = (
            session.in_background if session else lambda draw, *arguments: draw(*arguments)
        )
        self.filters = Slider(self.book, "filters")
        self.kernel_size = Slider(self.book, "kernel_size")
        self.table, self.costs, self.picture = panel.text(), panel.text(), panel.text()
        sliders = [] if session else [self.filters, self.kernel_size, self.notice]
        super().__init__([*sliders, self.table, self.costs, self.picture])
        self.book.observe(self._update, ["cnn", "training", "runs", "digits"])
        self.book.observe(lambda change: self.notice.say(change["new"]), "message")
        self._update()

    def _update(self, _change=None):
        config = self.book.cnn
        layers, costs = (
            layer_table(config),
            f"{multiply_adds(config):,} multiplications with a weight for one image.",
        )
        self.table.value = str(markup.HTML.layers_table(layers))
        self.costs.value = markup.paragraph(f"{costs} {self.book.pace}")
        if config != self.config:
            self.config, total = config, sum(layer.parameters for layer in layers)
            alt = f"The network as blocks from the input to the softmax: {len(layers)} layers, {total:,} parameters"
            self._in_background(self._draw_picture, config, layers, alt)

    def _draw_picture(self, config, layers, alt):
        # With Matplotlib, half a second: not before there is something to draw.
        from labhelpers import figures

        if config is self.config:  # else a slider has moved on, and its last place is drawn soon
            self.picture.value = markup.figure_html(
                figures.plot_network(layers), alt, min_width=720
            )


network_panel = NetworkPanel
