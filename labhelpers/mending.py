"""How to mend a file of digits that is nearly right: a line of NumPy to copy, tried beforehand."""

import logging
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

logger = logging.getLogger(__name__)

KEYS = ("x_train", "y_train", "x_test", "y_test")
Rules = list[tuple[Callable[[np.ndarray], bool], str]]

# What is to be done to an array, x, of which something is so. Each rule sees what those before
# it made.
SQUARE = "x.reshape(len(x), int(x.shape[1] ** 0.5), -1)"
RESIZED = "np.array([PIL.Image.fromarray(image).resize((28, 28)) for image in x])"
IMAGE_RULES: Rules = [
    (lambda x: x.ndim == 2 and len(x) == 784 != x.shape[1], "x.T"),
    (lambda x: x.ndim == 2 and x.shape[1] ** 0.5 % 1 == 0, SQUARE),
    (lambda x: x.ndim == 3 and x.shape[:2] == (28, 28) != x.shape[1:], "np.moveaxis(x, 2, 0)"),
    (lambda x: x.ndim == 4 and x.shape[3] in (1, 3, 4), "x[..., :3].max(axis=3)"),
    (lambda x: x.ndim == 4 and x.shape[1] in (1, 3), "x.max(axis=1)"),
    (lambda x: x.min() < 0 or x.max() > 255, "(x - x.min()) * (255 / np.ptp(x))"),
    (lambda x: x.dtype.kind in "fb" and x.max() <= 1, "x * 255"),
    (
        lambda x: x.dtype.kind in "iuf" and x.dtype != np.uint8 and bool(np.isfinite(x).all()),
        "np.round(x).astype('uint8')",
    ),
    (lambda x: x.ndim == 3 and x.shape[1:] != (28, 28), RESIZED),
]
LABEL_RULES: Rules = [
    (lambda x: x.ndim == 2 and np.allclose(x.sum(axis=1), 1), "x.argmax(axis=1)"),
    (lambda x: x.ndim == 2 and 1 in x.shape, "x.ravel()"),
    (lambda x: x.dtype.kind in "US", "x.astype(float)"),
    (lambda x: x.dtype.kind in "bf" and not (x % 1).any(), "x.astype(int)"),
    (lambda x: x.min() == 1 and x.max() == 10, "x % 10"),
]
TEN = " (That takes 10 for the digit 0; if 1 stands for it, write x - 1 in place of x % 10.)"
# What the names of arrays have in common with those of images and of labels.
WORDS = {"x": ("x", "image", "data", "pixel"), "y": ("y", "label", "target", "class")}
# What reads a file that begins so.
READERS = {
    b"PK": "what made it, once more",
    b"\x93NUMPY": "np.load",
    b"\x1f\x8b": "gzip.open",
    b"\0\0\x08\x03": "np.fromfile(file, 'uint8')[16:], since it is of images",
    b"\0\0\x08\x01": "np.fromfile(file, 'uint8')[8:], since it is of labels",
    b"\x89HDF": "h5py.File",
    b"MATLAB": "scipy.io.loadmat",
    b"\x80": "pickle.load, but only if you made it yourself, since it can run code",
    b"": "np.loadtxt(file, delimiter=',', skiprows=1, dtype=int), if it is a table (.csv)",
}
FOUR = (
    "Pack four arrays: `np.savez('digits.npz', x_train=..., y_train=..., x_test=..., y_test=...)`."
)


def advice(path: Path) -> str:
    """Return how to mend a file that is not as it should be; "" where nobody can say."""
    try:
        return _advice(path, repr(str(path)))
    except Exception:  # there are as many as there are ways to be wrong
        logger.info("Nothing is known that mends %s", path, exc_info=True)
        return ""


def _advice(path, file):
    if not zipfile.is_zipfile(path):
        start = path.read_bytes()[:20]
        reader = next(reader for known, reader in READERS.items() if start.startswith(known))
        return f"Read it with {reader}. {FOUR}"
    # NumPy gives any other name another ending.
    written = file if path.suffix == ".npz" else f"open({file}, 'wb')"
    with np.load(path) as archive:
        changes = _changes_of_names(archive.files)
        if not changes and not set(KEYS) <= set(archive.files):
            return FOUR
        try:
            changes = changes or _changes({key: archive[key] for key in KEYS})
        except ValueError as error:
            if "allow_pickle" not in str(error):
                raise
            read = f"np.load({file}, allow_pickle=True)"
            plain = f"{{key: np.array(array.tolist()) for key, array in {read}.items()}}"
            return f"If you made it yourself, run: `np.savez({written}, **{plain})`."
    if not changes:  # it has too few images, perhaps
        return ""
    imports = "import numpy as np, PIL.Image"
    line = "; ".join([imports, f"data = dict(np.load({file}))", *changes])
    said = f"To mend it, keep a copy and run: `{line}; np.savez({written}, **data)`."
    return said + TEN * ("% 10" in line)


def _changes_of_names(held):
    """Return what gives arrays their right names, and splits them where they are in one piece."""
    named = {key: key if key in held else _called(held, *key.split("_")) for key in KEYS}
    if all(named.values()):
        return [f"data[{key!r}] = data[{name!r}]" for key, name in named.items() if key != name]
    images = named["x_train"] or _called(held, "x", "")
    labels = named["y_train"] or _called(held, "y", "")
    split = [f"i = np.random.default_rng(0).permutation(len(data[{images!r}]))"]
    split.append("n = len(i) // 6")
    for kind, name in (("x", images), ("y", labels)):
        parts = f"data[{name!r}][i[n:]], data[{name!r}][i[:n]]"
        split.append(f"data['{kind}_train'], data['{kind}_test'] = {parts}")
    has_test_images = named["x_test"] or named["y_test"]
    return [] if has_test_images or not images or not labels else split


def _called(held, kind, part):
    """Return the only name that speaks of such arrays; "" where none does, or several do."""
    names = {name: name.lower().replace(part, "") for name in held if part in name.lower()}
    found = [name for name, rest in names.items() if any(word in rest for word in WORDS[kind])]
    return found[0] if len(found) == 1 else ""


def _changes(arrays):
    """Return what makes right arrays of the right names; raise where no rule does."""
    changes = []
    for x_key, y_key in (KEYS[:2], KEYS[2:]):
        images, image_steps = _mended(arrays[x_key], IMAGE_RULES, x_key)
        labels, label_steps = _mended(arrays[y_key], LABEL_RULES, y_key)
        changes += image_steps + label_steps
        kept = ""
        if len(images) != len(labels):
            kept = f"[: {min(len(images), len(labels))}]"
        elif not np.isin(labels, range(10)).all():
            kept = f"[np.isin(data[{y_key!r}], range(10))]"
        if kept:
            parts = f"data[{x_key!r}]{kept}, data[{y_key!r}]{kept}"
            changes.append(f"data[{x_key!r}], data[{y_key!r}] = {parts}")
        is_image = images.dtype == np.uint8 and images.shape[1:] == (28, 28)
        if not is_image or labels.ndim != 1 or labels.dtype.kind not in "iu":
            raise ValueError(f"no rule mends {x_key} and {y_key}")
    return changes


def _mended(x, rules, key):
    """Return an array as the rules make it, and the statements that they are."""
    import PIL.Image  # only where something is wrong

    steps = []
    for is_so, step in rules:
        if is_so(x):
            x = eval(step, {"x": x, "np": np, "PIL": PIL})  # one of the texts above
            steps.append(f"x = {step}")
    return x, [f"x = data[{key!r}]", *steps, f"data[{key!r}] = x"] if steps else []
