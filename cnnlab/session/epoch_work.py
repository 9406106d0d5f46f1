"""How much work an epoch is: what the expected seconds of the next run are made of."""

import math

from labhelpers.architecture import layer_table, multiply_adds
from labhelpers.config import CnnConfig

# In multiply-adds, measured on two cores; they matter less than it seems, because a run's
# seconds follow from another run's, so that whatever both share drops out.
WORK_OF_AN_OUTPUT = 40
WORK_OF_A_NORMALIZED_OUTPUT = 300
WORK_OF_A_BATCH = 3e8
WORK_OF_AN_EPOCH = 6e10


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
