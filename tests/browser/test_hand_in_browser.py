"""The hand-in in a real Chromium: reports without a network, the README, the downloads."""

import contextlib
import io
import zipfile

import pytest
from playwright.sync_api import expect

from cnnlab.report import drop
from cnnlab.report.program import program
from cnnlab.report.report import report_html, report_zip
from cnnlab.runs import Book
from labhelpers.events import Paused, Stopped
from tests.browser.axe import violations_in_light_and_dark
from tests.browser.driving import open_step, server
from tests.cnnlab.report.test_report import ARABIC, SCRIPT, TAMIL, rendered
from tests.recorded import recorded_run
from tests.waiting import PATIENT_SECONDS

pytestmark = pytest.mark.browser

SECONDS = PATIENT_SECONDS
ALL_IMAGES = "[...document.images].every((image) => image.complete && image.naturalWidth > 100)"
SIDEWAYS = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return Book("default", tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def run(book):
    return recorded_run(book, "complete", filters=8)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """Return the folder in which hand-ins are left."""
    folder = tmp_path_factory.mktemp("handed-in")
    drop.open_drop(folder)
    return folder


@pytest.fixture(scope="module")
def address(book, run, handed_in, tmp_path_factory):
    """Serve the page where MNIST is not to be had; give its address."""
    offline = {
        "MNIST_NPZ": "",
        "KERAS_HOME": str(tmp_path_factory.mktemp("home")),
        "HTTPS_PROXY": "http://127.0.0.1:9",
    }
    environment = {"LAB_RUNS": str(book.folder.parent)} | offline
    environment |= {drop.FOLDER: str(handed_in), drop.UNTIL: "2999-01-01"}
    with server("cnnlab", "serve", **environment) as address:
        yield address


def is_wrong(message):
    """Say whether a line in the console is an error.

    Voila's own, when a page that is left ends its kernel, is none.
    """
    return message.type == "error" and "/shutdown/" not in message.location["url"]


@contextlib.contextmanager
def watched(page):
    """Give a page, which keeps what goes wrong in `wrong`."""
    page.wrong = []

    def dismiss(dialog):
        page.wrong.append(dialog.message)
        dialog.dismiss()

    listeners = {
        "pageerror": lambda error: page.wrong.append(str(error)),
        "dialog": dismiss,
        "console": lambda message: is_wrong(message) and page.wrong.append(message.text),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    yield page
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


@pytest.fixture
def careful_page(new_page):
    """Give a page that keeps what goes wrong in `wrong`."""
    with watched(new_page()) as page:
        yield page


@pytest.fixture
def offline_page(browser):
    """Give such a page without a network."""
    with watched(browser.new_page(offline=True)) as page:
        yield page
        page.context.close()


@pytest.mark.parametrize(
    ("name", "end", "is_measured"),
    [(SCRIPT, None, True), (TAMIL, Stopped(), True), (ARABIC, Paused(), False)],
)
def test_a_report_opens_without_a_network(book, tmp_path, offline_page, name, end, is_measured):
    report = tmp_path / "report.html"
    made = recorded_run(book, "opened", end, is_measured, filters=8)
    report.write_text(report_html(made, name, "24BAD001"), encoding="utf-8")
    made.folder.rename(tmp_path / "opened")  # it is not one of the page's
    page = offline_page
    page.set_viewport_size({"width": 390, "height": 800})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    expect(page.get_by_role("cell", name=name, exact=True)).to_be_visible()
    pictures = page.locator("figure svg")
    assert pictures.count() == (4 if is_measured else 2)
    for picture in pictures.all():
        expect(picture.locator("text").first).to_have_text(name)
        box = picture.bounding_box()
        assert 100 < box["width"] <= 390
        assert box["height"] > 50
    assert page.get_by_role("alert").count() == 0
    assert page.locator("script").count() == 0
    assert page.evaluate(SIDEWAYS) == 0
    assert [url[:5] for url in asked if url != report.as_uri()] == ["data:"] * len(asked[1:])
    printed = page.pdf(prefer_css_page_size=True)
    assert 4 <= printed.count(b"/Type /Page\n") <= 8
    assert b"/MediaBox [0 0 594.95" in printed or b"/MediaBox [0 0 595" in printed  # A4
    assert not page.wrong


def test_the_readme_shows_its_images(run, tmp_path, offline_page):
    name = f"{TAMIL} {ARABIC}"
    with zipfile.ZipFile(io.BytesIO(report_zip(run, name, SCRIPT))) as archive:
        archive.extractall(tmp_path)
    readme = rendered((tmp_path / "README.md").read_text(encoding="utf-8"))
    html = f'<!DOCTYPE html><meta charset="utf-8">{readme}'
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    page = offline_page
    page.goto((tmp_path / "index.html").as_uri())
    assert page.locator("img").count() == 4
    assert page.evaluate(ALL_IMAGES)
    assert page.locator("script").count() == 0
    for typed in (name, SCRIPT):
        expect(page.get_by_role("cell", name=typed, exact=True)).to_be_visible()
    assert not page.wrong


def hand_in(page, address):
    """Open the lab's page; return the hand-in, once its program is there."""
    page.goto(address)
    open_step(page, 6)
    panel = page.locator(".lab-hand-in")
    expect(panel.locator("code")).to_contain_text("keras.Sequential", timeout=60 * SECONDS)
    return panel


def downloaded(page, label):
    with page.expect_download(timeout=30 * SECONDS) as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_the_digits_are_named_and_the_program_copied_also_without_a_clipboard(
    address, run, careful_page
):
    page = careful_page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel = hand_in(page, address)
    expect(page.locator(".lab-chip", has_text="embedded")).to_be_visible()
    expect(page.locator(".lab-steps-reason")).to_contain_text("MNIST")
    about = f"This is about {run.title}, on embedded digits. The run is finished."
    expect(panel).to_contain_text(about)
    expect(panel).to_contain_text("The zip for GitHub holds the digits.npz that the program")
    copy = page.get_by_role("button", name="Copy the program")
    copy.click()
    expect(panel.get_by_role("status")).to_have_text("The program is in the clipboard.")
    assert page.evaluate("navigator.clipboard.readText()") == program(run)
    page.evaluate("navigator.clipboard.writeText('')")
    gone = "{ configurable: true, value: undefined }"
    page.evaluate(f"Object.defineProperty(navigator, 'clipboard', {gone})")
    copy.click()
    read = "delete navigator.clipboard && navigator.clipboard.readText()"
    assert page.evaluate(read).strip() == program(run).strip()
    page.evaluate(f"Object.defineProperty(navigator, 'clipboard', {gone})")
    link = page.get_by_role("link", name="Link to this set-up")
    link.click()
    expect(page.get_by_text("Copied.", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="With the seed")).to_be_visible()
    assert page.evaluate(read) == link.evaluate("link => link.href")
    assert not page.wrong


def type_too_much(page, panel):
    """What has no place in a report is answered with a sentence."""
    page.get_by_label("Name", exact=True).fill("Ada")
    box = page.get_by_label("Register number")
    box.fill("x" * 100)
    box.evaluate("(box) => { box.maxLength = 200 }")
    box.press_sequentially("yz")
    page.get_by_role("button", name="Download the report (HTML)").click()
    sentence = "expected at most 100 characters"
    expect(panel.get_by_role("status")).to_contain_text(sentence, timeout=10 * SECONDS)


def test_the_report_comes_in_both_forms_with_what_was_typed(address, careful_page):
    page = careful_page
    panel = hand_in(page, address)
    page.get_by_role("button", name="Download the report (HTML)").click()
    expect(panel.get_by_role("status")).to_contain_text("Your name is empty")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    type_too_much(page, panel)
    page.get_by_label("What I would try next").fill(f"More epochs, {ARABIC}.")
    page.get_by_label("Name", exact=True).fill(f"{TAMIL} <b>")
    page.get_by_label("Register number").fill(ARABIC)
    name, content = downloaded(page, "Download the report (HTML)")
    number = "-".join(ARABIC.split())
    assert name == f"cnn-lab-{number}-{'-'.join(TAMIL.split())}-b.html"
    assert f"{TAMIL} &lt;b&gt;" in content.decode()
    assert "<b>" not in content.decode()
    assert f"More epochs, {ARABIC}." in content.decode()
    expect(panel.get_by_role("status")).to_contain_text("goes to your browser's downloads")
    hand_in(page, address)  # it stays typed after a reload
    expect(page.get_by_label("Name", exact=True)).to_have_value(f"{TAMIL} <b>")
    written = page.get_by_label("What I would try next")
    expect(written).to_have_value(f"More epochs, {ARABIC}.")
    name, content = downloaded(page, "Download for GitHub (zip)")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert ARABIC in archive.read("README.md").decode()
    assert not page.wrong


def test_on_a_phone_too_handing_in_leaves_a_zip_and_a_receipt(address, handed_in, careful_page):
    page = careful_page
    page.set_viewport_size({"width": 390, "height": 800})
    panel = hand_in(page, address)
    assert page.evaluate(SIDEWAYS) == 0
    assert not violations_in_light_and_dark(page, ".lab-hand-in")
    page.get_by_label("Register number").fill("24BAD007")
    page.get_by_label("Name", exact=True).fill("Ada")
    name, content = downloaded(page, "Hand in")
    assert (handed_in / name).read_bytes() == content
    expect(panel).to_contain_text(", in time.")
    hand_in(page, address)
    expect(panel).to_contain_text("This run was handed in on")
    assert page.evaluate(SIDEWAYS) == 0
    assert not page.wrong
