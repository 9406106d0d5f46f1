"""The exercises of step 4: layers in Keras, what a value sees, and parameters."""

from lessons.answers import whole_number, whole_numbers
from lessons.exercise import Lesson, exercise
from lessons.step_04 import arithmetic, padding, seen, student_network

# What a layer's settings are where nobody says otherwise.
ALL_LAYERS = {"activity_regularizer": None, "trainable": True}
IMAGES = {"data_format": "channels_last", **ALL_LAYERS}
WEIGHTS = {
    "use_bias": True,
    "kernel_regularizer": None,
    "bias_regularizer": None,
    "kernel_constraint": None,
    "bias_constraint": None,
}
POOLING = {"pool_size": (2, 2), "strides": (2, 2), "padding": "valid", **IMAGES}


class Exercises(Lesson):
    """Exercises about a network of the student's own, and about one convolution."""

    def __init__(self, student=""):
        super().__init__(student)
        self._counts = arithmetic.Counts(
            kernel_sizes=self.choose("04 kernel sizes", arithmetic.KERNEL_SIZES),
            filters=self.choose("04 filters", [16, 20, 24, 12]),
            units=self.choose("04 dense units", [48, 80, 100, 40]),
        )
        layer = self.choose("04 layer", [3, 2])
        last = self._counts.sides[layer] - 1
        value = self.choose("04 value", range(last, 0, -1))
        self._seen = seen.Seen(self._counts.kernel_sizes, layer, value)
        self._padded = self.draw(
            "04 padding", padding.make_convolution, padding.is_fair, padding.CONVOLUTION
        )

    @property
    def kernel_sizes(self):
        """Return the kernel sizes of the first and of the second convolution, in pixels."""
        return self._counts.kernel_sizes

    @property
    def filters(self):
        """Return how many filters the first convolution has; the second has twice as many."""
        return self._counts.filters

    @property
    def dense_units(self):
        """Return how many units the first dense layer has."""
        return self._counts.units

    @property
    def layer(self):
        """Return the layer whose value `seen_pixels` is about: what the lesson calls it."""
        return seen.LAYERS[self._seen.layer]

    @property
    def value(self):
        """Return that value's number in its row, counted from 0."""
        return self._seen.value

    @property
    def padded(self):
        """Return the `Convolution` of `padded_side`."""
        return self._padded.given

    @exercise(
        hint="Take the layers of the lesson and change the numbers: "
        "both kernel sizes, both filters and the units of the first dense layer. "
        "Activations are relu, at the end softmax.",
        solution="""
first_size, second_size = check.kernel_sizes
network = [
    keras.Input((28, 28, 1)),
    keras.layers.Conv2D(check.filters, kernel_size=first_size, activation="relu"),
    keras.layers.MaxPooling2D(pool_size=2),
    keras.layers.Conv2D(2 * check.filters, kernel_size=second_size, activation="relu"),
    keras.layers.MaxPooling2D(pool_size=2),
    keras.layers.Flatten(),
    keras.layers.Dense(check.dense_units, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
]
""",
        praise="keras.Sequential makes a model of it, "
        "and its summary() shows all shapes and parameters.",
    )
    def network(self, answer):
        """Write the layers of your network, from keras.Input to softmax,
        as a list or as a keras.Sequential."""
        shape, layers = student_network.read(answer)
        hint = (
            student_network.order_hint([kind for kind, _ in layers])
            or student_network.shape_hint(shape)
            or student_network.settings_hint(layers, self._wanted())
        )
        return hint or True

    def _wanted(self):
        """Return for each layer of the network the settings that matter, as a dictionary."""
        window = {
            "strides": (1, 1),
            "padding": "valid",
            "dilation_rate": (1, 1),
            "groups": 1,
            **IMAGES,
        }
        first, second = [{"kernel_size": (size, size)} for size in self.kernel_sizes]
        relu = {"activation": "relu", **WEIGHTS}
        softmax = {"activation": "softmax", **WEIGHTS}
        return [
            {"filters": self.filters, **first, **window, **relu},
            POOLING,
            {"filters": 2 * self.filters, **second, **window, **relu},
            POOLING,
            IMAGES,
            {"units": self.dense_units, **relu, **ALL_LAYERS},
            {"units": student_network.CLASSES, **softmax, **ALL_LAYERS},
        ]

    @exercise(
        hint="Make a table with a line for each layer up to yours: "
        "how far apart are the values that it takes, how many of them does its window add to one, "
        "and how many pixels are seen then? "
        "Your value begins as many spacings from pixel 0 as its number says.",
        solution="""
first_size, second_size = check.kernel_sizes
steps = [(first_size, 1), (2, 2), (second_size, 1), (2, 2)]
if check.layer == "second convolution":
    steps = steps[:3]
seen, spacing = 1, 1
for window, stride in steps:
    seen = seen + (window - 1) * spacing
    spacing = spacing * stride
first_pixel = check.value * spacing
seen_pixels = [first_pixel, first_pixel + seen - 1]
""",
        praise="A larger kernel sees further, "
        "and each pooling makes every later layer add twice as much.",
    )
    def seen_pixels(self, answer):
        """Which pixels of a row does value `check.value` of your network's `check.layer` see?
        Give the first and the last."""
        return seen.seen_hint(whole_numbers(answer, 2), self._seen) or True

    @exercise(
        hint="Begin with the sides: 28, then one for each of the four layers. "
        "How many weights has one filter, which looks at every map that comes in, "
        "and how many has one dense unit? Each of them has a bias besides.",
        solution="""
first_size, second_size = check.kernel_sizes
first_pooling = (28 - first_size + 1) // 2
second_pooling = (first_pooling - second_size + 1) // 2
flattened = second_pooling * second_pooling * 2 * check.filters
convolution_2 = (second_size * second_size * check.filters + 1) * 2 * check.filters
dense = (flattened + 1) * check.dense_units
parameters = [flattened, convolution_2, dense]
""",
        praise="You can count any network of this kind before you build it.",
    )
    def parameters(self, answer):
        """Count the flattened values,
        and the parameters of the second convolution and the first dense layer."""
        return arithmetic.counts_hint(whole_numbers(answer, 3), self._counts) or True

    @exercise(
        hint="The row has the image's pixels and the zeros on both sides. "
        "How far can the window move in it, how often does the stride go into that, "
        "and which place is still missing?",
        solution="""
given = check.padded
room = given.image + 2 * given.padding - given.kernel_size
padded_side = room // given.stride + 1
""",
        praise="The same formula counts poolings: there k and s are both 2, and p is 0.",
    )
    def padded_side(self, answer):
        """What side do the maps of the convolution `check.padded` have?"""
        side = whole_number(answer)
        return side == self._padded.side or padding.side_hint(side, self._padded)
