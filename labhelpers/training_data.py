"""A run's training and validation images, in batches that can be made again at any time."""

import math

import keras
import numpy as np
import tensorflow as tf

from labhelpers.config import NUM_CLASSES, TrainingConfig
from labhelpers.digits import Digits
from labhelpers.preprocess import random_moves, split_validation

# TensorFlow keeps the most that it ever held: with 200, here and where predictions are made, 70
# MB more.
VALIDATION_BATCH = 50
# Nothing in the batches is left to TensorFlow to tune, and the thread that would sleeps for
# seconds at a time: training waited for it at the end of each epoch.
AS_WRITTEN = tf.data.Options()
AS_WRITTEN.autotune.enabled = False


class TrainingData:
    """Batches in an order that follows from the seed and the epoch alone.

    steps: the number of training batches in an epoch.
    val_images, val_labels: the validation images, uint8, (number, 28, 28), and their labels.
    """

    def __init__(self, digits: Digits, training: TrainingConfig):
        images = digits.train_images[: training.num_train]
        labels = digits.train_labels[: training.num_train]
        parts = split_validation(images, labels)
        self.images, self.labels, self.val_images, self.val_labels = parts
        self.training = training
        self.steps = math.ceil(len(self.images) / training.batch_size)

    def epoch(self, epoch: int, first_step: int = 0) -> tf.data.Dataset:
        """Return the epoch's batches from `first_step` on.

        Images: float32, (batch, height, width, 1), in [0, 1]. Labels: float32, (batch, 10),
            one-hot.
        """
        rng = np.random.default_rng((self.training.seed, epoch))
        order = rng.permutation(len(self.images))
        moves = np.empty((len(order), 0), np.float32)
        if self.training.augment:
            moves = random_moves(rng, len(order))

        # NumPy takes the images from where they are; TensorFlow would need a copy of its own,
        # 47 MB of MNIST's.
        def fetch(step):
            start = step * self.training.batch_size
            part = slice(start, start + self.training.batch_size)
            return self.images[order[part]], self.labels[order[part]], moves[part]

        @tf.autograph.experimental.do_not_convert  # nothing in it to convert: tracing is faster so
        def batch(step):
            parts = tf.numpy_function(fetch, [step], (tf.uint8, tf.uint8, tf.float32))
            for part, whole in zip(parts, (self.images, self.labels, moves), strict=True):
                part.set_shape((None, *whole.shape[1:]))
            images = as_input(parts[0])
            if self.training.augment:
                images = keras.ops.image.affine_transform(images, parts[2])
            return images, tf.one_hot(parts[1], NUM_CLASSES)

        steps = tf.data.Dataset.range(first_step, self.steps)
        return steps.map(batch).prefetch(2).with_options(AS_WRITTEN)

    def validation(self) -> tf.data.Dataset:
        """Return the validation images and labels in batches, as `epoch` does."""
        images_and_labels = (self.val_images, self.val_labels)
        stored = tf.data.Dataset.from_tensor_slices(images_and_labels).batch(VALIDATION_BATCH)

        def batch(images, labels):
            return as_input(images), tf.one_hot(labels, NUM_CLASSES)

        return stored.map(batch).with_options(AS_WRITTEN)


def as_input(images):
    """Return uint8 images, (batch, height, width), as a network takes them: see `epoch`."""
    return tf.cast(images[..., None], tf.float32) / 255.0
