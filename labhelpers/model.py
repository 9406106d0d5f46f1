"""From a configuration to a Keras model."""

import keras
import numpy as np
from keras import layers

from labhelpers.config import IMAGE_SIZE, NUM_CLASSES, POOL_SIZE


def build_cnn(config, seed=None):
    """Return the network that `architecture.layer_table(config)` describes, not compiled.

    config: CnnConfig.
    seed: 0 to 2,147,483,647, from which the initial weights and the dropout follow, whatever
        was built before; None draws new ones each time.

    The model, a `keras.Sequential` named "cnn", takes float32 images (batch, height 28, width
    28, channel 1) in [0, 1] and returns float32 probabilities (batch, class 10).
    """
    # Keras's generators take 32 bits; neighbouring lab seeds must not give one layer another
    # layer's numbers.
    seeds = iter(np.random.SeedSequence(seed).generate_state(5).tolist())
    stack = [keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1))]
    for block, filters in enumerate((config.filters, 2 * config.filters), start=1):
        options = {
            "kernel_initializer": keras.initializers.GlorotUniform(next(seeds)),
            "name": f"convolution_{block}",
        }
        options |= {
            "strides": config.stride,
            "activation": None if config.batch_normalization else "relu",
        }
        stack.append(layers.Conv2D(filters, config.kernel_size, **options))
        if config.batch_normalization:  # between the convolution and its ReLU
            stack += [
                layers.BatchNormalization(name=f"normalization_{block}"),
                layers.ReLU(name=f"relu_{block}"),
            ]
        if not config.strided:
            stack.append(layers.MaxPooling2D(POOL_SIZE, name=f"pooling_{block}"))
    stack.append(layers.Flatten(name="flatten"))
    dropout_seed = next(seeds)
    if config.dropout:
        stack.append(layers.Dropout(config.dropout, seed=dropout_seed, name="dropout"))
    for name, units, activation in (
        ("dense", config.dense_units, "relu"),
        ("softmax", NUM_CLASSES, "softmax"),
    ):
        initializer = keras.initializers.GlorotUniform(next(seeds))
        stack.append(
            layers.Dense(units, activation=activation, kernel_initializer=initializer, name=name)
        )
    return keras.Sequential(stack, name="cnn")
