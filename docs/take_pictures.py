"""Takes the documents' pictures and the film: `python -m docs.take_pictures`.

The real page in a real Chromium: a digit is drawn, a network is trained, and the slider of time
goes through what it learned. That needs MNIST, and takes about two minutes on two cores. Then the
wall, before a class that is made up; `python -m docs.take_pictures wall` takes that one alone.
"""

import contextlib
import datetime
import io
import itertools
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from cnnlab.app.teachers_wall import FIRST_SCREEN
from cnnlab.runs.class_folder import wall_secret
from cnnlab.wall.class_wall import HOURS_OF_A_CLASS, ClassWall
from cnnlab.widgets.markup import STEP_TITLES
from docs import made_up_class
from tests.browser.driving import chromium_page, server, wait_for_answer
from tests.browser.strokes import SHAPES, in_hand
from tests.browser.the_page import load

FOLDER = Path(__file__).parent
WIDTH = 1280
HEIGHT = 800
FILM_SIZE = (960, 600)
FRAME_SECONDS = 0.2
MOST_BYTES = 2_000_000
FOR_STUDENTS = "https://lab.example.org/"
TO_ALL = "Please finish step 4 by ten to eleven; then we look at the wall together."
A_LESSONS_TIME = datetime.datetime(2026, 11, 30, 10, 41)


class Film:
    """Screenshots of a page, and for how long each of them is shown."""

    def __init__(self, page):
        self.page = page
        self.frames = []
        self.seconds = []

    def take(self, seconds=FRAME_SECONDS):
        """Take a frame that is shown for so long; where nothing moved, the last one goes on."""
        shot = Image.open(io.BytesIO(self.page.screenshot())).convert("RGB")
        frame = shot.resize(FILM_SIZE, Image.Resampling.LANCZOS)
        if self.frames and frame.tobytes() == self.frames[-1].tobytes():
            self.seconds[-1] += seconds
            return
        self.frames.append(frame)
        self.seconds.append(seconds)

    def write(self, path):
        """Write an animated WebP that begins again when it is over."""
        first, *others = self.frames
        times = [round(1000 * seconds) for seconds in self.seconds]
        options = {"duration": times, "loop": 0, "quality": 75, "method": 6, "minimize_size": True}
        first.save(path, save_all=True, append_images=others, **options)
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise SystemExit(f"{path.name} has {size:,} bytes; expected {MOST_BYTES:,} at most.")


def draw(page, film):
    """Draw a seven, slowly enough for somebody who watches."""
    box = page.get_by_label("Draw a digit", exact=True).bounding_box()
    for stroke in in_hand(SHAPES[7]["crossed"], "upright"):
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for (x, y), (next_x, next_y) in itertools.pairwise(places):
            for part in (0.25, 0.5, 0.75, 1.0):
                page.mouse.move(x + part * (next_x - x), y + part * (next_y - y))
                film.take(0.1)
        page.mouse.up()
    wait_for_answer(page)
    film.take(1.5)


def train(page, film):
    """Train "fast" on a part of the images, and film it until it is over."""
    page.get_by_role("button", name="Train", exact=True).click()
    is_over = page.locator(".lab-status", has_text="finished")
    while not is_over.count():
        began = time.monotonic()
        film.take()
        page.wait_for_timeout(max(1, 1000 * (FRAME_SECONDS + began - time.monotonic())))
    page.wait_for_timeout(2500)
    page.evaluate("scrollTo(0, 0)")
    film.take(1.5)


def go_through_time(page, film):
    """Move the slider of time from the untrained network to the trained one."""
    slider = page.get_by_label("Moment of the training")
    slider.press("Home")
    last = int(slider.get_attribute("max"))
    for _ in range(last + 1):
        page.wait_for_timeout(600)
        film.take(0.4)
        slider.press("ArrowRight")
    slider.press("End")
    page.wait_for_timeout(1000)
    film.take(2.5)


def look_inside(page):
    """Take the picture of a layer that was opened."""
    page.locator(".lab-strip button").nth(1).click()
    page.locator("dialog[open] canvas").first.wait_for()
    page.wait_for_timeout(2000)
    page.locator("dialog[open]").screenshot(path=FOLDER / "inside.png")


def take_wall():
    """Take the picture of the wall: the server's page, told of a class that is made up."""
    with served(f"--Voila.custom_display_url={FOR_STUDENTS}") as (address, page):
        made_up_class.make_runs()
        pages = made_up_class.pages()
        queue = made_up_class.queue()
        wall = ClassWall(wall_secret(), [FIRST_SCREEN, *STEP_TITLES])

        def tell(route):
            state = wall.state(pages, queue, "", HOURS_OF_A_CLASS)
            route.fulfill(body=json.dumps(state, allow_nan=False))

        page.route("**/wall/state", tell)
        page.clock.set_fixed_time(A_LESSONS_TIME)
        page.goto(f"{address}wall/{wall_secret()}")
        page.get_by_label("Message to all pages").fill(TO_ALL)
        page.get_by_role("button", name="Show it").click()
        page.get_by_text("On all pages now").wait_for()
        best = page.locator(".wall-best").bounding_box()
        page.mouse.move(best["x"] + best["width"] / 2, best["y"] + best["height"] / 2)
        page.get_by_text("finished. Filters").wait_for()
        # In 256 colours: it is a third as large, and no shade is missed.
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        shot.quantize(256).save(FOLDER / "wall.png", optimize=True)


def take_page():
    """Take the film, and the picture of a layer."""
    with served() as (address, page):
        load(page, f"{address}?preset=fast&num_train=20000")
        film = Film(page)
        film.take(1.0)
        draw(page, film)
        train(page, film)
        go_through_time(page, film)
        film.write(FOLDER / "film.webp")
        look_inside(page)


@contextlib.contextmanager
def served(*options):
    """Serve the lab with a fresh folder of runs; give its address, and a page of a browser."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium was found. Install one; its command is expected to be `chromium`.")
    os.environ["LAB_RUNS"] = tempfile.mkdtemp()
    with (
        server("cnnlab", "serve", "--visitors", *options) as address,
        chromium_page(chromium, WIDTH, HEIGHT) as page,
    ):
        yield address, page


def main(*asked):
    """Take those that are asked for, or all."""
    if "wall" not in asked:
        take_page()
    take_wall()


if __name__ == "__main__":
    main(*sys.argv[1:])
