"""The network of the next run as a row of blocks, from the image to the ten probabilities."""

from typing import Any

import numpy as np
import traitlets

from cnnlab.session import NextRun, watch
from cnnlab.widgets.inside import UNITS, inside_of, numbers_behind
from cnnlab.widgets.look_inside import LookInside, refusal
from labhelpers.architecture import Layer, layer_table
from labhelpers.front_end import FrontEnd

# What changes no shape, or only how numbers are lined up, is in the table of step 4.
NOT_DRAWN = ("BatchNormalization", "Flatten", "Dropout")
MAPS = {"Conv2D": "Convolution", "MaxPooling2D": "Pooling"}


class NetworkStrip(FrontEnd):
    """Blocks for the layers of `next_run`'s network; arithmetic only, so it follows a slider.

    A block opens to what such a layer of the network that reads made of the digit: its maps, and
    the numbers behind a pixel.

    look: has the inspection that is shown then; without it, no block opens.
    layers: those that change the shape, first to last. parameters: of the whole network.
    image: what the network is to read, 28 x 28 bytes; empty for nothing.
    opens: whether a block does. inside, pixel, is_on: as `look` has them; the first two are sent
        while one is open, and empty otherwise.

    The browser sends {"kind": "open"} and "close", and what `look` is asked for.
    """

    heading = "The network from left to right"

    layers = traitlets.List(traitlets.Dict()).tag(sync=True)
    parameters = traitlets.Int(0).tag(sync=True)
    image = traitlets.Bytes().tag(sync=True)
    opens = traitlets.Bool(False).tag(sync=True)
    inside = traitlets.Dict().tag(sync=True)
    pixel = traitlets.Dict().tag(sync=True)
    is_on = traitlets.Bool(False).tag(sync=True)

    def __init__(self, next_run: NextRun, look: LookInside | None = None) -> None:
        super().__init__(opens=look is not None)
        self.next_run = next_run
        self.look = look
        self._is_open = False
        watch(self.update, next_run)
        if look is not None:
            traitlets.dlink((look, "is_on"), (self, "is_on"))
            look.observe(lambda _change: self._show_inside(), "inspection")

    def update(self) -> None:
        table = layer_table(self.next_run.cnn)
        drawn = [layer for layer in table if not layer.name.startswith(NOT_DRAWN)]
        with self.hold_sync():
            self.layers = _blocks(drawn)
            self.parameters = sum(layer.parameters for layer in table)

    def show(self, image: np.ndarray | None) -> None:
        """Show an image in the network's first place: uint8, (28, 28), or None for none."""
        self.image = b"" if image is None else image.tobytes()

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        """Show or hide what is inside, or work out the numbers behind a pixel or a unit."""
        match content.get("kind"):
            case "open" | "close" as kind:
                self._is_open = kind == "open"
                self.next_run.do(self._show_inside)
            case "pixel" | "unit":
                inspection = self.look.inspection if self.look else None
                self.pixel = {}  # so that the same numbers, asked for again, come again
                self.pixel = numbers_behind(inspection, content)
            case kind:
                expected = "expected open, close, pixel or unit."
                raise ValueError(f"The picture of the network asked for {kind!r:.40}; {expected}")

    def refuse(self, sentence: str) -> None:
        self.pixel = refusal(sentence)

    def _show_inside(self) -> None:
        inspection = self.look.inspection if self.look and self._is_open else None
        with self.hold_sync():
            self.inside = inside_of(inspection) if inspection else {}
            if not self.inside:
                self.pixel = {}


def _blocks(layers: list[Layer]) -> list[dict[str, Any]]:
    """Return layers as the browser takes them: as `inside_of` calls them, and their shapes."""
    counts = dict.fromkeys(MAPS, 0)
    units = iter(UNITS)
    blocks = []
    for layer in layers:
        kind = layer.name.partition(" ")[0]
        title = "Image"
        if kind in MAPS:
            counts[kind] += 1
            title = f"{MAPS[kind]} {counts[kind]}"
        elif kind == "Dense":
            title = next(units)
        blocks.append({"title": title, "shape": list(layer.output_shape)})
    return blocks
