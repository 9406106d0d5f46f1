"""The network of the next run as a row of blocks, from the image to the ten probabilities."""

from typing import Any

import numpy as np
import traitlets

from cnnlab.session import NextRun, watch
from labhelpers.architecture import Layer, layer_table
from labhelpers.front_end import FrontEnd

# What changes no shape, or only how numbers are lined up, is in the table of step 4.
NOT_DRAWN = ("BatchNormalization", "Flatten", "Dropout")


class NetworkStrip(FrontEnd):
    """Blocks for the layers of `next_run`'s network; arithmetic only, so it follows a slider.

    layers: those that change the shape, first to last. parameters: of the whole network.
    image: what the network is to read, 28 x 28 bytes; empty for nothing.
    """

    heading = "The network from left to right"

    layers = traitlets.List(traitlets.Dict()).tag(sync=True)
    parameters = traitlets.Int(0).tag(sync=True)
    image = traitlets.Bytes().tag(sync=True)

    def __init__(self, next_run: NextRun) -> None:
        super().__init__()
        self.next_run = next_run
        watch(self.update, next_run)

    def update(self) -> None:
        table = layer_table(self.next_run.cnn)
        drawn = [layer for layer in table if not layer.name.startswith(NOT_DRAWN)]
        with self.hold_sync():
            self.layers = [_block(layer) for layer in drawn]
            self.parameters = sum(layer.parameters for layer in table)

    def show(self, image: np.ndarray | None) -> None:
        """Show an image in the network's first place: uint8, (28, 28), or None for none."""
        self.image = b"" if image is None else image.tobytes()


def _block(layer: Layer) -> dict[str, Any]:
    return {"name": layer.name.partition(" ")[0], "shape": list(layer.output_shape)}
