"""How many of 40 photographs of a digit a network reads, under ten conditions.

They are drawn: the strokes of `tests/browser/strokes.py`, ten digits in four shapes each, written
with a pen on a sheet, lit, seen by a noisy camera, stored as a JPEG and made as small as the page
makes them. The networks are trained on MNIST; none has seen a photograph.
"""

import dataclasses
import io

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.page import row
from cnnlab.session.photograph import ink_of_picture
from labhelpers.drawing import drawing_steps
from labhelpers.quiet import quiet_stderr
from tests.browser.strokes import SHAPES

with quiet_stderr():
    from cnnlab.engine import inspection
    from labhelpers import training

from labhelpers.digits import load_digits
from labhelpers.presets import PRESETS

SIZE = (800, 600)  # width and height of a photograph
SENT = (400, 300)  # what the page makes of it
FINE = 2  # ink is drawn so many times as large
WHITE = (236, 233, 226)
BLACK = (45, 45, 52)
LINES = (165, 195, 225)  # squared paper's
PRESETS_READ = ("plain", "fast", "lesson")
MOST_WRONG = 2  # of 40


@dataclasses.dataclass(frozen=True)
class Condition:
    """How a digit is written and photographed.

    pen: its width, as a part of the digit's height. height: the digit's, of the picture's.
    paper, ink: red, green and blue, 0 to 255, in full light. light: see `lit`.
    noise: the camera's, of 255. quality: the JPEG's. squares: the paper's, of the picture's
        width; 0 for none.
    """

    pen: float = 1 / 14
    height: float = 0.6
    paper: tuple[int, int, int] = WHITE
    ink: tuple[int, int, int] = BLACK
    light: str = "even"
    noise: float = 3
    quality: int = 85
    squares: float = 0


CONDITIONS = {
    "a felt pen": Condition(),
    "a thick marker": Condition(pen=1 / 6),
    "a ball pen, 1/55 of the digit's height": Condition(pen=1 / 55),
    "a fine pen, 1/110 of the digit's height": Condition(pen=1 / 110),
    "a hand's shadow across a corner": Condition(light="shadow"),
    "light that falls to 0.4 across the sheet": Condition(light="falling"),
    "a yellow marker": Condition(ink=(250, 226, 60), pen=1 / 9),
    "chalk on a blackboard": Condition(paper=(42, 58, 50), ink=(214, 216, 208), light="falling"),
    "a blue pen on squared paper": Condition(pen=1 / 40, ink=(50, 60, 150), squares=1 / 24),
    "pencil, in the dark, a JPEG of quality 15": Condition(
        ink=(120, 120, 124), pen=1 / 30, noise=12, quality=15, height=0.4
    ),
}


def coverage(strokes, pen):
    """Return how much of each pixel the ink covers, 0 to 1, (height, width)."""
    width, height = SIZE
    sheet = Image.new("L", (FINE * width, FINE * height))
    draw = ImageDraw.Draw(sheet)
    thick = max(1, round(FINE * pen))
    for stroke in strokes:
        points = [(FINE * x, FINE * y) for x, y in stroke]
        draw.line(points, fill=255, width=thick, joint="curve")
        for x, y in points:  # round ends
            near = (x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2)
            draw.ellipse(near, fill=255)
    return np.asarray(sheet.resize(SIZE, Image.Resampling.BOX)) / 255


def lit(light, chance):
    """Return the light on each pixel, 0 to 1, (height, width)."""
    width, height = SIZE
    down, across = np.mgrid[:height, :width] / width
    if light == "falling":
        turn = chance.uniform(0, 2 * np.pi)
        slope = np.cos(turn) * across + np.sin(turn) * down
        slope -= slope.min()
        return 1 - 0.6 * slope / slope.max()
    if light == "shadow":
        side = chance.choice([-1, 1])
        edge = side * (across - 0.5) + 0.8 * (down - 0.4) - chance.uniform(0.05, 0.2)
        softness = chance.uniform(0.005, 0.03)
        return 1 - 0.45 / (1 + np.exp(np.clip(-edge / softness, -50, 50)))
    return np.ones((height, width))


def ruled(squares):
    """Return where a sheet's lines are: 0 or 1, (height, width)."""
    down, across = np.mgrid[: SIZE[1], : SIZE[0]]
    step = squares * SIZE[0]
    return ((down % step < 2) | (across % step < 2)).astype(float)


def photograph(strokes, condition, chance):
    """Return a picture as the page gets it: uint8, (300, 400, 3).

    strokes: lists of (x, y), in a box of 1 x 1. chance: NumPy's generator of random numbers.
    """
    height = condition.height * SIZE[1]
    left = SIZE[0] / 2 - height * 0.5 + chance.uniform(-0.1, 0.1) * SIZE[0]
    top = (SIZE[1] - height) / 2 + chance.uniform(-0.12, 0.12) * SIZE[1]
    placed = [[(left + height * x, top + height * y) for x, y in stroke] for stroke in strokes]
    ink = coverage(placed, condition.pen * height)[..., None]
    sheet = np.array(condition.paper, float) * np.ones((*ink.shape[:2], 1))
    if condition.squares:
        lines = ruled(condition.squares)[..., None]
        sheet = sheet * (1 - lines) + np.array(LINES) * lines
    seen = sheet * (1 - ink) + np.array(condition.ink) * ink
    seen = seen * lit(condition.light, chance)[..., None]
    seen = seen + chance.normal(0, condition.noise, seen.shape)
    file = io.BytesIO()
    Image.fromarray(np.clip(seen, 0, 255).astype(np.uint8)).save(
        file, "JPEG", quality=condition.quality
    )
    return np.asarray(Image.open(file).resize(SENT, Image.Resampling.LANCZOS, reducing_gap=3))


def page_of(condition):
    """Return 40 photographs as the network sees them: uint8, (40, 28, 28), and their digits."""
    images = []
    labels = []
    for digit, shapes in SHAPES.items():
        for k, strokes in enumerate(shapes.values()):
            chance = np.random.default_rng([digit, k])
            ink = ink_of_picture(photograph(strokes, condition, chance))
            images.append(drawing_steps(ink)["centred"])
            labels.append(digit)
    return np.array(images), np.array(labels)


def measure():
    """Return the rows of the table."""
    digits = load_digits("mnist")
    pages = {name: page_of(condition) for name, condition in CONDITIONS.items()}
    rows = []
    for preset in PRESETS_READ:
        model = training.train(*PRESETS[preset], digits, lambda _event: None)
        for name, (images, labels) in pages.items():
            read = inspection.predict(model, images).argmax(axis=1) == labels
            what = f"photographs that {preset!r} reads: {name}"
            rows.append(row(what, int(read.sum()), "", len(labels) - MOST_WRONG))
    return rows
