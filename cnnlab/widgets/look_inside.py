"""What goes on inside the network for one image: feature maps, kernels, a pixel worked out."""

from typing import Any

import numpy as np
import traitlets

from cnnlab.session import Inspection
from cnnlab.widgets.pixel import convolve_pixel, pool_pixel
from labhelpers.config import POOL_SIZE, CnnConfig
from labhelpers.front_end import FrontEnd, whole_number
from labhelpers.preprocess import add_channel_axis, scale_images


class LookInside(FrontEnd):
    """Feature maps of every convolution and pooling layer, and the numbers behind each pixel.

    inside: what is shown, {} for nothing; images are bytes, one for each pixel, scaled so that
        255 is the layer's greatest value, "most".
    pixel: how the network comes to the pixel that the browser asked for last, with {"kind":
        "pixel", "layer", "number" (of the feature map), "row", "column" and "channel" (of the
        layer below; None takes the one that counts most)}.
    """

    heading = "Look inside the network"

    inside = traitlets.Dict().tag(sync=True)
    pixel = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self._inspection: Inspection | None = None

    def show(self, inspection: Inspection) -> None:
        """Show an `Inspection` that has an inside, of a run's network."""
        inside = inspection.inside
        run = inspection.run
        if run is None or inside is None:
            return
        first_kernels = inside["kernels"][0]["kernel"][:, :, 0].transpose(2, 0, 1)
        cnn = run.cnn
        layers = [_layer(layer, maps, cnn) for layer, maps in enumerate(inside["maps"])]
        self._inspection = inspection
        self.inside = {
            "turn": inspection.turn,
            "network": run.title,
            "image": inspection.image.tobytes(),
            "prediction": int(np.argmax(inspection.probabilities)),
            "layers": layers,
            "kernels": {
                "size": first_kernels.shape[-1],
                "values": np.ascontiguousarray(first_kernels, "<f4").tobytes(),
            },
            "saliency": signed_bytes(inside["saliency"]),
        }

    def forget(self) -> None:
        """Show nothing."""
        if self.inside:
            self._inspection = None
            self.inside = {}
            self.pixel = {}

    def refuse(self, sentence: str) -> None:
        self.pixel = {"message": f"That pixel cannot be shown: {sentence}"}

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        """Work out the numbers behind the pixel that a message names."""
        inspection = self._inspection
        run = inspection.run if inspection else None
        if inspection is None or run is None or inspection.inside is None:
            raise ValueError("no digit is shown. Draw or choose one.")
        maps = inspection.inside["maps"]
        layer = whole_number("the layer", content.get("layer"), 0, len(maps) - 1)
        block, is_pooling = _place(layer, run.cnn)
        below = maps[layer - 1] if layer else _input_of(inspection.image)
        place: dict[str, Any] = {
            "number": content.get("number"),
            "row": content.get("row"),
            "column": content.get("column"),
        }
        if is_pooling:
            steps = pool_pixel(below, POOL_SIZE, **place)
            numbers = steps | {"patch": steps["patch"].tolist()}
        else:
            kernel = inspection.inside["kernels"][block]
            steps = convolve_pixel(below, kernel, **place, stride=run.cnn.stride)
            numbers = _of_one_channel(steps, content.get("channel"))
        self.pixel = {**place, "layer": layer, "turn": inspection.turn, **numbers}


def _input_of(image: np.ndarray) -> np.ndarray:
    """Return an image, uint8 (28, 28), as the network takes it: float32 (28, 28, 1)."""
    return add_channel_axis(scale_images(image[None]))[0]


def _of_one_channel(steps: dict[str, Any], channel: object) -> dict[str, Any]:
    """Return a convolution's numbers with the patch of one channel.

    channel: what the browser asked for; the one that counts most where there is no such channel.
    """
    sums = steps["sums"]
    is_number = isinstance(channel, int) and not isinstance(channel, bool)
    if not is_number or channel not in range(len(sums)):
        channel = int(np.argmax(np.abs(sums)))
    numbers = steps | {"sums": sums.tolist(), "channel": channel}
    for name in ("patch", "kernel", "products"):
        numbers[name] = steps[name][..., channel].tolist()
    return numbers


def _place(layer: int, cnn: CnnConfig) -> tuple[int, bool]:
    """Return the block, from 0, that a layer belongs to, and whether it is a pooling layer."""
    return (layer, False) if cnn.strided else (layer // 2, layer % 2 == 1)


def _layer(layer: int, maps: np.ndarray, cnn: CnnConfig) -> dict[str, Any]:
    """Return a layer's feature maps, (height, width, filters), as the browser takes them."""
    block, is_pooling = _place(layer, cnn)
    rows, columns, filters = maps.shape
    most = float(maps.max())
    scaled = 255 * maps / most if most > 0 else maps
    pixels = np.round(scaled).astype(np.uint8).transpose(2, 0, 1)
    return {
        "title": f"{'Pooling' if is_pooling else 'Convolution'} {block + 1}",
        "rows": rows,
        "columns": columns,
        "filters": filters,
        "most": most,
        "pixels": pixels.tobytes(),
    }


def signed_bytes(saliency: np.ndarray) -> bytes:
    """Return numbers as signed bytes, scaled so that 127 is the greatest amount."""
    most = float(np.abs(saliency).max()) or 1.0
    return np.round(127 * saliency / most).astype(np.int8).tobytes()
