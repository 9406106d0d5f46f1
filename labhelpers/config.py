"""What may be chosen for the network and for its training; checked where it is made.

Nothing here imports TensorFlow: shapes and parameter counts of the network follow by arithmetic.
"""

import dataclasses
import numbers

IMAGE_SIZE = 28
NUM_CLASSES = 10
POOL_SIZE = 2


def _whole_number(name, value, low, high):
    """Return `value` as an int in [low, high]; raise ValueError where it is anything else."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or not low <= value <= high:
        expected = f"a whole number from {low} to {high:,}"
        raise ValueError(f"{name} is {value!r}; expected {expected}. Choose one in that range.")
    return int(value)


def _number(name, value, low, high):
    """Return `value` as a float in [low, high]; NaN and text are refused with a ValueError."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not low <= value <= high:
        raise ValueError(f"{name} is {value!r}; expected a number from {low:g} to {high:g}. Choose one in that range.")
    return float(value)


def _switch(name, value):
    if not isinstance(value, bool):
        raise ValueError(f"{name} is {value!r}; expected True or False.")
    return value


class _Checked:
    """What the two configurations share: the way to and from a plain dictionary."""

    def _check(self, **checked):
        for name, value in checked.items():
            object.__setattr__(self, name, value)

    def to_dict(self):
        """Return the choices as a dictionary that JSON can hold."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, choices):
        """Make a configuration from `to_dict()`'s dictionary; a ValueError names what does not belong."""
        known = {field.name for field in dataclasses.fields(cls)}
        if not isinstance(choices, dict) or not known.issuperset(choices):
            unknown = sorted(map(str, set(choices) - known)) if isinstance(choices, dict) else repr(choices)
            raise ValueError(f"{cls.__name__} does not know {unknown}; expected some of {sorted(known)}.")
        return cls(**choices)


@dataclasses.dataclass(frozen=True)
class CnnConfig(_Checked):
    """The network of notebook 04: two convolutions with pooling, one dense layer, softmax over ten digits.

    filters: 1 to 256, the first convolution's; the second has twice as many.
    kernel_size: 1 to 9 pixels, the side of both convolutions' square kernels.
    dense_units: 1 to 1,024, the width of the dense layer before the softmax.
    dropout: 0 to 0.9, the share of inputs of the dense layer that is dropped while training.
    batch_normalization: whether each convolution is followed by batch normalization.

    Raises ValueError for anything else, before anything is allocated.
    """

    filters: int = 32
    kernel_size: int = 3
    dense_units: int = 64
    dropout: float = 0.0
    batch_normalization: bool = False

    def __post_init__(self):
        self._check(
            filters=_whole_number("filters", self.filters, 1, 256),
            kernel_size=_whole_number("kernel_size", self.kernel_size, 1, 9),
            dense_units=_whole_number("dense_units", self.dense_units, 1, 1024),
            dropout=_number("dropout", self.dropout, 0.0, 0.9),
            batch_normalization=_switch("batch_normalization", self.batch_normalization),
        )


@dataclasses.dataclass(frozen=True)
class TrainingConfig(_Checked):
    """How the network is trained: Adam, categorical cross-entropy, a tenth of the images held out for validation.

    epochs: 1 to 100 passes over the training images.
    batch_size: 1 to 4,096 images a step.
    learning_rate: 0.000001 to 1, Adam's step size.
    seed: 0 to 2,147,483,647; the initial weights and the order of the images follow from it.
    num_train: 100 to 1,000,000 training images, validation included; None means all.
    augment: whether the images are shifted at random by up to two pixels while training.
    reproducible: whether TensorFlow may use only operations that give the same bits each time (slower).

    Raises ValueError for anything else.
    """

    epochs: int = 3
    batch_size: int = 128
    learning_rate: float = 0.001
    seed: int = 0
    num_train: int | None = None
    augment: bool = False
    reproducible: bool = False

    def __post_init__(self):
        num_train = self.num_train
        self._check(
            epochs=_whole_number("epochs", self.epochs, 1, 100),
            batch_size=_whole_number("batch_size", self.batch_size, 1, 4096),
            learning_rate=_number("learning_rate", self.learning_rate, 1e-6, 1.0),
            seed=_whole_number("seed", self.seed, 0, 2**31 - 1),
            num_train=None if num_train is None else _whole_number("num_train", num_train, 100, 1_000_000),
            augment=_switch("augment", self.augment),
            reproducible=_switch("reproducible", self.reproducible),
        )


@dataclasses.dataclass(frozen=True)
class Layer:
    """One row of the layer table: `output_shape` without the batch axis; `arithmetic` spells the parameter count."""

    name: str
    output_shape: tuple[int, ...]
    parameters: int
    arithmetic: str = ""


def layer_table(config):
    """Return the network's layers, first to last, as a list of `Layer`; no TensorFlow is needed.

    A convolution without padding gives (size - kernel_size + 1) pixels a side and has
    (kernel_size * kernel_size * channels + 1) * filters parameters; pooling halves the side, rounding down.
    """
    layers = [Layer("Input", (IMAGE_SIZE, IMAGE_SIZE, 1), 0)]
    size, channels, k = IMAGE_SIZE, 1, config.kernel_size
    for filters in (config.filters, 2 * config.filters):
        size = size - k + 1
        parameters = (k * k * channels + 1) * filters
        arithmetic = f"({k} × {k} × {channels} + 1) × {filters}"
        shape, normalized = (size, size, filters), config.batch_normalization
        layers.append(Layer("Conv2D" if normalized else "Conv2D + ReLU", shape, parameters, arithmetic))
        if normalized:
            layers.append(Layer("BatchNormalization + ReLU", shape, 4 * filters, f"4 × {filters}"))
        size, channels = size // POOL_SIZE, filters
        layers.append(Layer("MaxPooling2D", (size, size, filters), 0))
    flat = size * size * channels
    layers.append(Layer("Flatten", (flat,), 0))
    if config.dropout:
        layers.append(Layer("Dropout", (flat,), 0))
    dense = config.dense_units
    layers.append(Layer("Dense + ReLU", (dense,), (flat + 1) * dense, f"({flat:,} + 1) × {dense}"))
    layers.append(Layer("Dense + softmax", (NUM_CLASSES,), (dense + 1) * NUM_CLASSES, f"({dense} + 1) × {NUM_CLASSES}"))
    return layers
