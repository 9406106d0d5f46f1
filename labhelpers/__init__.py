"""Helpers for the lab "convolutional deep neural network for image classification"."""

__version__ = "0.1.0"
