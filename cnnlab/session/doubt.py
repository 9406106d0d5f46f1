"""Whether ink is hardly one digit: a network reads anything as one of ten."""

import numpy as np

from labhelpers.drawing import stroke_width

SLANTS = (-0.4, -0.2, 0, 0.2, 0.4)  # columns to a row: how two digits may lean
GAP = 0.03  # of the ink's height: between two digits, at least
TALL = 0.6  # of the ink's height: each of two digits that stand side by side, at least
LOW = 0.3  # the same, one above the other
LONG = 4  # of the longest side: lines, put end to end; one of 1,000 digits of MNIST's has 3.9
WIDE = 1.6  # of its height: one of 200 digits of MNIST's is 1.5 or more
BROAD = 0.35  # of the longest side: no stroke of MNIST's is 0.3


def doubt_about(ink: np.ndarray, is_picture: bool = False, is_cut_off: bool = False) -> str:
    """Return a sentence that says why some ink is hardly one digit; "" where nothing does.

    ink: uint8, (height, width), light on black, with some ink. is_picture: whether it is a
        photograph's, with paper around the digit. is_cut_off: whether the photograph's file is.
    """
    reason = "the file ends before the picture does" if is_cut_off else _reason(ink, is_picture)
    return f"This is hardly one digit: {reason}. The network reads it as one." if reason else ""


def _reason(ink: np.ndarray, is_picture: bool) -> str:
    rows, columns = np.nonzero(ink > ink.max() / 4)
    height = int(np.ptp(rows)) + 1
    width = int(np.ptp(columns)) + 1
    edges = (ink[0], ink[-1], ink[:, 0], ink[:, -1])
    longest = max(height, width)
    strokes = stroke_width(ink)
    area = np.count_nonzero(ink > ink.max() / 2)
    checks = {
        "its ink reaches the picture's edge": is_picture and any(map(np.any, edges)),
        "two parts stand side by side": any(
            _two_parts(columns + slant * rows, rows, height, TALL) for slant in SLANTS
        ),
        "two parts stand one above the other": _two_parts(rows, rows, height, LOW),
        "it is much wider than high": width > WIDE * height,
        "it is a patch rather than strokes": strokes > BROAD * longest,
        "it has more lines than a digit": area > LONG * longest * strokes,
    }
    return next((reason for reason, holds in checks.items() if holds), "")


def _two_parts(places: np.ndarray, rows: np.ndarray, height: int, least: float) -> bool:
    """Say whether a gap in the places of the ink parts it in two that are tall enough."""
    order = np.argsort(places)
    gaps = np.diff(places[order], prepend=places[order[0]])
    first = gaps.argmax()
    if gaps[first] < 1 + GAP * height:
        return False
    return all(np.ptp(rows[part]) >= least * height for part in np.split(order, [first]))
