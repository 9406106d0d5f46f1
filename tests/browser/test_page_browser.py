"""The frame of the Voila page in a real Chromium: what it asks for, how it flows, how it fits."""

import http.client
import re
import urllib.parse

import pytest
from playwright.sync_api import expect

from tests.browser.driving import open_step
from tests.browser.the_page import SECONDS, SMALL_RUN, chosen, load, train, train_button

pytestmark = pytest.mark.browser

STEPS = range(1, 7)


def states(page):
    """Return the state of each step, as screen readers hear it."""
    return [
        text.rpartition(": ")[2]
        for text in page.locator(".lab-steps nav a .lab-hidden").all_text_contents()
    ]


def box(page, step):
    return page.locator(f".lab-section-{step}").bounding_box()


def sideways(page):
    return page.evaluate(
        "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    )


def colour(page, selector, name):
    """Return a colour of an element as three numbers from 0 to 255."""
    script = f"element => getComputedStyle(element).getPropertyValue({name!r})"
    text = page.locator(selector).first.evaluate(script)
    return [float(part) for part in text.partition("(")[2].rstrip(")").split(",")[:3]]


def corner(page, selector):
    """Return the red, green and blue of a picture's first pixel, as a sum."""
    script = """async (image) => {
        await image.decode();
        const canvas = new OffscreenCanvas(1, 1).getContext("2d");
        canvas.drawImage(image, 0, 0);
        return canvas.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((sum, part) => sum + part);
    }"""
    return page.locator(selector).first.evaluate(script)


# What it asks for


def test_what_is_there_before_the_kernel_is_and_no_other_host_asked_by_a_run(plain, new_page):
    page = new_page()
    requests = []
    errors = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("websocket", lambda socket: requests.append(socket.url.replace("ws://", "http://")))
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(plain + SMALL_RUN, wait_until="commit")
    title = "Train a network that reads handwritten digits"
    page.get_by_role("heading", level=1, name=title).wait_for(timeout=5 * SECONDS)
    assert not train_button(page).count()
    assert page.title() == "CNN Lab: train a network that reads digits"
    assert page.locator("html").get_attribute("lang") == "en"
    train_button(page).wait_for(timeout=60 * SECONDS)
    expect(page.locator("#loading")).to_be_hidden()
    train(page)
    assert len(requests) > 50
    assert not [url for url in requests if not url.startswith((plain, "data:", f"blob:{plain}"))]
    assert not errors


# The flow


def test_the_steps_show_where_one_is_and_what_one_has_used(lab, new_page):
    page = load(new_page(), lab + SMALL_RUN)
    assert states(page) == ["to do"] * 6
    current = page.locator(".lab-steps [aria-current=step]")
    expect(current).to_have_count(0)  # the first screen is above them all
    page.get_by_role("link", name="Load the data").click()
    expect(page.get_by_role("heading", name="2. Load the data")).to_be_in_viewport()
    expect(current).to_contain_text("Load the data")
    page.locator(".lab-section-2 img").wait_for(timeout=30 * SECONDS)
    assert states(page) == ["to do", "done", *["to do"] * 4]
    # The bar stays in sight.
    expect(page.get_by_text("Digits: MNIST", exact=True)).to_be_in_viewport()
    for _ in range(30):
        page.mouse.wheel(0, 400)
    expect(current).to_contain_text("Evaluate the CNN")
    for _ in range(30):
        page.mouse.wheel(0, -400)
    expect(current).to_have_count(0)
    train(page)
    assert states(page) == ["to do", "done", "to do", "to do", "done", "done"]


# The address


@pytest.mark.parametrize("name", ["lab", "plain"])
def test_an_address_sets_the_page_up(name, new_page, request):
    asked = {
        "filters": "96",
        "epochs": "5",
        "kernel_size": "5",
        "dense_units": "32",
        "dropout": "0.25",
        "batch_normalization": "true",
        "augment": "true",
        "batch_size": "64",
        "learning_rate": "0.002",
        "seed": "7",
    }
    address = request.getfixturevalue(name)
    page = load(new_page(), f"{address}?{urllib.parse.urlencode(asked)}")
    seed = {"seed": asked["seed"]}
    assert (asked.items() - seed.items()) <= chosen(page).items()
    with_seed = page.get_by_text("With the seed").get_attribute("href")
    assert "seed=7" in with_seed
    expect(page.get_by_role("slider", name="Filters")).to_have_attribute("aria-valuenow", "96.0")
    expect(page.get_by_role("slider", name="Epochs")).to_have_attribute("aria-valuenow", "5.0")
    open_step(page, 4)
    layers = page.get_by_role("region", name="Layers of the network")
    expect(layers).to_contain_text("12 × 12 × 96", timeout=30 * SECONDS)


def test_what_an_address_gets_wrong_is_told_as_text_and_the_rest_taken(lab, new_page):
    wrong = "epochs=1000000000&filters=%3Cimg%20src%3Dx%3E"
    page = load(new_page(), f"{lab}?{wrong}&dropout=0.3")
    alert = page.get_by_role("alert").filter(has_text="The page's address could not be used")
    expect(alert).to_contain_text("epochs is 1000000000; expected a whole number from 1 to 100")
    expect(alert).to_contain_text("filters is '<img src=x>'; expected a whole number")
    assert alert.is_visible()
    assert chosen(page)["filters"] == "16"
    assert chosen(page)["epochs"] == "2"
    assert chosen(page)["dropout"] == "0.3"


# How it fits


@pytest.fixture(scope="module")
def trained(lab, browser):
    """Give a page on which a network was trained; its window is what each test makes it."""
    context = browser.new_context()
    page = load(context.new_page(), lab + SMALL_RUN)
    train(page)
    for step in STEPS:
        open_step(page, step)
    page.locator(".lab-network .lab-strip").wait_for(timeout=60 * SECONDS)
    yield page
    context.close()


@pytest.mark.parametrize("width", [390, 768])
def test_one_column_and_no_sideways_scrolling(trained, width):
    trained.set_viewport_size({"width": width, "height": 844})
    for step in STEPS:
        trained.locator(f"#lab-step-{step}").scroll_into_view_if_needed()
        assert sideways(trained) <= 0, f"step {step} makes the page wider than the screen"
    assert len({(box(trained, step)["x"], box(trained, step)["width"]) for step in STEPS}) == 1


def test_two_columns_on_a_laptop(trained):
    trained.set_viewport_size({"width": 1280, "height": 900})
    draw = trained.locator(".lab-card-draw").bounding_box()
    train_card = trained.locator(".lab-card-train").bounding_box()
    assert draw["y"] == train_card["y"]
    assert train_card["x"] > draw["x"] + draw["width"]
    assert box(trained, 6)["width"] > 1000
    assert sideways(trained) <= 0


def test_a_moment_is_chosen_by_keys_and_shown_everywhere(trained):
    trained.set_viewport_size({"width": 1280, "height": 900})
    trained.get_by_role("button", name="Another", exact=True).click()
    watch = trained.locator(".lab-card-watch")
    slider = watch.get_by_label("Moment of the training")
    mark = trained.locator(".lab-chart-mark").first
    slider.press("Home")
    expect(watch.locator(".lab-moments-words")).to_have_text("Before training")
    answer = trained.locator(".lab-draw-answer")
    expect(answer).to_contain_text("sure before the first batch.")
    table = trained.get_by_role("table", name="Probabilities of the ten digits")
    shares = [float(share) for share in re.findall(r"([\d.]+)%", table.inner_text())]
    assert len(shares) == 10
    assert sum(shares) == pytest.approx(100, abs=1)
    assert max(shares) < 30, "an untrained network has no opinion"
    expect(mark).to_have_attribute("d", re.compile("^M"))
    evaluation = trained.locator(".lab-evaluation")
    expect(evaluation).to_contain_text("Before training. Of 500 test images the network read")
    counts = trained.get_by_role("grid").locator("[role=gridcell]:not(.lab-confusion-share)")
    assert sum(int(count or 0) for count in counts.all_inner_texts()) == 500
    slider.press("End")
    expect(mark).to_have_attribute("d", "")
    expect(answer).not_to_contain_text("before the first batch")
    expect(evaluation).to_contain_text("On the 10,000 test images of MNIST")
    counted = [int(count.replace(",", "") or 0) for count in counts.all_inner_texts()]
    assert sum(counted) == 10_000


def test_the_test_digits_are_dots_also_where_their_words_are_out_of_sight(trained):
    trained.set_viewport_size({"width": 1280, "height": 500})
    trained.get_by_text("Where the digits go").click()
    canvas = trained.locator(".lab-tour-body > canvas")
    canvas.wait_for(timeout=60 * SECONDS)
    canvas.scroll_into_view_if_needed()
    trained.mouse.wheel(0, 150)
    trained.get_by_role("button", name="Next misread digit").click()
    told = trained.locator(".lab-tour output")
    expect(told).to_have_text(re.compile(r"^Test digit \d+: an? \d, read as \d \("))
    before = canvas.evaluate("canvas => canvas.toDataURL()")
    trained.mouse.move(5, 5)
    trained.get_by_role("button", name="Next misread digit").click()
    assert canvas.evaluate("canvas => canvas.toDataURL()") != before


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_light_and_dark(trained, scheme, is_dark):
    trained.emulate_media(color_scheme=scheme)
    for selector in ("body", ".lab-section-5", ".lab-card-draw", ".lab-chart"):
        paper = sum(colour(trained, selector, "background-color"))
        ink = sum(colour(trained, selector, "color"))
        assert (paper < 150) == is_dark, (scheme, selector)
        assert (ink > 600) == is_dark, (scheme, selector)
    for step in (2, 3):  # as is the paper of Matplotlib's pictures
        assert (corner(trained, f".lab-section-{step} picture img") < 150) == is_dark, step


def test_voila_alone_answers_to_this_machines_name_only(plain):
    place = urllib.parse.urlsplit(plain)
    statuses = {}
    for name in ("localhost", "127.0.0.1", "evil.example"):
        connection = http.client.HTTPConnection(place.netloc, timeout=60)
        connection.request("HEAD", "/voila/no-page", headers={"Host": f"{name}:{place.port}"})
        statuses[name] = connection.getresponse().status
        connection.close()
    assert statuses["evil.example"] == 403
    assert statuses["localhost"] == statuses["127.0.0.1"] != 403


def test_a_second_run_is_read_beside_the_first_at_the_same_moment(trained):
    trained.set_viewport_size({"width": 1280, "height": 900})
    train_button(trained).click()
    expect(trained.locator(".lab-status")).to_have_text("training", timeout=60 * SECONDS)
    trained.locator(".lab-status", has_text="finished").wait_for(timeout=120 * SECONDS)
    sides = trained.locator(".lab-sides")
    expect(sides.locator("option")).to_have_count(2)
    trained.get_by_role("button", name="Another", exact=True).click()
    sides.get_by_label("Beside the evaluated run").select_option(index=1)
    expect(sides.locator("table")).to_have_count(2)
    expect(sides.get_by_text("At the end: 1 epoch.")).to_have_count(2)
    trained.locator(".lab-section-5").get_by_label("Moment of the training").press("Home")
    expect(sides.get_by_text("Before training.")).to_have_count(2)
    left, right = sides.locator("table").all_inner_texts()
    assert left == right, "two runs of one seed begin with the same network"
    trained.get_by_role("button", name="Clear", exact=True).click()
    expect(sides.get_by_text("Draw a digit at the top")).to_be_visible()
