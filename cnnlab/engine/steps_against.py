"""An image that goes further and further against what a network reads, in plain NumPy."""

import numpy as np


def steps_against(image: np.ndarray, signs: np.ndarray, most_levels: int) -> np.ndarray:
    """Return an image after a step of 0 grey levels, of 1 ...: uint8, (most_levels + 1, 28, 28).

    Each pixel goes in its sign's direction, and none leaves 0 to 255.

    image: uint8, (28, 28). signs: int, (28, 28), each -1, 0 or 1.
    """
    levels = np.arange(most_levels + 1)[:, np.newaxis, np.newaxis]
    return np.clip(image + levels * signs, 0, 255).astype(np.uint8)
