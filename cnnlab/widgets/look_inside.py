"""What goes on inside the network for one image: feature maps, kernels, a pixel worked out, and what spoke for what."""

import numpy as np
import traitlets

from cnnlab.widgets.pixel import convolve_pixel, pool_pixel
from labhelpers.config import POOL_SIZE
from labhelpers.front_end import FrontEnd, whole_number
from labhelpers.preprocess import add_channel_axis, scale_images


class LookInside(FrontEnd):
    """Feature maps of every convolution and pooling layer, and the numbers behind each of their pixels.

    inside: what is shown, {} for nothing; images are bytes, one for each pixel, scaled so that
        255 is the layer's greatest value, "most".
    pixel: how the network comes to the pixel that the browser asked for last, with {"kind":
        "pixel", "layer", "number" (of the feature map), "row", "column" and "channel" (of the
        layer below; None takes the one that counts most)}.
    """

    text_form = "Look inside the network (run this cell to use it)"

    inside = traitlets.Dict().tag(sync=True)
    pixel = traitlets.Dict().tag(sync=True)

    _inspection = None

    def show(self, inspection):
        """Show an `Inspection` that has an inside."""
        self._inspection, saliency = inspection, inspection.inside["saliency"]
        most = float(np.abs(saliency).max()) or 1.0
        first = inspection.inside["kernels"][0]["kernel"][:, :, 0]
        self.inside = {
            "turn": inspection.turn,
            "network": inspection.run.title,
            "image": inspection.image.tobytes(),
            "prediction": int(np.argmax(inspection.probabilities)),
            "layers": [
                _layer(*_place(k, inspection.run.cnn), maps)
                for k, maps in enumerate(inspection.inside["maps"])
            ],
            "kernels": {
                "size": len(first),
                "values": np.ascontiguousarray(first.transpose(2, 0, 1), "<f4").tobytes(),
            },
            "saliency": np.round(127 * saliency / most).astype(np.int8).tobytes(),
        }

    def forget(self):
        """Show nothing."""
        if self.inside:
            self._inspection, self.inside, self.pixel = None, {}, {}

    def refuse(self, sentence):
        self.pixel = {"message": f"That pixel cannot be shown: {sentence}"}

    def receive(self, content, _buffers):
        """Work out the numbers behind the pixel that a message names."""
        inspection = self._inspection
        if inspection is None:
            raise ValueError("no digit is shown. Draw or choose one.")
        maps, kernels, cnn = (
            inspection.inside["maps"],
            inspection.inside["kernels"],
            inspection.run.cnn,
        )
        layer = whole_number("the layer", content.get("layer"), 0, len(maps) - 1)
        place = {name: content.get(name) for name in ("number", "row", "column")}
        answer = place | {"layer": layer, "turn": inspection.turn}
        below = (
            maps[layer - 1] if layer else add_channel_axis(scale_images(inspection.image[None]))[0]
        )
        block, is_pooling = _place(layer, cnn)
        if is_pooling:
            steps = pool_pixel(below, POOL_SIZE, **place)
            self.pixel = answer | steps | {"patch": steps["patch"].tolist()}
            return
        steps = convolve_pixel(below, kernels[block], **place, stride=cnn.stride)
        sums, channel = steps["sums"], content.get("channel")
        if type(channel) is not int or channel not in range(len(sums)):
            channel = int(np.argmax(np.abs(sums)))
        for name in ("patch", "kernel", "products"):
            steps[name] = steps[name][..., channel].tolist()
        self.pixel = answer | steps | {"sums": sums.tolist(), "channel": channel}


def _place(layer, cnn):
    """Return the block, from 0, of a layer with feature maps, and whether it is the block's pooling layer."""
    return (layer, False) if cnn.strided else (layer // 2, layer % 2 == 1)


def _layer(block, is_pooling, maps):
    """Return a layer's feature maps, (height, width, filters), as the browser takes them."""
    most = float(maps.max())
    pixels = np.round(255 * maps / most if most > 0 else maps).astype(np.uint8)
    title = f"{'Pooling' if is_pooling else 'Convolution'} {block + 1}"
    size = dict(zip(("rows", "columns", "filters"), maps.shape, strict=True))
    return size | {"title": title, "most": most, "pixels": pixels.transpose(2, 0, 1).tobytes()}
