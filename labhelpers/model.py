"""From a configuration to a Keras model."""

import keras
import numpy as np
from keras import layers

from labhelpers.config import IMAGE_SIZE, NUM_CLASSES, POOL_SIZE, CnnConfig


def build_cnn(config: CnnConfig, seed: int | None = None) -> keras.Sequential:
    """Return the network that `architecture.layer_table(config)` describes, not compiled.

    seed: 0 to 2,147,483,647, from which the initial weights and the dropout follow, whatever
        was built before; None draws new ones each time.

    The model, a `keras.Sequential` named "cnn", takes float32 images (batch, height 28, width
    28, channel 1) in [0, 1] and returns float32 probabilities (batch, class 10).
    """
    # Keras's generators take 32 bits; neighbouring lab seeds must not give one layer another
    # layer's numbers.
    seeds = np.random.SeedSequence(seed).generate_state(5).tolist()
    stack = [
        keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1)),
        *_block(1, config, config.filters, seeds[0]),
        *_block(2, config, 2 * config.filters, seeds[1]),
        layers.Flatten(name="flatten"),
    ]
    if config.dropout:
        stack.append(layers.Dropout(config.dropout, seed=seeds[2], name="dropout"))
    stack += [
        _dense("dense", config.dense_units, "relu", seeds[3]),
        _dense("softmax", NUM_CLASSES, "softmax", seeds[4]),
    ]
    return keras.Sequential(stack, name="cnn")


def _block(number, config, filters, seed):
    """Return a convolution with what follows it, up to its pooling."""
    convolution = layers.Conv2D(
        filters,
        config.kernel_size,
        strides=config.stride,
        activation=None if config.batch_normalization else "relu",
        kernel_initializer=keras.initializers.GlorotUniform(seed),
        name=f"convolution_{number}",
    )
    block = [convolution]
    if config.batch_normalization:  # between the convolution and its ReLU
        block.append(layers.BatchNormalization(name=f"normalization_{number}"))
        block.append(layers.ReLU(name=f"relu_{number}"))
    if not config.strided:
        block.append(layers.MaxPooling2D(POOL_SIZE, name=f"pooling_{number}"))
    return block


def _dense(name, units, activation, seed):
    initializer = keras.initializers.GlorotUniform(seed)
    return layers.Dense(units, activation, kernel_initializer=initializer, name=name)
