"""Helpers for the lab "convolutional deep neural network for image classification"."""

import logging

from labhelpers.keras_settings import use_usual_settings

__version__ = "0.2.0"

# Without a handler Python would print warnings to stderr, in the middle of a student's notebook.
logging.getLogger(__name__).addHandler(logging.NullHandler())

# The one thing that importing does: whoever imports Keras after this gets it as it comes, and
# without scikit-learn until somebody asks for it.
use_usual_settings()
