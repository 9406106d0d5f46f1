"""What goes on inside the network for one image: feature maps, kernels, a pixel worked out."""

from typing import Any

import traitlets

from cnnlab.session import Inspection
from cnnlab.widgets.inside import inside_of, numbers_behind
from labhelpers.front_end import FrontEnd


class LookInside(FrontEnd):
    """Feature maps of every convolution and pooling layer, and the numbers behind each pixel.

    inside: what is shown, {} for nothing; images are bytes, one for each pixel, scaled so that
        255 is the layer's greatest value, "most".
    pixel: how the network comes to the pixel that the browser asked for last, with {"kind":
        "pixel", "layer", "number" (of the feature map), "row", "column" and "channel" (of the
        layer below; None takes the one that counts most)}.
    is_on: whether a run is in training, so that what is shown is of the time before.
    inspection: the one that is shown, for others that show parts of it.
    """

    heading = "Look inside the network"

    inside = traitlets.Dict().tag(sync=True)
    pixel = traitlets.Dict().tag(sync=True)
    is_on = traitlets.Bool(False).tag(sync=True)
    inspection = traitlets.Instance(Inspection, allow_none=True)

    def show(self, inspection: Inspection) -> None:
        """Show an `Inspection` that has an inside."""
        if inspection.inside is not None:
            self.inside = inside_of(inspection)
            self.inspection = inspection

    def forget(self) -> None:
        """Show nothing."""
        if self.inside:
            self.inspection = None
            self.inside = {}
            self.pixel = {}

    def refuse(self, sentence: str) -> None:
        self.pixel = refusal(sentence)

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        """Work out the numbers behind the pixel that a message names."""
        self.pixel = {}  # so that the same numbers, asked for again, come again
        self.pixel = numbers_behind(self.inspection, content)


def refusal(sentence: str) -> dict[str, str]:
    """Return what is shown in the place of a pixel's numbers."""
    return {"message": f"That pixel cannot be shown: {sentence}"}
