"""How much work an epoch is: what the expected seconds of the next run are made of."""

import math

from labhelpers.architecture import layer_table, multiply_adds
from labhelpers.config import CnnConfig, TrainingConfig

# In multiply-adds, measured on two cores; they matter less than it seems, because a run's
# seconds follow from another run's, so that whatever both share drops out.
WORK_OF_AN_OUTPUT = 40
WORK_OF_A_NORMALIZED_OUTPUT = 300
WORK_OF_A_BATCH = 3e8
WORK_OF_AN_EPOCH = 6e10
IMAGES_OF_MNIST = 60_000


def epoch_work(config: CnnConfig, num_images: float, batch_size: int) -> float:
    """Return the work of one epoch over `num_images` training images, in multiply-adds.

    There and back an image costs three times its way forward. What is no product costs as much
    as some: writing a layer's outputs, normalizing them, starting a batch and an epoch.
    """
    forward = multiply_adds(config)
    for layer in layer_table(config):
        is_normalized = "Normalization" in layer.name
        work = WORK_OF_A_NORMALIZED_OUTPUT if is_normalized else WORK_OF_AN_OUTPUT
        forward += math.prod(layer.output_shape) * work
    batches = math.ceil(num_images / batch_size)
    return 3 * forward * num_images + WORK_OF_A_BATCH * batches + WORK_OF_AN_EPOCH


def images_of(training: TrainingConfig, num_images: int | None) -> int:
    """Return about how many images an epoch trains on, the validation images left out.

    num_images: how many training images the data set has; None where nobody knows: MNIST's.
    """
    chosen = min(training.num_train or math.inf, num_images or IMAGES_OF_MNIST)
    return int(chosen) * 9 // 10
