"""From a configuration to a Keras model."""

import keras
import numpy as np
from keras import layers

from labhelpers.config import IMAGE_SIZE, NUM_CLASSES, POOL_SIZE


def build_cnn(config, seed=None):
    """Return the network that `config.layer_table(config)` describes, not compiled.

    config: CnnConfig.
    seed: 0 to 2,147,483,647, from which the initial weights and the dropout follow, whatever was built
        before; None draws new ones each time.

    The model, a `keras.Sequential` named "cnn", takes float32 images (batch, height 28, width 28, channel 1)
    in [0, 1] and returns float32 probabilities (batch, class 10).
    """
    seeds = _layer_seeds(seed)
    model = keras.Sequential([keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1))], name="cnn")
    for block, filters in enumerate((config.filters, 2 * config.filters), start=1):
        for layer in _convolution_block(block, filters, config, seed=next(seeds)):
            model.add(layer)
    model.add(layers.Flatten(name="flatten"))
    dropout_seed = next(seeds)
    if config.dropout:
        model.add(layers.Dropout(config.dropout, seed=dropout_seed, name="dropout"))
    for name, units, activation in (("dense", config.dense_units, "relu"), ("softmax", NUM_CLASSES, "softmax")):
        initializer = keras.initializers.GlorotUniform(seed=next(seeds))
        model.add(layers.Dense(units, activation=activation, kernel_initializer=initializer, name=name))
    return model


def _convolution_block(block, filters, config, seed):
    """Return convolution, ReLU and pooling; batch normalization comes between the first two where it is chosen."""
    normalized = config.batch_normalization
    convolution = layers.Conv2D(
        filters,
        config.kernel_size,
        activation=None if normalized else "relu",
        kernel_initializer=keras.initializers.GlorotUniform(seed=seed),
        name=f"convolution_{block}",
    )
    pooling = layers.MaxPooling2D(POOL_SIZE, name=f"pooling_{block}")
    if not normalized:
        return [convolution, pooling]
    normalization = layers.BatchNormalization(name=f"normalization_{block}")
    return [convolution, normalization, layers.ReLU(name=f"relu_{block}"), pooling]


def _layer_seeds(seed):
    """Yield one seed for each layer that draws numbers, so that no two layers start from the same ones."""
    if seed is None:
        while True:
            yield None
    # Keras's generators take 32 bits; neighbouring lab seeds must not give one layer another layer's numbers.
    yield from map(int, np.random.SeedSequence(seed).generate_state(5))
