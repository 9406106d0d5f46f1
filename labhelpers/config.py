"""What may be chosen for the network and for its training, and all that is said of a choice.

What a choice is called, what it means, which values it may have and how each of them is told
stand with its field, and nowhere else.
"""

import dataclasses

from labhelpers.choice import (
    Choice,
    Configuration,
    Number,
    OneOf,
    Option,
    Value,
    chosen,
    yes_or_no,
)

IMAGE_SIZE = 28
NUM_CLASSES = 10
POOL_SIZE = 2
STRIDE = 2

# How augmentation moves an image, about its middle: turned by up to so many degrees either way,
# its coordinates scaled by a factor in this range, shifted by up to so many pixels along each
# axis.
MOST_DEGREES = 10
SCALES = (0.9, 1.1)
MOST_PIXELS = 2

MOMENTUM = 0.9  # of SGD
# What the optimizers are in `keras.optimizers`: the class, and its arguments besides the rate.
KERAS_OPTIMIZERS: dict[str, tuple[str, dict[str, float]]] = {
    "adam": ("Adam", {}),
    "sgd": ("SGD", {"momentum": MOMENTUM}),
    "rmsprop": ("RMSprop", {}),
}


@dataclasses.dataclass(frozen=True)
class CnnConfig(Configuration):
    """The network of notebook 04: two convolutions with pooling, one dense layer, softmax.

    dropout: the share of the dense layer's inputs that is dropped while training.
    batch_normalization: whether each convolution is followed by batch normalization.
    strided: whether each convolution moves its kernel by two pixels (a stride of 2); no pooling
        follows it then.

    Raises ValueError for a value outside its range, before anything is allocated.
    """

    filters: int = chosen(
        32,
        Number(
            label="Filters",
            hint="Filters of the first convolution; the second has twice as many",
            low=1,
            high=256,
            usual=(8, 64),
            phrase="{} filters",
            phrase_of_one="1 filter",
        ),
    )
    kernel_size: int = chosen(
        3,
        Number(
            label="Kernel size",
            hint="Side of the square kernels, in pixels",
            low=1,
            high=9,
            phrase="kernel {0} × {0}",
        ),
    )
    dense_units: int = chosen(
        64,
        Number(
            label="Dense units",
            hint="Numbers that the first dense layer gives",
            low=1,
            high=1024,
            phrase="{} dense units",
            phrase_of_one="1 dense unit",
        ),
    )
    dropout: float = chosen(
        0.0,
        Number(
            label="Dropout",
            hint="Share of the dense layer's inputs that training drops",
            kind=float,
            low=0,
            high=0.9,
            offered=(0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
            phrase="dropout {}",
            exceptions=(Option(0.0, "0", "no dropout"),),
        ),
    )
    batch_normalization: bool = chosen(
        False,
        yes_or_no(
            label="Batch normalization",
            hint="Each map gets mean 0, variance 1 over a batch, then a learned scale and shift",
            phrases=("no batch normalization", "batch normalization"),
        ),
    )
    strided: bool = chosen(
        False,
        yes_or_no(
            label="Stride 2, no pooling",
            hint="Convolutions move by two pixels",
            phrases=("pooling", "stride 2, no pooling"),
        ),
    )

    @property
    def stride(self) -> int:
        """By how many pixels the convolutions move their kernels."""
        return STRIDE if self.strided else 1


@dataclasses.dataclass(frozen=True)
class TrainingConfig(Configuration):
    """How the network is trained, with categorical cross-entropy for its loss.

    A tenth of the images is held out for validation.

    learning_rate: the optimizer's step size; with `one_cycle`, the largest one.
    seed: the initial weights and the order of the images follow from it.
    num_train: training images that are used, validation included; None means all.
    augment: whether each image is turned, scaled and shifted at random, anew in each epoch, by
        as much as `MOST_DEGREES`, `SCALES` and `MOST_PIXELS` say.
    reproducible: whether TensorFlow may use only operations that give the same bits each time
        (slower).
    one_cycle: whether the learning rate grows during the first quarter of the steps and then
        falls along a cosine (after L. Smith and N. Topin, "Super-convergence", 2017), instead
        of staying as it is.
    optimizer: "adam" (D. Kingma and J. Ba, "Adam: A method for stochastic optimization", 2015);
        "sgd", stochastic gradient descent with momentum (B. Polyak, "Some methods of speeding up
        the convergence of iteration methods", 1964; for networks: I. Sutskever and others, "On
        the importance of initialization and momentum in deep learning", 2013); "rmsprop"
        (G. Hinton, "Neural networks for machine learning", lecture 6e, 2012).
    best_epoch: whether the network ends with the weights of the epoch after which its loss on the
        validation images was lowest, as Keras's `restore_best_weights` does, or of the last one.

    Raises ValueError for a value outside its range.
    """

    epochs: int = chosen(
        3,
        Number(
            label="Epochs",
            hint="Passes over the training images",
            low=1,
            high=100,
            usual=(1, 20),
            phrase="{} epochs",
            phrase_of_one="1 epoch",
        ),
    )
    batch_size: int = chosen(
        128,
        Number(label="Batch size", hint="Images a step", low=1, high=4096, phrase="batches of {}"),
    )
    learning_rate: float = chosen(
        0.001,
        Number(
            label="Learning rate",
            # On the embedded digits, after five epochs in batches of 32, Adam with 0.001 read 97 %
            # of the validation images, SGD with 0.001 76 %, with 0.01 96 %.
            hint="Size of the steps; SGD needs one about ten times as large",
            kind=float,
            low=1e-6,
            high=1,
            offered=(0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1),
            phrase="learning rate {}",
        ),
    )
    seed: int = chosen(
        0,
        Number(
            label="Seed",
            hint="Where the random numbers start",
            low=0,
            high=2**31 - 1,
            phrase="seed {}",
        ),
    )
    num_train: int | None = chosen(
        None,
        Number(
            label="Training images used",
            hint="The first so many, those for validation included",
            low=100,
            high=1_000_000,
            phrase="{:,} images",
            exceptions=(Option(None, "all", "all images"),),
        ),
    )
    augment: bool = chosen(
        False,
        yes_or_no(
            label="Augmentation",
            hint="Each epoch turns, scales and shifts the images a little",
            yes="turned, scaled, shifted",
            phrases=("images as they are", "images turned, scaled and shifted"),
        ),
    )
    reproducible: bool = chosen(
        False,
        yes_or_no(
            label="Reproducible (slower)",
            hint="The same numbers each time, on the same machine",
            phrases=("not reproducible", "reproducible"),
        ),
    )
    one_cycle: bool = chosen(
        False,
        yes_or_no(
            label="One-cycle rate",
            hint="The learning rate grows, then falls",
            phrases=("the same rate throughout", "one-cycle rate"),
        ),
    )
    optimizer: str = chosen(
        "adam",
        OneOf(
            label="Optimizer",
            hint="How a step follows from the gradients",
            options=(
                Option(
                    "adam",
                    words="Adam",
                    phrase="Adam",
                    explanation="moves each weight against a running mean of its gradients, "
                    "divided by a running root mean square of them",
                ),
                Option(
                    "sgd",
                    words=f"SGD, momentum {MOMENTUM}",
                    phrase=f"SGD with momentum {MOMENTUM}",
                    explanation="moves each weight against a running sum of its gradients, in "
                    f"which each counts {MOMENTUM} times as much as the one after it",
                ),
                Option(
                    "rmsprop",
                    words="RMSprop",
                    phrase="RMSprop",
                    explanation="moves each weight against its gradient, divided by a running "
                    "root mean square of that weight's gradients",
                ),
            ),
        ),
    )

    best_epoch: bool = chosen(
        True,
        yes_or_no(
            label="Keep the best epoch",
            hint="At the end, the weights that had the lowest validation loss",
            phrases=("weights of the last epoch", "weights of the best epoch"),
        ),
    )

    @property
    def keeps_best(self) -> bool:
        """Whether the weights may come from another epoch than the last."""
        return self.best_epoch and self.epochs > 1

    @property
    def keras_optimizer(self) -> tuple[str, dict[str, float]]:
        """The optimizer's class in `keras.optimizers`, and its arguments besides the rate."""
        return KERAS_OPTIMIZERS[self.optimizer]


CHOICES: dict[str, Choice] = CnnConfig.choices() | TrainingConfig.choices()


def values_of(cnn: CnnConfig, training: TrainingConfig) -> dict[str, Value]:
    """Return all that was chosen, by the choice's name."""
    return cnn.to_dict() | training.to_dict()


def options_of(cnn: CnnConfig, training: TrainingConfig) -> dict[str, Option]:
    """Return all that was chosen, in words, by the choice's name."""
    values = values_of(cnn, training)
    return {name: choice.option(values[name]) for name, choice in CHOICES.items()}
