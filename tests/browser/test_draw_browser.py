"""Draw, see what the network sees, read its answer, look inside, in a real Chromium.

The network is the preset "lesson", trained on a fifth of MNIST: that reads all 100 drawings.
"""

import io
import re

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from cnnlab.session.preset_choices import preset_choices
from tests.browser.driving import draw_at_once, draw_strokes, open_step, wait_for_answer
from tests.browser.strokes import HANDS, SHAPES, in_hand
from tests.browser.the_page import SECONDS, load, session_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def book(mnist_npz, new_book):
    """Return a visitor's book with a run: the preset "lesson", on a fifth of MNIST."""
    book = new_book()
    with session_of(book) as session:
        assert session.next_run.choose(**preset_choices("lesson"), num_train=12_000)
        session.train()
        assert session.wait(1200).status == "finished"
    return book


@pytest.fixture(scope="module")
def page(lab, book, browser):
    """Give the dashboard, opened on that run."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60 * SECONDS)
    page = load(context.new_page(), lab, book)
    page.get_by_text("It reads while you draw. Network: ").wait_for(timeout=60 * SECONDS)
    expect(page.locator(".lab-draw-details")).not_to_contain_text("the lab's own")
    yield page
    context.close()


@pytest.fixture
def pad(page):
    """Give the pad, empty."""
    page.get_by_role("button", name="Clear", exact=True).click()
    page.get_by_text("No digit yet").wait_for(timeout=10 * SECONDS)
    return page.get_by_label("Draw a digit", exact=True)


def prediction(page):
    return page.locator(".lab-draw-prediction").inner_text()


def hundred_drawings():
    """Return (digit, shape, hand) of every shape in two hands, and of some in a third."""
    hands = list(HANDS)
    return [
        (digit, shape, hands[(digit + k + 3 * turn) % len(hands)])
        for turn in range(3)
        for digit, shapes in SHAPES.items()
        for k, shape in enumerate(shapes)
        if turn < 2 or k < 2
    ]


def test_it_reads_95_of_100_drawings_in_many_hands(page, pad):
    wrong = []
    drawings = hundred_drawings()
    assert len(drawings) == 100
    for digit, shape, hand in drawings:
        draw_at_once(page, in_hand(SHAPES[digit][shape], hand))
        wait_for_answer(page)
        if prediction(page) != f"Prediction: {digit}":
            wrong.append(f"{digit}, {shape}, {hand}: {prediction(page)}")
    assert len(wrong) <= 5, wrong


def test_the_answer_follows_while_one_draws_and_undo_and_clear_take_back(page, pad):
    open_step(page, 6)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    middle = box["x"] + box["width"] / 2
    top = box["y"] + 0.13 * box["height"]
    page.mouse.move(middle, top)
    page.mouse.down()
    for step in range(30):
        page.mouse.move(middle, top + 0.024 * step * box["height"])
    page.get_by_text("Prediction: 1").wait_for(timeout=5 * SECONDS)  # the pen is still down
    page.mouse.up()
    wait_for_answer(page)
    expect(page.locator(".lab-inside-layer canvas").first).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    page.get_by_text("No digit yet").wait_for(timeout=5 * SECONDS)
    assert not page.locator(".lab-inside-layer canvas").first.is_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_text("Prediction: 1").wait_for(timeout=5 * SECONDS)


def test_a_finger_draws_without_scrolling_the_page(page, pad):
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    finger = page.context.new_cdp_session(page)

    def touch(kind, y=None):
        points = []
        if y is not None:
            points.append({"x": box["x"] + box["width"] / 2, "y": box["y"] + y * box["height"]})
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 0.1)
    for step in range(10, 90, 4):
        touch("touchMove", step / 100)
    touch("touchEnd")
    wait_for_answer(page)
    assert prediction(page) == "Prediction: 1"
    assert abs(pad.bounding_box()["y"] - box["y"]) < 2
    finger.detach()


def test_what_the_network_sees_is_shown_step_by_step(page, pad):
    draw_strokes(page, in_hand(SHAPES[3]["two bows"], "tiny, in a corner"))
    wait_for_answer(page)
    open_step(page, 3)
    steps = page.locator(".lab-section-3 .lab-draw-steps li")
    expect(steps).to_have_count(5, timeout=10 * SECONDS)
    names = steps.all_inner_texts()
    assert names[:4] == ["Your drawing", "Inverted", "Cropped to the ink", "Scaled to 20 pixels"]
    assert names[4:] == ["Centred by mass in 28 × 28"]
    centred = page.get_by_role("img", name="Centred by mass in 28 × 28: 28 rows, 28 columns")
    expect(centred).to_have_count(2)  # on the first screen it stands alone
    table = page.get_by_role("table", name="Probabilities of the ten digits")
    rows = table.get_by_role("row").all_inner_texts()
    assert 99 < sum(float(text.split()[1].strip(">%")) for text in rows) < 101


def test_a_test_digit_is_selected_with_the_keyboard(page, pad):
    box = page.get_by_role("spinbutton", name="Test digit")
    box.focus()
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    # MNIST's first test image is a 7.
    page.get_by_text("It is a 7: right").wait_for(timeout=10 * SECONDS)
    expect(page.locator(".lab-draw-prediction")).to_have_text("Prediction: 7")


def picture_of(digit, paper, ink, size=(500, 700), place=(90, 380, 0.45)):
    """Return the bytes of a PNG of a digit, small and off-centre.

    paper, ink: their greys, 0 to 255.
    """
    image = Image.new("L", size, paper)
    left, top, scale = place
    for stroke in SHAPES[digit]["plain" if digit == 7 else "two bows"]:
        points = [(left + x * scale * size[0], top + y * scale * size[0]) for x, y in stroke]
        ImageDraw.Draw(image).line(points, fill=ink, width=16, joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def upload(page, name, content, kind="image/png"):
    box = page.get_by_label("Upload a picture")
    box.set_input_files({"name": name, "mimeType": kind, "buffer": content})


@pytest.mark.parametrize(("paper", "ink"), [(225, 60), (20, 200)])
def test_a_picture_is_read_dark_on_light_and_light_on_dark(page, pad, paper, ink):
    for digit in (3, 7):
        upload(page, f"{digit}.png", picture_of(digit, paper, ink))
        words = page.locator(".lab-draw-prediction")
        expect(words).to_have_text(f"Prediction: {digit}", timeout=10 * SECONDS)


def photographed(strokes, colour, kind="PNG"):
    """Return the bytes of a picture of strokes on white paper, each a list of (x, y)."""
    image = Image.new("RGB", (600, 400), "white")
    for stroke in strokes:
        points = [(400 * x, 400 * y) for x, y in stroke]
        ImageDraw.Draw(image).line(points, fill=colour, width=22, joint="curve")
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def test_a_yellow_pen_is_read_and_what_is_hardly_one_digit_is_doubted(page, pad):
    words = page.locator(".lab-draw-prediction")
    doubt = page.locator(".lab-draw-doubt")
    three = [[(0.3 + 0.5 * x, 0.2 + 0.6 * y) for x, y in s] for s in SHAPES[3]["two bows"]]
    upload(page, "yellow.png", photographed(three, "yellow"))
    expect(words).to_have_text("Prediction: 3", timeout=10 * SECONDS)
    expect(doubt).to_be_hidden()
    whole = photographed(three, "black", "JPEG")
    upload(page, "half.jpg", whole[: len(whole) // 2], "image/jpeg")
    expect(doubt).to_contain_text("the file ends before the picture does")
    two = three + [[(x + 0.6, y) for x, y in stroke] for stroke in three]
    upload(page, "two.jpg", photographed(two, "black", "JPEG"), "image/jpeg")
    expect(doubt).to_contain_text("two parts stand side by side")
    expect(words).to_contain_text("Prediction: ")


def test_what_is_no_picture_of_a_digit_is_answered_with_a_sentence(page, pad):
    alert = page.locator(".lab-draw-alert")
    upload(page, "notes.png", b"These are notes, not a picture.")
    expect(alert).to_contain_text("notes.png (image/png) is no picture that this browser can read")
    large = io.BytesIO()
    Image.new("1", (10_000, 5_000)).save(large, "PNG")
    upload(page, "large.png", large.getvalue())
    expect(alert).to_contain_text("large.png has 50 megapixels; expected at most 40")
    upload(page, "paper.png", picture_of(7, 200, 200))
    expect(alert).to_contain_text("Nothing stands out from the paper")


def test_the_maps_of_every_layer_are_there_and_numbers_follow_pointer_and_keys(page, pad):
    open_step(page, 6)
    draw_strokes(page, in_hand(SHAPES[5]["one stroke"], "upright"))
    wait_for_answer(page)
    titles = page.locator(".lab-inside-layer h4")
    titles.first.wait_for(timeout=5 * SECONDS)
    expect(titles).to_have_text(
        [
            "Convolution 1: 32 feature maps of 26 × 26",
            "Pooling 1: 32 feature maps of 13 × 13",
            "Convolution 2: 64 feature maps of 11 × 11",
            "Pooling 2: 64 feature maps of 5 × 5",
        ]
    )
    numbers = page.locator(".lab-inside-numbers")
    sentences = ["Sum of the products", "greatest of four", "Sum over all 32 maps"]
    for layer, sentence in enumerate(sentences):
        page.locator(".lab-inside-layer canvas").nth(layer).focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        expect(page.locator(".lab-inside-large h4")).to_contain_text("map 2")
        expect(numbers).to_contain_text(sentence)
    large = page.get_by_role("application")
    large.focus()
    before = numbers.inner_text()
    page.keyboard.press("ArrowUp")
    expect(numbers).not_to_have_text(before)
    # The map is the square at the right of the picture; at the left is the layer before.
    box = large.bounding_box()
    large.hover(position={"x": box["width"] - box["height"] + 3, "y": 3})
    expect(numbers).to_contain_text("row 1, column 1")
    page.get_by_role("group", name="Digit to explain").get_by_role("button", name="3").click()
    page.get_by_role("img", name="blue pixels speak for a 3").wait_for()


def numbers(places):
    return [float(text.replace("−", "-")) for text in places.all_inner_texts()]


def test_the_products_bias_and_relu_add_up_to_the_map_s_pixel(page, pad):
    open_step(page, 6)
    draw_strokes(page, in_hand(SHAPES[2]["swan"], "slanted"))
    wait_for_answer(page)
    page.locator(".lab-inside-layer canvas").first.wait_for(timeout=5 * SECONDS)
    page.locator(".lab-inside-layer canvas").first.focus()
    page.keyboard.press("Home")
    page.locator(".lab-inside-numbers dt").first.wait_for()
    page.wait_for_timeout(500)

    patch, kernel, products = (
        numbers(page.get_by_role("table", name=name).get_by_role("cell"))
        for name in ("Patch", "Kernel", "Products")
    )
    assert len(patch) == len(kernel) == 9
    for pixel, weight, product in zip(patch, kernel, products, strict=True):
        assert abs(pixel * weight - product) < 0.02
    total, bias, before, after = numbers(page.locator(".lab-inside-numbers dd"))
    assert abs(total - sum(products)) < 0.1
    assert abs(total + bias - before) < 1e-3
    assert after == max(0, before)


def test_drawings_are_read_while_a_run_is_on(page, pad):
    status = page.locator(".lab-status")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(status).to_have_text("training", timeout=60 * SECONDS)
    draw_strokes(page, in_hand(SHAPES[0]["round"], "upright"))
    # It is the network in training that reads, and knows nothing at first.
    expect(page.locator(".lab-draw-prediction")).to_have_text("Prediction: 0")
    filters = page.get_by_role("slider", name="First filter to follow")
    filters.press("End")
    expect(filters).to_have_attribute("aria-valuetext", re.compile(r"^filter (\d+) of \1$"))
    expect(status).to_have_text("training")
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(status).to_have_text("stopped", timeout=30 * SECONDS)
