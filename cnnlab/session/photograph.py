"""The ink of a photograph: which pixels of a picture are pen, whatever the paper and the light."""

import numpy as np

from cnnlab.runs.bounds import beside
from labhelpers.drawing import stroke_width
from labhelpers.preprocess import require

LEAST_CONTRAST = 0.15  # how much darker than its paper ink is, at least, of the paper
GRAIN = 4.5  # the same, of the contrast that a quarter of the picture stays below
# Added to all levels, of 255: near black the camera's noise would count for more than the light.
BLACK_LEVEL = 32
# The paper is looked for in windows. A stroke must be narrower than one; what is broader, such as
# a shadow, is light. Of the picture's longer side:
LARGE_WINDOW = 0.4
WINDOW = 0.3
WIDTHS = 3  # of the ink's strokes, as soon as these are known
# What is paper's grain, and what full ink, of the darkest ink's contrast; between them is grey.
PAPER_SHARE = 0.5
INK_SHARE = 0.8
DARKEST_PIXELS = 10  # so few may be darker than the ink
GAP = 0.02  # of the longer side: parts of ink no farther from each other belong together
LEAST_INSIDE = 0.25  # of the largest part's ink, for parts that touch the edge to be left out
LEAST_PART = 0.04  # of the largest part's ink; less is a speck


def ink_of_picture(picture: np.ndarray) -> np.ndarray:
    """Return the ink of a picture of one dark digit on light paper, or a light one on dark.

    picture: uint8, (height, width), or with red, green, blue and perhaps opacity of each pixel,
        (height, width, 3 or 4), such as a photograph.
    Returns uint8, (height, width), light on black; paper, its shadows and specks are 0.
    Raises ValueError for another kind of array and for a picture on which nothing stands out.
    """
    picture = np.asarray(picture)
    fits = picture.dtype == np.uint8 and picture.ndim in (2, 3) and picture.size
    fits = bool(fits) and picture.shape[2:] in ((), (3,), (4,))
    require(fits, picture, "ink_of_picture", "uint8 with shape (height, width) or colours.")
    channels = on_white(picture)
    if picture.shape[2:] == (4,) and channels.min() == 255:
        channels = picture[..., 3:]  # white on nothing: its opacity is what was drawn
    window = WINDOW * max(picture.shape[:2])
    levels = [ink_as_dark(channel) for channel in np.moveaxis(channels, 2, 0)]
    # A yellow pen shows in blue alone: the strongest channel counts.
    level = max(levels, key=lambda level: strongest(contrast_to_paper(level, window)))
    ink = _ink(contrast_to_paper(level, window))
    window = min(window, WIDTHS * stroke_width(ink))
    return without_specks(_ink(contrast_to_paper(level, window)))


def on_white(picture: np.ndarray) -> np.ndarray:
    """Return a picture's channels on white paper, where they are transparent: (..., 1 or 3)."""
    channels = np.atleast_3d(picture)
    opacity = channels[..., 3:]
    if not opacity.size or opacity.min() == 255:
        return channels[..., :3]
    seen = channels[..., :3] * (opacity / 255) + (255 - opacity)
    return np.floor(seen + 0.5).astype(np.uint8)


def lightness(picture: np.ndarray) -> np.ndarray:
    """Return how light pixels are to the eye (ITU-R BT.601): uint8, (height, width)."""
    light = on_white(picture) @ np.array([0.299, 0.587, 0.114])
    return np.floor(light + 0.5).astype(np.uint8)


def ink_as_dark(channel: np.ndarray) -> np.ndarray:
    """Return the levels of a channel such that ink is dark: floats above 0, (height, width).

    A shadow takes its share of the light from ink and paper alike: it is their ratio that counts,
    and the reciprocal makes light ink dark.
    """
    # SciPy's filters cost 28 MB and half a second: only who shows a picture pays.
    from scipy import ndimage

    height, width = channel.shape
    logarithm = np.log(channel + float(BLACK_LEVEL))
    step = 1 + max(height, width) // 50
    coarse = logarithm[::step, ::step]
    light = ndimage.median_filter(coarse, 1 + round(LARGE_WINDOW * max(coarse.shape)))
    light = light.repeat(step, axis=0).repeat(step, axis=1)[:height, :width]
    dark, bright = np.percentile(logarithm - light, [0.1, 99.9])
    return np.exp(logarithm if dark + bright <= 0 else -logarithm)


def contrast_to_paper(level: np.ndarray, window: float) -> np.ndarray:
    """Return how much darker pixels are than the paper in a window around them, 0 to 1."""
    from scipy import ndimage

    size = 3 + round(window)
    wide = np.pad(level, size, mode="edge")  # a shadow goes on beyond the picture
    paper = ndimage.grey_closing(wide, (size, size))[size:-size, size:-size]
    return 1 - level / paper


def strongest(contrast: np.ndarray) -> float:
    """Return the contrast of the darkest ink, specks aside."""
    return np.sort(contrast, axis=None)[-DARKEST_PIXELS:][0]


def _ink(contrast: np.ndarray) -> np.ndarray:
    most = strongest(contrast)
    least = max(LEAST_CONTRAST, GRAIN * np.percentile(contrast, 25))
    if most < least:
        levels = beside(most, least, 0.01, ".0f")
        came = f"Nothing stands out from the paper: the levels differ by {levels} %"
        raise ValueError(
            f"{came}; expected {100 * least:.0f} % or more. "
            "Choose a picture of one dark digit on light paper, or the other way round."
        )
    ink = 255 * (contrast / most - PAPER_SHARE) / (INK_SHARE - PAPER_SHARE)
    return np.clip(ink, 0, 255).astype(np.uint8)


def without_specks(ink: np.ndarray) -> np.ndarray:
    """Return the ink without specks, and without what comes in from the picture's edge.

    A speck is far smaller than the largest part. What touches the edge, such as a finger or a
    shadow's end, stays where there is little else.
    """
    from scipy import ndimage

    reach = 1 + 2 * round(GAP / 2 * max(ink.shape))
    parts, count = ndimage.label(ndimage.maximum_filter(ink, reach), np.ones((3, 3)))
    amounts = ndimage.sum_labels(ink, parts, np.arange(count + 1))
    at_edge = np.unique([*parts[0], *parts[-1], *parts[:, 0], *parts[:, -1]])
    inside = amounts.copy()
    inside[at_edge] = 0
    if inside.max() >= LEAST_INSIDE * amounts.max():
        amounts = inside
    return ink * (amounts >= LEAST_PART * amounts.max())[parts]
