"""The exercises of step 4: layers in Keras, what a value sees, and parameters."""

from lessons.answers import whole_number, whole_numbers
from lessons.exercise import Lesson, exercise
from lessons.step_04 import arithmetic, padding, student_network


class Exercises(Lesson):
    """Three exercises about one network, the student's own: the lesson's, with other numbers.

    kernel_size: 5, 6 or 7 pixels, of both convolutions. With 4, forgetting the 1 in n - k + 1
        would change nothing.
    filters: of the first convolution; the second has twice as many.
    dense_units: of the first dense layer.
    padded: another convolution, with padding and a stride, for `padded_side`.
    """

    def __init__(self, student=""):
        super().__init__(student)
        self.kernel_size = self.choose("04 kernel size", [6, 7, 5])
        self.filters = self.choose("04 filters", [16, 20, 24, 12])
        self.dense_units = self.choose("04 dense units", [48, 80, 100, 40])
        self.padded = self.choose("04 padding", padding.CONVOLUTIONS)

    @property
    def counts(self):
        """The `Counts` of the student's network."""
        return arithmetic.Counts(self.kernel_size, self.filters, self.dense_units)

    @exercise(
        hint="Take the layers of the lesson and change the numbers: "
        "kernel_size, both filters and the units of the first dense layer. "
        "Activations are relu, at the end softmax.",
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
            "kernel_size": (self.kernel_size, self.kernel_size),
            "strides": (1, 1),
            "padding": "valid",
            "dilation_rate": (1, 1),
            "groups": 1,
        }
        pooling = {"pool_size": (2, 2), "strides": (2, 2), "padding": "valid"}
        relu = {"activation": "relu", "use_bias": True}
        softmax = {"activation": "softmax", "use_bias": True}
        return [
            {"filters": self.filters, **window, **relu},
            pooling,
            {"filters": 2 * self.filters, **window, **relu},
            pooling,
            {},
            {"units": self.dense_units, **relu},
            {"units": student_network.CLASSES, **softmax},
        ]

    @exercise(
        hint="Go from the image down: the value sees 1 pixel, "
        "a window of w values adds (w - 1) times the spacing of its values, "
        "and a pooling doubles the spacing for the layers after it.",
        solution="""
seen_side, spacing = 1, 1
for window, stride in [(check.kernel_size, 1), (2, 2), (check.kernel_size, 1), (2, 2)]:
    seen_side = seen_side + (window - 1) * spacing
    spacing = spacing * stride
""",
        praise="A larger kernel sees further, "
        "and each pooling makes every later layer see twice as far.",
    )
    def seen_side(self, answer):
        """How many pixels of the image, on a side,
        does a value after the second pooling of your network see?"""
        side = whole_number(answer)
        if side == 3 * self.kernel_size + 1:
            return True
        return arithmetic.seen_side_hint(side, self.kernel_size)

    @exercise(
        hint="A convolution makes n into n - k + 1, "
        "and a pooling halves and drops what is left over. "
        "A filter has one weight for each value of its window in every map that comes in, "
        "and one bias. "
        "A dense unit has one weight for each value that flattening gives, and one bias.",
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
        """Count the flattened values,
        and the parameters of the second convolution and the first dense layer."""
        return arithmetic.counts_hint(whole_numbers(answer, 3), self.counts) or True

    @exercise(
        hint="The row has 28 pixels and the zeros on both sides. "
        "How far can the window move in it, how often does the stride go into that, "
        "and which place is still missing?",
        solution="""
room = 28 + 2 * check.padded.padding - check.padded.kernel_size
padded_side = room // check.padded.stride + 1
""",
        praise="The same formula counts poolings: there k and s are both 2, and p is 0.",
    )
    def padded_side(self, answer):
        """What side do the maps of the convolution `check.padded` have,
        where the image has 28 pixels a side?"""
        side = whole_number(answer)
        return side == self.padded.side or padding.side_hint(side, self.padded)
