"""The exercises of lesson 4: layers in Keras, what a value sees and parameters, of the student's network."""

import math

from lessons.answers import whole_number, whole_numbers
from lessons.exercise import Lesson, NotYet, exercise

SIDE = 28
CLASSES = 10
# What Keras calls the layers of the network, in their order, and what their words are in a hint.
KINDS = ["Conv2D", "MaxPooling2D", "Conv2D", "MaxPooling2D", "Flatten", "Dense", "Dense"]
WORDS = ["first convolution", "first pooling", "second convolution", "second pooling"]
WORDS += ["flattening layer", "first dense layer", "last dense layer"]


class Exercises(Lesson):
    """Three exercises about one network, the student's own: the lesson's layers with other numbers.

    kernel_size: 5, 6 or 7 pixels, of both convolutions. With 4, forgetting the 1 in n - k + 1
        would change nothing.
    filters: of the first convolution; the second has twice as many.
    dense_units: of the first dense layer.
    """

    def __init__(self, student=""):
        super().__init__(student)
        self.kernel_size = self.choose("04 kernel size", [6, 7, 5])
        self.filters = self.choose("04 filters", [16, 20, 24, 12])
        self.dense_units = self.choose("04 dense units", [48, 80, 100, 40])

    @property
    def sides(self):
        """The side of the maps after each of the four layers, as a list of four whole numbers."""
        first = SIDE - self.kernel_size + 1
        second = first // 2 - self.kernel_size + 1
        return [first, first // 2, second, second // 2]

    @exercise(
        hint="Take the layers of the lesson and change the numbers: kernel_size, both filters and the units of the "
        "first dense layer. Activations are relu, at the end softmax.",
        solution="""
network = [
    keras.Input((28, 28, 1)),
    keras.layers.Conv2D(check.filters, kernel_size=check.kernel_size, activation="relu"),
    keras.layers.MaxPooling2D(pool_size=2),
    keras.layers.Conv2D(2 * check.filters, kernel_size=check.kernel_size, activation="relu"),
    keras.layers.MaxPooling2D(pool_size=2),
    keras.layers.Flatten(),
    keras.layers.Dense(check.dense_units, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
]
""",
        praise="keras.Sequential makes a model of it, and its summary() shows all shapes and parameters.",
    )
    def network(self, answer):
        """Write the layers of your network, from keras.Input to softmax, as a list or as a keras.Sequential."""
        shape, layers = _read_network(answer)
        hint = _order_hint([kind for kind, _ in layers])
        if hint:
            return hint
        if shape != (SIDE, SIDE, 1):
            return (
                f"The input's shape is {shape}; one image has {SIDE} rows, {SIDE} columns and 1 channel."
                if shape
                else f"Begin with keras.Input(({SIDE}, {SIDE}, 1)): without it the network is never built."
            )
        for word, wanted, (_, found) in zip(WORDS, self._wanted(), layers, strict=True):
            for setting, value in wanted.items():
                if found.get(setting) != value:
                    return _setting_hint(word, setting, found.get(setting), value)
        return True

    def _wanted(self):
        """Return for each layer of the network the settings that matter, as a dictionary."""
        k, pooling = self.kernel_size, {"pool_size": (2, 2), "strides": (2, 2), "padding": "valid"}
        window = {
            "kernel_size": (k, k),
            "strides": (1, 1),
            "padding": "valid",
            "dilation_rate": (1, 1),
            "groups": 1,
        }
        return [
            {"filters": self.filters} | window | {"activation": "relu", "use_bias": True},
            pooling,
            {"filters": 2 * self.filters} | window | {"activation": "relu", "use_bias": True},
            pooling,
            {},
            {"units": self.dense_units, "activation": "relu", "use_bias": True},
            {"units": CLASSES, "activation": "softmax", "use_bias": True},
        ]

    @exercise(
        hint="Go from the image down: the value sees 1 pixel, a window of w values adds (w - 1) times the "
        "spacing of its values, and a pooling doubles the spacing for the layers after it.",
        solution="""
seen_side, spacing = 1, 1
for window, stride in [(check.kernel_size, 1), (2, 2), (check.kernel_size, 1), (2, 2)]:
    seen_side = seen_side + (window - 1) * spacing
    spacing = spacing * stride
""",
        praise="A larger kernel sees further, and each pooling makes every later layer see twice as far.",
    )
    def seen_side(self, answer):
        """How many pixels of the image, on a side, does a value after the second pooling of your network see?"""
        side, k = whole_number(answer), self.kernel_size
        right = 3 * k + 1
        hints = {
            right**2: "That is the number of pixels in the square. How long is its side?",
            k: "That is what the first convolution sees. Three layers follow.",
            k + 1: "That is what the first pooling sees. Two layers follow.",
            3 * k - 1: "That is what the second convolution sees. One more pooling follows.",
            2 * k - 1: "That would be two convolutions in a row. What do the poolings do?",
            2 * k
            + 1: "After the first pooling, neighbours are two pixels apart. What does a kernel add then?",
            3 * k: "The second pooling, too, joins values that are two pixels apart.",
            3 * k
            + 3: "The second pooling joins values of the second convolution: how many pixels are those apart?",
            3 * k
            + 6: "A window of w values reaches w - 1 values further than one value does, not w.",
            4 * k: "Add up what each layer adds, instead of multiplying.",
        }
        return side == right or hints.get(
            side, "Begin with 1 pixel; write down side and spacing after each layer."
        )

    @exercise(
        hint="A convolution makes n into n - k + 1, and a pooling halves and drops what is left over. A filter has one "
        "weight for each value of its window in every map that comes in, and one bias. A dense unit has one weight for "
        "each value that flattening gives, and one bias.",
        solution="""
first_pooling = (28 - check.kernel_size + 1) // 2
second_pooling = (first_pooling - check.kernel_size + 1) // 2
flattened = second_pooling * second_pooling * 2 * check.filters
convolution_2 = (check.kernel_size * check.kernel_size * check.filters + 1) * 2 * check.filters
dense = (flattened + 1) * check.dense_units
parameters = [flattened, convolution_2, dense]
""",
        praise="You can count any network of this kind before you build it.",
    )
    def parameters(self, answer):
        """Count the flattened values, and the parameters of the second convolution and the first dense layer."""
        values, convolution, dense = whole_numbers(answer, 3)
        k, filters, units, side = self.kernel_size, self.filters, self.dense_units, self.sides[3]
        flattened = side * side * 2 * filters
        expected = ((k * k * filters + 1) * 2 * filters, (flattened + 1) * units)
        if values != flattened:
            return "Flattening: " + self._flattened_hint(values)
        if (dense, convolution) == expected:
            return "All numbers are right, but the convolution comes before the dense layer."
        if convolution != expected[0]:
            return "Flattening is right. The convolution: " + self._convolution_hint(convolution)
        if dense == expected[1]:
            return True
        hints = {
            flattened * units: "each unit has a bias, too.",
            flattened * units + 1: "each unit has a bias of its own, not the layer all together.",
            (flattened + 1) * CLASSES: f"it has {units} units; the ten are the last layer's.",
        }
        return "The first two are right. The dense layer: " + hints.get(
            dense, "what has a unit for each of the flattened values, and what besides?"
        )

    def _flattened_hint(self, number):
        """Return a hint, without its first word, for a wrong number of flattened values."""
        side, maps = self.sides[3], 2 * self.filters
        if number == side * side:
            return "that is one map. How many maps does the second pooling give?"
        if number == side * side * self.filters:
            return "how many filters has the second convolution, compared with the first?"
        if number == side * maps:
            return "a map has rows and columns."
        found = math.isqrt(max(number, 0) // maps)
        if found and found * found * maps == number:
            return self._side_hint(found)
        return "write down the side after each of the four layers, starting at 28; then rows × columns × maps."

    def _side_hint(self, side):
        """Return a hint, as above, for flattened maps whose side is not that after the second pooling."""
        k, half = self.kernel_size, SIDE / 2
        names = ("first convolution", "first pooling", "second convolution")
        for name, right in zip(names, self.sides, strict=False):
            if side == right:
                return f"your maps have the side {side}, as after the {name}. Go on to the second pooling."
        without_one = ((SIDE - k) // 2 - k) // 2
        rounded_up = -(-(-(-self.sides[0] // 2) - k + 1) // 2)
        if side == without_one:
            return f"a kernel of {k} fits into {k} pixels at one position, not at none: what does n - k lack?"
        if side == rounded_up:
            return "a pooling makes no value from half a block: round down."
        if side == int(half // 2):
            return "the convolutions take something off, too: only the poolings are in your answer."
        return f"your maps have the side {side}. Write down the side after each layer, from 28; a pooling rounds down."

    def _convolution_hint(self, number):
        """Return a hint, without its first words, for a wrong number of parameters of the second convolution."""
        k, filters = self.kernel_size, self.filters
        hints = {
            k * k * filters * 2 * filters: "each filter has a bias, too.",
            k * k * filters * 2 * filters
            + 1: "each filter has a bias of its own, not the layer all together.",
            (k * k + 1)
            * 2
            * filters: "a filter has weights for every map that comes in, not for one.",
            (k * k + 1) * filters: "that is the first one.",
            (k * filters + 1)
            * 2
            * filters: "a kernel is a square: it has k times k weights for each map.",
            (k * k * filters + 1) * filters: "it has twice as many filters as the first one.",
            (k * k * 2 * filters + 1)
            * 2
            * filters: "which maps come in: those of the first layer or its own?",
            (k * k * 2 * filters + 1)
            * filters: "what comes in and what goes out have changed places.",
            k
            * k
            * (filters + 1)
            * 2
            * filters: "a filter has one bias, not one for each weight of a map.",
            (3 * 3 * filters + 1) * 2 * filters: f"your kernel is {k} pixels wide, not 3.",
        }
        return hints.get(
            number, "(weights of one filter + 1) × filters. How many maps does a filter look at?"
        )


def _read_network(answer):
    """Return the input's shape (None where there is none) and (kind, settings) of each layer of a list or a model.

    Layers are read by their attributes, so that nothing here needs Keras. An activation that is
    a layer of its own is counted to the layer before it, where that has none.
    """
    parts = answer if isinstance(answer, list | tuple) else getattr(answer, "layers", None)
    if not isinstance(parts, list | tuple) or not len(parts):
        raise NotYet(
            "A list of Keras's layers is expected, or a keras.Sequential with its layers in it."
        )
    shape, layers, seen = _input_shape(answer), [], set()
    for part in parts:
        kind = part.__name__ if isinstance(part, type) else type(part).__name__
        if isinstance(part, type):
            raise NotYet(f"{kind} is the class; a layer is made by calling it, as in {kind}(...).")
        if id(part) in seen:
            raise NotYet(
                f"One {kind} stands in the list twice; a network needs a new one for each place."
            )
        seen.add(id(part))
        if kind in ("KerasTensor", "InputLayer"):
            shape = shape or _input_shape(part)
        elif (
            kind in ("ReLU", "Softmax", "Activation")
            and layers
            and layers[-1][1].get("activation") == "linear"
        ):
            own = getattr(getattr(part, "activation", None), "__name__", "linear")
            layers[-1][1]["activation"] = own if kind == "Activation" else kind.lower()
        else:
            layers.append((kind, _settings(part)))
    return shape, layers


def _input_shape(part):
    """Return the shape of one image that a model, an input layer or Keras's input takes, or None."""
    for name in ("input_shape", "batch_shape", "shape"):
        try:
            shape = getattr(part, name)
            return tuple(shape)[1:]
        except Exception:  # a model that was never built raises errors of several kinds
            continue
    return None


def _settings(layer):
    """Return those settings of a layer that an exercise asks for, as a dictionary."""
    names = ["filters", "kernel_size", "strides", "padding", "dilation_rate", "groups"]
    names += ["pool_size", "units", "use_bias"]
    settings = {name: getattr(layer, name) for name in names if hasattr(layer, name)}
    settings = {
        name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()
    }
    if hasattr(layer, "activation"):
        activation = layer.activation  # a function, or a layer that works as one
        settings["activation"] = getattr(activation, "__name__", type(activation).__name__.lower())
    return settings


def _order_hint(kinds):
    """Return a hint where the kinds of the layers are not those of the network in their order, else None."""
    if kinds == KINDS:
        return None
    foreign = [kind for kind in kinds if kind not in KINDS]
    if foreign:
        return f"{foreign[0]} does not belong to this network. Which layers has the lesson's?"
    for kind in dict.fromkeys(KINDS):
        have, need = kinds.count(kind), KINDS.count(kind)
        if have != need:
            return f"Layers of the kind {kind}: {have}, and the network has {need}. Which one is missing, or too much?"
    place = next(
        number
        for number, (kind, other) in enumerate(zip(kinds, KINDS, strict=True))
        if kind != other
    )
    return f"All layers are there, and the order is not the lesson's: look at number {place + 1}, the {kinds[place]}."


def _setting_hint(word, setting, found, wanted):
    """Return a hint for one setting of a layer that differs."""
    if setting == "activation":
        use = (
            "negative values are to become zero"
            if wanted == "relu"
            else "ten scores are to become probabilities"
        )
        came = "has no activation" if found == "linear" else f"has the activation {found!r}"
        return f"The {word} {came}; after it {use}."
    if setting == "units" and wanted == CLASSES:
        return f"The {word} has {found} units. How many digits are there to tell apart?"
    if setting in ("filters", "units", "kernel_size"):
        return f"The {word} has {setting} = {found}. Compare with the numbers of your network."
    return f"The {word} has {setting} = {found!r}; leave {setting} as it is in the lesson."
