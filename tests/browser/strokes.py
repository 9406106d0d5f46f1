"""Digits as pen strokes, in many styles: what someone draws on the pad, point by point.

Each shape is one or more strokes, each a list of points (x, y) in a box of 1 x 1, y downward;
`C` adds an arc. `drawings()` gives every shape in several hands: slanted, narrow, wide, small,
off-centre, shaky.
"""

import math
import random


def arc(x, y, rx, ry, start, end, steps=18):
    """Return points on an ellipse around (x, y).

    start, end: angles in degrees, 0 to the right and 90 down.
    """
    turns = [math.radians(start + (end - start) * k / steps) for k in range(steps + 1)]
    return [(x + rx * math.cos(turn), y + ry * math.sin(turn)) for turn in turns]


SHAPES = {
    0: {
        "round": [arc(0.5, 0.5, 0.36, 0.48, -90, 270)],
        "narrow": [arc(0.5, 0.5, 0.24, 0.48, -100, 262)],
        "open at the top": [arc(0.5, 0.5, 0.34, 0.46, -70, 262)],
        "clockwise from the left": [arc(0.5, 0.5, 0.33, 0.47, 190, 560)],
    },
    1: {
        "stroke": [[(0.5, 0.02), (0.5, 0.98)]],
        "with a flag": [[(0.32, 0.22), (0.52, 0.02), (0.52, 0.98)]],
        "with flag and foot": [
            [(0.34, 0.2), (0.52, 0.02), (0.52, 0.97)],
            [(0.3, 0.97), (0.74, 0.97)],
        ],
        "leaning": [[(0.6, 0.02), (0.42, 0.98)]],
    },
    2: {
        "swan": [[*arc(0.48, 0.27, 0.3, 0.25, 190, 380), (0.62, 0.55), (0.2, 0.96), (0.84, 0.96)]],
        "with a loop": [
            [
                *arc(0.48, 0.26, 0.28, 0.24, 200, 385),
                (0.56, 0.62),
                *arc(0.3, 0.85, 0.12, 0.1, 0, -270),
                (0.55, 0.9),
            ],
        ],
        "angular": [
            [(0.2, 0.12), (0.5, 0.02), (0.78, 0.18), (0.7, 0.45), (0.2, 0.97), (0.82, 0.97)]
        ],
        "round base": [
            [
                *arc(0.5, 0.28, 0.28, 0.26, 180, 395),
                (0.45, 0.7),
                (0.22, 0.93),
                (0.5, 0.9),
                (0.85, 0.96),
            ]
        ],
    },
    3: {
        "two bows": [
            [*arc(0.44, 0.26, 0.28, 0.24, 200, 440), *arc(0.44, 0.73, 0.32, 0.25, -80, 160)]
        ],
        "flat top": [
            [(0.2, 0.04), (0.74, 0.04), (0.44, 0.4), *arc(0.44, 0.69, 0.31, 0.28, -85, 160)]
        ],
        "wide": [[*arc(0.46, 0.25, 0.34, 0.23, 210, 445), *arc(0.46, 0.73, 0.38, 0.25, -85, 150)]],
        "pointed": [
            [
                (0.22, 0.1),
                (0.6, 0.03),
                (0.7, 0.2),
                (0.42, 0.46),
                (0.74, 0.62),
                (0.68, 0.88),
                (0.2, 0.95),
            ]
        ],
    },
    4: {
        "open": [[(0.3, 0.04), (0.18, 0.6), (0.85, 0.6)], [(0.66, 0.12), (0.66, 0.98)]],
        "closed": [[(0.66, 0.98), (0.66, 0.02), (0.12, 0.66), (0.9, 0.66)]],
        "open, curved": [
            [(0.22, 0.06), (0.18, 0.35), (0.3, 0.5), (0.72, 0.46)],
            [(0.72, 0.04), (0.68, 0.98)],
        ],
        "in one line": [
            [(0.24, 0.06), (0.2, 0.5), (0.5, 0.54), (0.74, 0.44), (0.76, 0.08), (0.7, 0.98)]
        ],
    },
    5: {
        "two strokes": [
            [(0.26, 0.05), (0.22, 0.45), *arc(0.45, 0.68, 0.32, 0.28, -120, 150)],
            [(0.26, 0.05), (0.8, 0.05)],
        ],
        "one stroke": [
            [(0.8, 0.04), (0.28, 0.04), (0.24, 0.44), *arc(0.46, 0.68, 0.32, 0.28, -115, 150)]
        ],
        "angular": [
            [
                (0.76, 0.04),
                (0.26, 0.04),
                (0.22, 0.44),
                (0.6, 0.42),
                (0.78, 0.66),
                (0.62, 0.93),
                (0.18, 0.95),
            ]
        ],
        "like an s": [
            [
                (0.78, 0.06),
                (0.4, 0.06),
                (0.24, 0.28),
                (0.4, 0.44),
                (0.7, 0.56),
                (0.74, 0.82),
                (0.5, 0.96),
                (0.2, 0.9),
            ]
        ],
    },
    6: {
        "bow": [[(0.68, 0.03), (0.4, 0.25), (0.24, 0.6), *arc(0.5, 0.72, 0.27, 0.25, 180, -180)]],
        "straight back": [[(0.6, 0.02), (0.24, 0.62), *arc(0.48, 0.73, 0.25, 0.24, 190, -175)]],
        "round": [[*arc(0.6, 0.5, 0.38, 0.48, -80, -180), *arc(0.48, 0.7, 0.27, 0.27, 180, -185)]],
        "small loop": [
            [(0.62, 0.04), (0.34, 0.4), (0.27, 0.8), *arc(0.46, 0.8, 0.19, 0.17, 180, -190)]
        ],
    },
    7: {
        "plain": [[(0.16, 0.05), (0.84, 0.05), (0.4, 0.98)]],
        "crossed": [[(0.16, 0.06), (0.84, 0.06), (0.42, 0.98)], [(0.34, 0.5), (0.78, 0.5)]],
        "with a serif": [[(0.18, 0.2), (0.18, 0.06), (0.84, 0.06), (0.42, 0.98)]],
        "curved": [[(0.16, 0.1), (0.5, 0.06), (0.82, 0.05), (0.6, 0.4), (0.46, 0.98)]],
    },
    8: {
        "one line": [
            [
                *arc(0.5, 0.26, 0.25, 0.23, -30, -270),
                *arc(0.5, 0.74, 0.3, 0.24, -90, 270),
                (0.74, 0.3),
            ],
        ],
        "two rings": [
            [*arc(0.5, 0.26, 0.24, 0.23, -90, 270)],
            [*arc(0.5, 0.74, 0.3, 0.24, -90, 270)],
        ],
        "crossing lines": [
            [
                (0.72, 0.12),
                (0.5, 0.02),
                (0.28, 0.14),
                (0.34, 0.36),
                (0.68, 0.62),
                (0.76, 0.82),
                (0.5, 0.97),
                (0.24, 0.82),
                (0.32, 0.6),
                (0.66, 0.36),
                (0.74, 0.14),
            ]
        ],
        "narrow": [
            [*arc(0.5, 0.26, 0.19, 0.23, -90, 270)],
            [*arc(0.5, 0.74, 0.22, 0.24, -90, 270)],
        ],
    },
    9: {
        "straight": [[*arc(0.48, 0.28, 0.27, 0.26, -10, -350), (0.75, 0.3), (0.72, 0.98)]],
        "hooked": [
            [
                *arc(0.48, 0.28, 0.27, 0.25, -10, -355),
                (0.75, 0.7),
                *arc(0.5, 0.75, 0.24, 0.22, 10, 140),
            ]
        ],
        "leaning": [[*arc(0.48, 0.27, 0.25, 0.24, -20, -350), (0.73, 0.3), (0.5, 0.98)]],
        "round": [
            [
                *arc(0.5, 0.29, 0.28, 0.27, 0, -355),
                (0.77, 0.55),
                (0.66, 0.85),
                (0.44, 0.97),
            ]
        ],
    },
}
# Slant (x per y), width, height, centre x and y on a pad of 1 x 1, and how shaky the hand is.
HANDS = {
    "upright": (0.0, 0.6, 0.74, 0.5, 0.5, 0.0),
    "slanted": (-0.25, 0.55, 0.74, 0.5, 0.5, 0.012),
    "backward": (0.14, 0.55, 0.7, 0.5, 0.5, 0.012),
    "small, off-centre": (-0.1, 0.28, 0.36, 0.3, 0.72, 0.006),
    "wide": (0.0, 0.8, 0.7, 0.5, 0.5, 0.015),
    "large": (-0.05, 0.74, 0.92, 0.5, 0.5, 0.012),
    "tiny, in a corner": (0.0, 0.18, 0.24, 0.82, 0.2, 0.003),
    "shaky": (-0.08, 0.58, 0.72, 0.5, 0.5, 0.025),
}


def in_hand(strokes, hand, seed=0):
    """Return strokes as a hand draws them: lists of (x, y) on a pad of 1 x 1."""
    slant, width, height, centre_x, centre_y, shake = HANDS[hand]
    chance = random.Random(f"{hand} {seed}")
    drawn = []
    for stroke in strokes:
        points = []
        for x, y in stroke:
            right = x + chance.gauss(0, shake) - 0.5
            down = y + chance.gauss(0, shake) - 0.5
            across = centre_x + width * right + slant * height * down
            points.append((_on_pad(across), _on_pad(centre_y + height * down)))
        drawn.append(points)
    return drawn


def _on_pad(place):
    return min(max(place, 0.02), 0.98)


def drawings():
    """Yield (digit, shape, hand, strokes) of every shape in every hand."""
    for digit, shapes in SHAPES.items():
        for shape, strokes in shapes.items():
            for seed, hand in enumerate(HANDS):
                yield digit, shape, hand, in_hand(strokes, hand, f"{digit}{shape}{seed}")
