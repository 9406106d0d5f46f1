"""The teacher's wall and a student's page, together in a real Chromium."""

import json
import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cnnlab.runs.class_folder import FOLDER
from tests.browser.axe import COLOURS
from tests.browser.driving import server
from tests.browser.the_page import SECONDS, load, train_button
from tests.cnnlab.wall.class_on_disk import add_run

pytestmark = pytest.mark.browser

LONG_RUN = "?epochs=90&filters=8&num_train=1000&preset=plain"
SHOWN = "https://lab.example.org/"
WORDS = "Look up, please: <b>now</b>."


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Return a folder with the runs of a class."""
    folder = tmp_path_factory.mktemp("runs")
    before = os.environ["LAB_RUNS"]
    os.environ["LAB_RUNS"] = str(folder)
    for book in range(4):
        for filters in (8, 32):
            accuracy = 0.9 + 0.02 * book + filters / 1000
            add_run(f"{book:032x}", accuracy, 3.0 * filters, filters=filters)
    os.environ["LAB_RUNS"] = before
    return folder


@pytest.fixture(scope="module")
def lab(mnist_npz, runs):
    """Serve the page to visitors; give its address."""
    shown = f"--Voila.custom_display_url={SHOWN}"
    with server("cnnlab", "serve", "--visitors", shown, LAB_RUNS=str(runs)) as address:
        yield address


@pytest.fixture
def wall(lab, runs, new_page):
    """Return the wall, opened at its secret address."""
    secret = json.loads((runs / FOLDER / "wall.json").read_text())["secret"]
    page = new_page(1280, 800)
    page.goto(f"{lab}wall/{secret}")
    assert page.url == f"{lab}wall/", "a projector would show the secret"
    expect(page.locator("#wall-numbers dd")).to_have_count(6)
    return page


def number(wall, name):
    """Return the number at the top that has a name."""
    return wall.locator("#wall-numbers > div").filter(has_text=name).locator("dd")


def top_of(page, name):
    return page.get_by_role("heading", name=name).bounding_box()["y"]


def test_the_wall_fits_its_screens_and_is_told_in_words(wall):
    for width, height in ((1280, 800), (1920, 1080), (390, 844)):
        wall.set_viewport_size({"width": width, "height": height})
        size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        across, down = wall.evaluate(size)
        assert across <= width
        assert down <= height or width == 390
    wall.set_viewport_size({"width": 1280, "height": 800})
    for scheme, rules in (("light", None), ("dark", COLOURS)):
        wall.emulate_media(color_scheme=scheme)
        found = Axe().run(wall, options=rules).response["violations"]
        assert not [(one["id"], one["nodes"][0]["html"]) for one in found]
    summary = wall.locator("#wall-summary").text_content()
    assert summary.startswith("8 runs on MNIST. The best one reads 99.20% right after 96 s")
    assert wall.locator("#wall-matrix tbody td").count() == 100
    wall.locator("#wall-chart svg").focus()
    wall.keyboard.press("End")
    told = wall.locator("#wall-told")
    expect(told).to_contain_text("after 96 s, finished. Filters: 32 · Epochs: 2")
    wall.keyboard.press("Home")
    expect(told).to_contain_text("after 24 s, finished. Filters: 8")
    wall.get_by_role("button", name="Address").click()
    expect(wall.get_by_alt_text("QR code of the address")).to_be_visible()
    expect(wall.get_by_role("dialog")).to_contain_text(SHOWN)


def test_wall_and_page_together(lab, wall, new_page):
    page = load(new_page(), lab + LONG_RUN)
    expect(number(wall, "open")).to_have_text("1")
    expect(wall.locator("#wall-step-list li").first).to_contain_text("First screen: 1 page")

    before = top_of(page, "Draw a digit")
    wall.get_by_label("Message to all pages").fill(WORDS)
    wall.keyboard.press("Enter")
    told = page.get_by_role("status").filter(has_text="From your teacher")
    expect(told).to_have_text(f"From your teacher: {WORDS}")
    expect(told).to_be_in_viewport()
    middle = told.evaluate("""told => {
        const { x, y, width, height } = told.getBoundingClientRect();
        return told.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    }""")
    assert middle, "something lies over the message"
    assert top_of(page, "Draw a digit") == before, "the message moved the page"
    page.get_by_role("button", name="Close your teacher's message").click()
    expect(told).to_have_count(0)

    wall.get_by_role("button", name="Pause the queue").click()
    expect(wall.locator("#wall-queue-note")).to_contain_text("Paused")
    train_button(page).click()
    expect(page.locator(".lab-run")).to_contain_text("Your teacher has paused the queue.")
    expect(wall.locator("#wall-waiting li")).to_contain_text("8 filters, 90 epochs")
    wall.get_by_role("button", name="Let the queue go on").click()
    expect(page.locator(".lab-run")).to_contain_text("training", timeout=60 * SECONDS)
    line = wall.locator("#wall-on li")
    expect(line).to_contain_text("8 filters, 90 epochs")
    expect(number(wall, "runs")).to_have_text("9")
    line.get_by_role("button", name="End").click()
    line.get_by_role("button", name="Really?").click()
    ended = "Your teacher ended this run."
    expect(page.locator(".lab-run")).to_contain_text(ended, timeout=60 * SECONDS)
    expect(line).to_have_count(0)
    expect(wall.locator("#wall-pause")).to_be_focused()

    wall.get_by_label("Message to all pages").fill("Once more.")
    wall.get_by_role("button", name="Show it").click()
    load(page, lab)
    expect(page.get_by_text("Once more.")).to_be_visible()
    wall.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("Once more.")).to_have_count(0)


def run_on(name):
    return {"id": name, "told": [name], "share": 0.5, "accuracy": 0.9, "seconds": 3.0}


def test_dot_and_focus_stay_where_they_are_while_others_come_and_go(wall):
    state = wall.evaluate("async () => (await fetch('state')).json()")

    def show(names, dots):
        queue = state["queue"] | {"on": [run_on(name) for name in names], "waiting": []}
        shown = json.dumps(state | {"queue": queue, "runs": state["runs"] | {"dots": dots}})
        wall.unroute_all()
        wall.route("**/wall/state", lambda route: route.fulfill(body=shown))
        expect(wall.locator("#wall-on .wall-made-of")).to_have_text(names)

    dots = state["runs"]["dots"]
    show(["one", "two", "three"], dots)
    wall.locator("#wall-chart svg").focus()
    wall.keyboard.press("Home")
    told = wall.locator("#wall-told").text_content()
    assert "right after" in told
    show(["two", "three"], [[1.0, 0.5, "finished", 0], *dots])
    expect(wall.locator("#wall-told")).to_have_text(told)
    ends = wall.locator("#wall-on .wall-end")
    ends.first.focus()
    show(["zero", "two", "three"], dots)
    expect(ends.nth(1)).to_be_focused()
    show(["three"], dots)
    expect(ends.first).to_be_focused()
    show([], dots)
    expect(wall.locator("#wall-pause")).to_be_focused()
