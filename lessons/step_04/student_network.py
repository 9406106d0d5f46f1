"""Reads a student's network, and compares it with the one that the exercise asks for.

Layers are read by their attributes, so that nothing here needs Keras.
"""

from lessons.activations import name_of
from lessons.answers import attribute
from lessons.layers import ACTIVATIONS, INPUTS, input_shape_of, settings_of
from lessons.verdict import NotYet

SIDE = 28
CLASSES = 10
# What Keras calls the layers of the network, in their order, and what a hint calls them.
KINDS = [
    "Conv2D",
    "MaxPooling2D",
    "Conv2D",
    "MaxPooling2D",
    "Flatten",
    "Dense",
    "Dense",
]
WORDS = [
    "first convolution",
    "first pooling",
    "second convolution",
    "second pooling",
    "flattening layer",
    "first dense layer",
    "last dense layer",
]
# What each activation of the network is there for.
PURPOSES = {
    "relu": "negative values are to become zero, and all others stay as they are",
    "softmax": "ten scores are to become probabilities",
}


def read(answer):
    """Return (shape, layers) of a list of layers or of a model.

    shape: that of one image which the network takes; None where there is no input.
    layers: (kind, settings) of each. An activation that is a layer of its own is counted to the
        layer before it, where that has none.
    """
    shape = input_shape_of(answer)
    layers: list[tuple[str, dict]] = []
    for place, (kind, part) in enumerate(_named_parts(answer)):
        if kind in INPUTS and place == 0:
            shape = shape or input_shape_of(part)
        elif kind in INPUTS:
            raise NotYet(
                "keras.Input says what comes in, so it stands first; "
                f"here it is number {place + 1}."
            )
        elif kind in ACTIVATIONS:
            _activate(kind, part, layers)
        else:
            layers.append((kind, settings_of(part)))
    return shape, layers


def _activate(kind, part, layers):
    """Count an activation that is a layer of its own to the layer before it."""
    if not layers:
        raise NotYet(f"{kind} stands before all layers, and changes what none of them gave.")
    before, settings = layers[-1]
    activation = settings.get("activation")
    if activation is None:
        raise NotYet(
            f"{kind} stands after {before}. It belongs right after a convolution or a dense layer."
        )
    if activation != "linear":
        raise NotYet(f"{kind} follows a {before} that has the activation {activation!r} already.")
    settings["activation"] = name_of(part)


def _named_parts(answer):
    """Return (kind, part) of all that a list or a model consists of; each part may occur once."""
    parts = answer if isinstance(answer, list | tuple) else attribute(answer, "layers")
    if not isinstance(parts, list | tuple) or not parts:
        raise NotYet(
            "A list of Keras's layers is expected, or a keras.Sequential with its layers in it."
        )
    outputs = attribute(answer, "outputs")
    if isinstance(outputs, list | tuple) and len(outputs) > 1:
        raise NotYet(f"Your model has {len(outputs)} outputs: one row of layers is asked for.")
    named = []
    seen = set()
    for part in parts:
        if isinstance(part, type):
            kind = part.__name__
            raise NotYet(f"{kind} is the class; a layer is made by calling it, as in {kind}(...).")
        kind = type(part).__name__
        if id(part) in seen:
            raise NotYet(
                f"One {kind} stands in the list twice; a network needs a new one for each place."
            )
        seen.add(id(part))
        named.append((kind, part))
    return named


def order_hint(kinds):
    """Return a hint where the layers' kinds are not the network's in their order, else None."""
    if kinds == KINDS:
        return None
    foreign = [kind for kind in kinds if kind not in KINDS]
    if foreign:
        return f"{foreign[0]} does not belong to this network. Which layers has the lesson's?"
    for kind in dict.fromkeys(KINDS):
        have = kinds.count(kind)
        need = KINDS.count(kind)
        if have != need:
            return (
                f"Layers of the kind {kind}: {have}, and the network has {need}. "
                "Which one is missing, or too much?"
            )
    pairs = zip(kinds, KINDS, strict=True)
    place = next(place for place, (kind, other) in enumerate(pairs) if kind != other)
    return (
        "All layers are there, and the order is not the lesson's: "
        f"look at number {place + 1}, the {kinds[place]}."
    )


def shape_hint(shape):
    """Return a hint where the network takes no image of 28 x 28 x 1, else None."""
    if shape == (SIDE, SIDE, 1):
        return None
    if not shape:
        return (
            f"Begin with keras.Input(({SIDE}, {SIDE}, 1)): without it the network is not built "
            "before it meets its first images."
        )
    expected = f"one image has {SIDE} rows, {SIDE} columns and 1 channel"
    return f"The input's shape is {shape}; {expected}."


def settings_hint(layers, wanted):
    """Return a hint for the first setting that differs, or None.

    layers: (kind, settings) of each layer.
    wanted: the settings that each of them is to have.
    """
    for word, needed, (_, found) in zip(WORDS, wanted, layers, strict=True):
        for setting, value in needed.items():
            if found.get(setting) != value:
                return _setting_hint(word, setting, found.get(setting), value)
    return None


def _setting_hint(word, setting, found, wanted):
    """Return a hint for one setting of a layer that differs."""
    if setting == "activation":
        return _activation_hint(word, found, wanted)
    if setting == "units" and wanted == CLASSES:
        return f"The {word} has {found} units. How many digits are there to tell apart?"
    if setting in ("filters", "units", "kernel_size"):
        return f"The {word} has {setting} = {found}. Compare with the numbers of your network."
    return f"The {word} has {setting} = {found!r}; leave {setting} as it is in the lesson."


def _activation_hint(word, found, wanted):
    """Return a hint for an activation that differs."""
    came = f"the activation {found!r}"
    if found == "linear":
        came = "no activation"
    return f"The {word} has {came}; after it {PURPOSES[wanted]}."
