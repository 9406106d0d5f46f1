"""A picture like a photograph of a digit on paper, for whoever has none of their own at hand."""

import tempfile
from pathlib import Path

import matplotlib.image
import numpy as np

from labhelpers.digits import load_digits

ENLARGED = 6
PAPER = 205  # of 255, in the middle
SHADOW = 40  # how much darker the paper is at its lower right than at its upper left
NUMBER = 4  # of the embedded test digits


def sample_photo():
    """Write dark ink on grey paper, with a shadow, as a PNG file; return the file's path.

    The picture is the lab's own, made of one of the embedded digits, not a photograph.
    """
    digit = load_digits("embedded").test_images[NUMBER]
    ink = np.kron(digit, np.ones((ENLARGED, ENLARGED))) / 255
    rows, columns = np.indices((240, 320))
    paper = PAPER + SHADOW * (0.5 - (rows / 240 + columns / 320) / 2)
    paper[30 : 30 + ink.shape[0], 100 : 100 + ink.shape[1]] *= 1 - 0.75 * ink
    path = Path(tempfile.mkdtemp()) / "photo.png"
    colours = np.stack([paper, paper, 0.94 * paper], axis=-1)
    matplotlib.image.imsave(path, colours.astype("uint8"))
    return path
