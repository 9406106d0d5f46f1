"""What an inspection holds, as front ends take it: maps as pictures, a pixel as its numbers."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnlab.session import Inspection
from cnnlab.session.shipped import LABS_OWN
from cnnlab.widgets.pixel import convolve_pixel, pool_pixel
from labhelpers.config import POOL_SIZE, CnnConfig
from labhelpers.front_end import whole_number
from labhelpers.preprocess import add_channel_axis, scale_images

UNITS = ("Dense", "Answer")


def inside_of(inspection: Inspection) -> dict[str, Any]:
    """Return `Inside` of inside_protocol.py; {} where nobody looked inside."""
    inside = inspection.inside
    if inside is None:
        return {}
    run = inspection.run
    moment = inspection.moment
    first_kernels = inside["kernels"][0]["kernel"][:, :, 0].transpose(2, 0, 1)
    units = zip(UNITS, _unit_values(inspection), strict=True)
    return {
        "turn": inspection.turn,
        "network": run.title if run else LABS_OWN,
        "is_shipped": run is None,
        "moment": moment.to_words() if moment else "",
        "image": inspection.image.tobytes(),
        "prediction": int(np.argmax(inspection.probabilities)),
        "layers": [_layer(k, maps, inspection.cnn) for k, maps in enumerate(inside["maps"])],
        "units": [_maps(title, values[None, None], 0, 0) for title, values in units],
        "kernels": {
            "size": first_kernels.shape[-1],
            "values": np.ascontiguousarray(first_kernels, "<f4").tobytes(),
        },
        "saliency": signed_bytes(inside["saliency"]),
    }


def numbers_behind(inspection: Inspection | None, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the numbers behind the pixel or the unit that a message asks for.

    asked: a browser's; nothing is known of what it holds. Raises ValueError for what is not
        there.
    """
    if inspection is None or inspection.inside is None:
        raise ValueError("no digit is shown. Draw or choose one.")
    if asked.get("kind") == "unit":
        return _unit_numbers(inspection, asked)
    return _pixel_numbers(inspection, asked)


def _pixel_numbers(inspection: Inspection, asked: Mapping[str, Any]) -> dict[str, Any]:
    inside = inspection.inside or {}
    maps = inside["maps"]
    cnn = inspection.cnn
    layer = whole_number("the layer", asked.get("layer"), 0, len(maps) - 1)
    block, is_pooling = _place(layer, cnn)
    below = maps[layer - 1] if layer else _input_of(inspection.image)
    place: dict[str, Any] = {
        "number": asked.get("number"),
        "row": asked.get("row"),
        "column": asked.get("column"),
    }
    if is_pooling:
        steps = pool_pixel(below, POOL_SIZE, **place)
        numbers = steps | {"patch": steps["patch"].tolist()}
    else:
        kernel = inside["kernels"][block]
        steps = convolve_pixel(below, kernel, **place, stride=cnn.stride)
        numbers = _of_one_channel(steps, asked.get("channel"))
    return {**place, "layer": layer, "turn": inspection.turn, **numbers}


def _unit_numbers(inspection: Inspection, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a unit of a dense layer comes to its output."""
    inside = inspection.inside or {}
    outputs = _unit_values(inspection)
    layer = whole_number("the layer", asked.get("layer"), 0, len(outputs) - 1)
    number = whole_number("the unit", asked.get("number"), 0, len(outputs[layer]) - 1)
    dense = inside["dense"][layer]
    # The layer below: the last maps, row by row, or units, which are maps of one pixel.
    shape = (1, 1, len(outputs[0])) if layer else inside["maps"][-1].shape
    rows, columns, maps = np.unravel_index(dense["places"][number], shape)
    values = dense["values"][number]
    weights = dense["weights"][number]
    total = float(dense["sums"][number])
    parts = zip(rows, columns, maps, values, weights, strict=True)
    return {
        "turn": inspection.turn,
        "layer": layer,
        "number": number,
        "inputs": [
            {
                "number": int(of_map),
                "row": int(row),
                "column": int(column),
                "value": float(value),
                "weight": float(weight),
            }
            for row, column, of_map, value, weight in parts
        ],
        "others": int(np.prod(shape)) - len(values),
        "rest": total - float((values * weights).sum()),
        "sum": total,
        "bias": float(dense["bias"][number]),
        "output": float(outputs[layer][number]),
    }


def _unit_values(inspection: Inspection) -> list[np.ndarray]:
    """Return the outputs of the dense layers: after the ReLU, and the ten probabilities."""
    first = (inspection.inside or {})["dense"][0]
    return [np.maximum(first["sums"] + first["bias"], 0), inspection.probabilities]


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
    if is_pooling:
        return _maps(f"Pooling {block + 1}", maps, POOL_SIZE, POOL_SIZE)
    return _maps(f"Convolution {block + 1}", maps, cnn.kernel_size, cnn.stride)


def _maps(title: str, maps: np.ndarray, window: int, stride: int) -> dict[str, Any]:
    rows, columns, filters = maps.shape
    most = float(maps.max())
    scaled = 255 * maps / most if most > 0 else maps
    pixels = np.round(scaled).astype(np.uint8).transpose(2, 0, 1)
    return {
        "title": title,
        "rows": rows,
        "columns": columns,
        "filters": filters,
        "most": most,
        "window": window,
        "stride": stride,
        "pixels": pixels.tobytes(),
    }


def signed_bytes(saliency: np.ndarray) -> bytes:
    """Return numbers as signed bytes, scaled so that 127 is the greatest amount."""
    most = float(np.abs(saliency).max()) or 1.0
    return np.round(127 * saliency / most).astype(np.int8).tobytes()
