"""What may be chosen for the network and for its training; checked where it is made.

Nothing here imports TensorFlow: shapes and parameter counts of the network follow by arithmetic.
"""

import dataclasses
import math
import numbers

IMAGE_SIZE = 28
NUM_CLASSES = 10
POOL_SIZE = 2
STRIDE = 2


def _within(default, low, high):
    """Return a dataclass field for a number from `low` to `high`, both included."""
    return dataclasses.field(default=default, metadata={"range": (low, high)})


def _checked(field, value):
    """Return `value` as the field's type; raise ValueError where it is of another kind or out of the field's range."""
    if value is None and field.default is None:
        return None
    if field.type is bool:
        fits, expected = isinstance(value, bool), "True or False"
    else:
        low, high = field.metadata["range"]
        kind, described = (
            (numbers.Real, "a number")
            if field.type is float
            else (numbers.Integral, "a whole number")
        )
        fits = isinstance(value, kind) and not isinstance(value, bool) and low <= value <= high
        expected = f"{described} from {low:,} to {high:,}. Choose one in that range"
    if not fits:
        raise ValueError(f"{field.name} is {value!r}; expected {expected}.")
    return (field.type if field.type in (bool, float) else int)(value)


class _Checked:
    """What the two configurations share: the check of each field, and the way to and from a plain dictionary."""

    def __post_init__(self):
        for field in dataclasses.fields(self):
            object.__setattr__(self, field.name, _checked(field, getattr(self, field.name)))

    def to_dict(self):
        """Return the choices as a dictionary that JSON can hold."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, choices):
        """Make a configuration from `to_dict()`'s dictionary; a ValueError names what does not belong."""
        known = {field.name for field in dataclasses.fields(cls)}
        unknown = (
            sorted(map(str, set(choices) - known)) if isinstance(choices, dict) else repr(choices)
        )
        if unknown:
            raise ValueError(
                f"{cls.__name__} does not know {unknown}; expected some of {sorted(known)}."
            )
        return cls(**choices)


@dataclasses.dataclass(frozen=True)
class CnnConfig(_Checked):
    """The network of notebook 04: two convolutions with pooling, one dense layer, softmax over ten digits.

    filters: 1 to 256, the first convolution's; the second has twice as many.
    kernel_size: 1 to 9 pixels, the side of both convolutions' square kernels.
    dense_units: 1 to 1,024, the width of the dense layer before the softmax.
    dropout: 0 to 0.9, the share of inputs of the dense layer that is dropped while training.
    batch_normalization: whether each convolution is followed by batch normalization.
    strided: whether each convolution moves its kernel by two pixels (a stride of 2); no pooling
        follows it then.

    Raises ValueError for anything else, before anything is allocated.
    """

    filters: int = _within(32, 1, 256)
    kernel_size: int = _within(3, 1, 9)
    dense_units: int = _within(64, 1, 1024)
    dropout: float = _within(0.0, 0, 0.9)
    batch_normalization: bool = False
    strided: bool = False

    @property
    def stride(self):
        """By how many pixels the convolutions move their kernels."""
        return STRIDE if self.strided else 1


@dataclasses.dataclass(frozen=True)
class TrainingConfig(_Checked):
    """How the network is trained: Adam, categorical cross-entropy, a tenth of the images held out for validation.

    epochs: 1 to 100 passes over the training images.
    batch_size: 1 to 4,096 images a step.
    learning_rate: 0.000001 to 1, Adam's step size; with `one_cycle`, the largest one.
    seed: 0 to 2,147,483,647; the initial weights and the order of the images follow from it.
    num_train: 100 to 1,000,000 training images, validation included; None means all.
    augment: whether each image is turned (up to 10 degrees), scaled (0.9 to 1.1) and shifted
        (up to two pixels) at random, anew in each epoch.
    reproducible: whether TensorFlow may use only operations that give the same bits each time
        (slower).
    one_cycle: whether the learning rate grows during the first quarter of the steps and then
        falls along a cosine (after L. Smith and N. Topin, "Super-convergence", 2017), instead
        of staying as it is.

    Raises ValueError for anything else.
    """

    epochs: int = _within(3, 1, 100)
    batch_size: int = _within(128, 1, 4096)
    learning_rate: float = _within(0.001, 1e-6, 1)
    seed: int = _within(0, 0, 2**31 - 1)
    num_train: int | None = _within(None, 100, 1_000_000)
    augment: bool = False
    reproducible: bool = False
    one_cycle: bool = False


# "plain" is notebook 05's. The others were found on the validation images, with two cores in
# mind; notebook 05 explains them, and `python -m benchmarks` measures them.
PRESETS = {
    "plain": (CnnConfig(), TrainingConfig()),
    "lesson": (
        CnnConfig(),
        TrainingConfig(epochs=2, batch_size=50, learning_rate=0.003, one_cycle=True),
    ),
    "fast": (
        CnnConfig(
            filters=16, kernel_size=7, dense_units=256, batch_normalization=True, strided=True
        ),
        TrainingConfig(epochs=2, batch_size=125, learning_rate=0.01, one_cycle=True),
    ),
    "accurate": (
        CnnConfig(kernel_size=5, dense_units=128, dropout=0.3),
        TrainingConfig(epochs=9, batch_size=125, learning_rate=0.003, augment=True, one_cycle=True),
    ),
}
NEVER_PRESET = ("seed", "num_train", "reproducible")


def preset_choices(name):
    """Return what a preset chooses, as a dictionary; seed, training images and reproducibility are nobody's recipe."""
    cnn, training = PRESETS[name]
    choices = cnn.to_dict() | training.to_dict()
    return {choice: value for choice, value in choices.items() if choice not in NEVER_PRESET}


@dataclasses.dataclass(frozen=True)
class Layer:
    """One row of the layer table: `output_shape` without the batch axis; `arithmetic` spells the parameter count."""

    name: str
    output_shape: tuple[int, ...]
    parameters: int
    arithmetic: str = ""


def layer_table(config):
    """Return the network's layers, first to last, as a list of `Layer`; no TensorFlow is needed.

    A convolution without padding gives (size - kernel_size) // stride + 1 pixels a side and has
    (kernel_size * kernel_size * channels + 1) * filters parameters; pooling halves the side,
    rounding down.
    """
    layers = [Layer("Input", (IMAGE_SIZE, IMAGE_SIZE, 1), 0)]
    size, channels, k = IMAGE_SIZE, 1, config.kernel_size
    for filters in (config.filters, 2 * config.filters):
        size = (size - k) // config.stride + 1
        shape, parameters = (size, size, filters), (k * k * channels + 1) * filters
        name = "Conv2D (stride 2)" if config.strided else "Conv2D"
        name += "" if config.batch_normalization else " + ReLU"
        layers.append(Layer(name, shape, parameters, f"({k} × {k} × {channels} + 1) × {filters}"))
        if config.batch_normalization:
            layers.append(Layer("BatchNormalization + ReLU", shape, 4 * filters, f"4 × {filters}"))
        if not config.strided:
            size //= POOL_SIZE
            layers.append(Layer("MaxPooling2D", (size, size, filters), 0))
        channels = filters
    units = size * size * channels
    layers.append(Layer("Flatten", (units,), 0))
    if config.dropout:
        layers.append(Layer("Dropout", (units,), 0))
    for name, width in (("Dense + ReLU", config.dense_units), ("Dense + softmax", NUM_CLASSES)):
        layers.append(Layer(name, (width,), (units + 1) * width, f"({units:,} + 1) × {width}"))
        units = width
    return layers


def multiply_adds(config):
    """Return the multiplications with a weight that one image costs on its way from the input to the softmax."""
    weighted = [
        layer for layer in layer_table(config) if layer.name.startswith(("Conv2D", "Dense"))
    ]
    return sum(
        (layer.parameters - layer.output_shape[-1]) * math.prod(layer.output_shape[:-1])
        for layer in weighted
    )


def epoch_work(config, num_images, batch_size):
    """Return the work of one epoch over `num_images` training images, in multiply-adds.

    There and back an image costs three times its way forward. What is no product costs as much
    as some: writing a layer's outputs, normalizing them, starting a batch and an epoch. How
    much was measured on two cores, and matters
    less than it seems: a run's seconds follow from those of another run, so whatever both share
        drops out.
    """
    forward = multiply_adds(config)
    for layer in layer_table(config):
        forward += math.prod(layer.output_shape) * (300 if "Normalization" in layer.name else 40)
    return 3 * forward * num_images + 3e8 * math.ceil(num_images / batch_size) + 6e10
