"""A training of nothing, which takes from the first run what TensorFlow does only once."""

import tensorflow as tf

from labhelpers.config import NUM_CLASSES, CnnConfig, TrainingConfig
from labhelpers.training import compile_cnn
from labhelpers.training_data import as_input


def rehearse() -> None:
    """Train the smallest network on blank images: TensorFlow does some things only once."""
    model = compile_cnn(CnnConfig(filters=1, dense_units=1), TrainingConfig())
    images = as_input(tf.zeros((2, 28, 28), "uint8"))
    labels = tf.one_hot([0, 1], NUM_CLASSES)
    batches = tf.data.Dataset.from_tensor_slices((images, labels)).batch(2)
    model.fit(batches, validation_data=batches, shuffle=False, verbose=0)
