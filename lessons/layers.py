"""Reads a layer of Keras's by its attributes, whatever it is, so that nothing here needs Keras."""

import numbers

import numpy as np

from lessons.activations import name_of
from lessons.answers import attribute
from lessons.verdict import said

SETTINGS = [
    "filters",
    "kernel_size",
    "strides",
    "padding",
    "dilation_rate",
    "groups",
    "pool_size",
    "units",
    "use_bias",
    "data_format",
    "kernel_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "bias_constraint",
    "trainable",
]
INPUTS = ("KerasTensor", "InputLayer")
ACTIVATIONS = ("ReLU", "Softmax", "Activation")


def input_shape_of(part):
    """Return the shape of one image that a model or an input takes, or None."""
    for name in ("input_shape", "batch_shape", "shape"):
        shape = _plain(attribute(part, name))
        if isinstance(shape, tuple):
            return shape[1:]
    return None


def settings_of(layer):
    """Return those settings of a layer that an exercise asks for, as a dictionary."""
    missing = object()
    settings = {}
    for name in SETTINGS:
        value = attribute(layer, name, missing)
        if value is not missing:
            settings[name] = _plain(value)
    activation = attribute(layer, "activation", missing)
    if activation is not missing:
        settings["activation"] = name_of(activation)
    return settings


def _plain(value):
    """Return a setting as what compares without surprises; what is strange becomes a text."""
    if isinstance(value, list | tuple):
        return tuple(_plain(part) for part in value)
    if value is None or isinstance(value, str | numbers.Real | np.bool_):
        return value
    return said(value)
