"""The panel of step 04: sliders that redraw the network's layer table and its diagram."""

import dataclasses

import traitlets

from labhelpers.config import CnnConfig, layer_table, multiply_adds
from labhelpers.panels import parts


def network_panel(config=None, session=None):
    """Return a panel whose sliders change the network; its `config` is the CnnConfig that they describe.

    config: where the sliders start; CnnConfig() where it is None. What has no slider stays as it is there.
    session: where it is given, there are no sliders: the panel shows the network of `session`'s next run instead, and
        says how long an epoch is expected to take.
    """
    return NetworkPanel(session.cnn if session else config or CnnConfig(), session)


class NetworkPanel(parts.Panel):
    """Two sliders, the layer table and the diagram. Arithmetic only: nothing is built, so it answers at once."""

    heading = "The network, layer by layer"
    config = traitlets.Instance(CnnConfig)

    def __init__(self, config, session=None):
        self.notice = parts.Notice()
        hint = "Filters of the first convolution; the second has twice as many"
        self.filters = parts.Slider("Filters", config.filters, 8, 64, hint, self.notice.say)
        hint = "Side of the square kernels, in pixels"
        self.kernel_size = parts.Slider("Kernel size", config.kernel_size, 1, 9, hint, self.notice.say)
        self.table, self.costs, self.picture = parts.text(), parts.text(), parts.text()
        self.session = session
        sliders = [] if session else [self.filters, self.kernel_size, self.notice]
        super().__init__([*sliders, self.table, self.costs, self.picture])
        self.show(config)
        for slider in (self.filters, self.kernel_size):
            slider.observe(self._choose, "value")
        if session:
            session.observe(lambda change: self.show(change["new"]), "cnn")
            session.observe(lambda change: self._draw_costs(), ["training", "runs", "digits"])

    def _choose(self, _change):
        try:
            config = dataclasses.replace(self.config, filters=self.filters.value, kernel_size=self.kernel_size.value)
        except ValueError as error:
            self.notice.say(str(error))
        else:
            self.notice.say("")
            self.show(config)

    def _draw_costs(self):
        costs = f"{multiply_adds(self.config):,} multiplications with a weight for one image."
        self.costs.value = parts.paragraph(f"{costs} {self.session.pace if self.session else ''}")

    def show(self, config):
        """Show the layers of `config`, a CnnConfig, and their sum."""
        layers = layer_table(config)
        total = f"{sum(layer.parameters for layer in layers):,}"
        shapes = [" × ".join(f"{size:,}" for size in layer.output_shape) for layer in layers]
        rows = [(x.name, shape, f"{x.parameters:,}", x.arithmetic) for x, shape in zip(layers, shapes, strict=True)]
        heads = ("Layer", "Output shape", "Parameters", "Worked out as")
        self.table.value = parts.table_html("Layers of the network", heads, [*rows, ("Total", "", total, "")])
        self.config = config
        self._draw_costs()
        alt = f"The network as blocks from the input to the softmax: {len(layers)} layers, {total} parameters"
        if self.session:
            self.session.paint(self._draw_picture, config, layers, alt)
        else:
            self._draw_picture(config, layers, alt)

    def _draw_picture(self, config, layers, alt):
        from labhelpers import figures  # with Matplotlib, half a second: not before there is something to draw

        if config is self.config:  # else a slider has moved on, and its last place is drawn soon
            self.picture.value = parts.figure_html(figures.plot_network(layers), alt, min_width=720)
