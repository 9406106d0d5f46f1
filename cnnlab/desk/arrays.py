"""Arrays of a stranger's .npz and .npy files: only those of the type and shape that are expected.

The header is read and compared before anything is allocated; objects, which NumPy would unpickle,
have no place here.
"""

import io
import math
import zipfile
from collections.abc import Mapping

import numpy as np

from cnnlab.desk.opening import ENCRYPTED, UNREADABLE, BadHandInError
from labhelpers.architecture import layer_table
from labhelpers.config import CnnConfig

LONGEST_HEADER = 2_000
MOST_WEIGHTS = 6_000_000


def weight_shapes(cnn: CnnConfig) -> list[tuple[int, ...]]:
    """Return the shapes of a network's weights, in the order of Keras's `get_weights`.

    They follow from the layers by arithmetic; a convolution's are (row, column, channel in,
    filter), a dense layer's (input, unit).
    """
    shapes: list[tuple[int, ...]] = []
    layers = layer_table(cnn)
    before = layers[0].output_shape
    for layer in layers:
        width = layer.output_shape[-1]
        if layer.name.startswith("Conv2D"):
            shapes += [(cnn.kernel_size, cnn.kernel_size, before[-1], width), (width,)]
        elif layer.name.startswith("BatchNormalization"):
            shapes += [(width,)] * 4  # scale, shift, and the mean and variance it keeps
        elif layer.name.startswith("Dense"):
            shapes += [(before[-1], width), (width,)]
        before = layer.output_shape
    return shapes


def weights_in(content: bytes, cnn: CnnConfig) -> list[np.ndarray]:
    """Return a network's weights: float32, finite, of exactly the shapes of `weight_shapes`."""
    shapes = weight_shapes(cnn)
    count = sum(map(math.prod, shapes))
    if count > MOST_WEIGHTS:
        came = f"Its network has {count:,} weights; the desk reads {MOST_WEIGHTS:,} at most"
        raise BadHandInError(f"{came}, and a hand-in of 3 MB has room for fewer.")
    kinds = {str(place): ("float32", shape) for place, shape in enumerate(shapes)}
    found = arrays_in("weights.npz", content, kinds)
    weights = list(found.values())
    for place, values in enumerate(weights):
        if not np.isfinite(values).all():
            came = f"Array {place} of weights.npz holds numbers that are none (NaN or infinite)"
            raise BadHandInError(f"{came}; no network gives an answer with them.")
    return weights


def arrays_in(
    file: str, content: bytes, kinds: Mapping[str, tuple[str, tuple[int, ...]]]
) -> dict[str, np.ndarray]:
    """Return the arrays of an .npz file; kinds: the type and shape of each, by its name.

    Raises BadHandInError where the file has others, or not these.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [info.filename.removesuffix(".npy") for info in archive.infolist()]
            if sorted(names) != sorted(kinds):
                came = f"{file} holds {len(names)} arrays by other names than the network's"
                raise BadHandInError(f"{came}; expected {', '.join(kinds)}.")
            return {name: _member(file, archive, name, *kinds[name]) for name in kinds}
    except BadHandInError:
        raise
    except UNREADABLE as error:
        raise BadHandInError(f"{file} is no .npz file that can be read whole.") from error


def _member(
    file: str, archive: zipfile.ZipFile, name: str, kind: str, shape: tuple[int, ...]
) -> np.ndarray:
    info = next(info for info in archive.infolist() if info.filename in (name, f"{name}.npy"))
    if info.flag_bits & ENCRYPTED:
        raise BadHandInError(f"{file} is locked with a password.")
    size = np.dtype(kind).itemsize * math.prod(shape)
    with archive.open(info) as member:
        content = member.read(size + LONGEST_HEADER)
    return array_in(f"Array {name} of {file}", content, kind, shape)


def array_in(what: str, content: bytes, kind: str, shape: tuple[int, ...]) -> np.ndarray:
    """Return the array of an .npy file that has this type and shape, and no other.

    what: what it is called in a sentence, such as "sample.npy".
    """
    try:
        file = io.BytesIO(content)
        version = np.lib.format.read_magic(file)
        reads = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }
        found, in_columns, dtype = reads[version](file, max_header_size=LONGEST_HEADER)
    except (*UNREADABLE, SyntaxError, TypeError) as error:
        raise BadHandInError(f"{what} is no array that can be read.") from error
    if dtype.hasobject:
        came = f"{what} holds Python objects, which could run a program when they are read"
        raise BadHandInError(f"{came}; it was not read. Expected {kind}.")
    if dtype != np.dtype(kind) or found != shape:
        came = f"{what} is {dtype} of the shape {_short(found)}"
        raise BadHandInError(f"{came}; expected {kind} of the shape {shape}.")
    rest = content[file.tell() :]
    if len(rest) != dtype.itemsize * math.prod(shape):
        raise BadHandInError(f"{what} does not hold as many numbers as its beginning says.")
    values = np.frombuffer(rest, dtype)
    return values.reshape(shape, order="F" if in_columns else "C")


def _short(shape: tuple[int, ...]) -> str:
    text = str(shape)
    return text if len(text) <= 60 else f"{text[:57]}..."
