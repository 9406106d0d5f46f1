"""What the browser tests and the benchmarks share: servers, and a Chromium to look at them."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.waiting import PATIENT_SECONDS

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port():
    """Return a port of this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(*command, folder=PROJECT, path="", **environment):
    """Run `python -m command... --port=PORT` until the block ends.

    Gives its address, once it answers.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    process = subprocess.Popen(
        [sys.executable, "-m", *command, f"--port={port}"],
        cwd=folder,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(address + path, process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def jupyterlab_server(folder, **environment):
    """Serve a folder in a JupyterLab that asks for no password and keeps no workspace."""
    return server(
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
        f"--ServerApp.root_dir={folder}",
        "--LabApp.news_url=None",
        "--LabApp.expose_app_in_browser=True",
        folder=folder,
        path="lab",
        JUPYTERLAB_WORKSPACES_DIR=str(folder / ".workspaces"),
        **environment,
    )


def _wait_for(address, process):
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return None
        except OSError:
            time.sleep(0.1)
    status = f"its exit status is {process.poll()}"
    raise RuntimeError(f"{process.args} does not answer at {address}; {status}.")


@contextlib.contextmanager
def chromium_browser(executable):
    """Give a fresh Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def chromium_page(executable, width=1280, height=900):
    """Give a page of a fresh Chromium."""
    with chromium_browser(executable) as browser:
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(60 * PATIENT_SECONDS)
        yield page


def open_step(page, number):
    """Unfold one of the six steps, unless it is open."""
    heading = page.locator(f"#lab-step-{number} button")
    heading.wait_for(timeout=60 * PATIENT_SECONDS)
    if heading.get_attribute("aria-expanded") == "false":
        heading.click()


def numbers(page):
    """Return the numbers beside the last live chart of the page, by name."""
    pairs = page.locator(".lab-chart").last.locator(".lab-chart-numbers > div")
    return dict(text.split("\n")[:2] for text in pairs.all_inner_texts())


def frames_of_one_epoch(page, wanted=3, seconds=60.0):
    """Return different frames of the live chart, all within the same epoch of a run.

    Each is (curve, numbers); wanted: how many, unless `seconds` pass before.
    """
    curve = page.locator(".lab-chart").last.locator(".lab-chart-training").first
    deadline = time.monotonic() + seconds
    frames = []
    while time.monotonic() < deadline and len(frames) < wanted:
        path = curve.get_attribute("d")
        shown = numbers(page)
        if frames and shown["Epoch"] != frames[-1][1]["Epoch"]:
            frames = []
        if path and (not frames or path != frames[-1][0]):
            frames.append((path, shown))
        page.wait_for_timeout(50)
    return frames


def draw_strokes(page, strokes):
    """Draw on the page's pad with the mouse; strokes: lists of points (x, y) on a pad of 1 x 1."""
    pad = page.get_by_label("Draw a digit", exact=True)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    for stroke in strokes:
        first, *others = [
            (box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke
        ]
        page.mouse.move(*first)
        page.mouse.down()
        for place in others:
            page.mouse.move(*place)
        page.mouse.up()


def draw_at_once(page, strokes):
    """Clear the pad and draw on it with events made in the page: hundreds of them in no time."""
    draw = """strokes => {
        const named = [...document.querySelectorAll(".lab-draw button")];
        named.find((button) => button.textContent.trim() === "Clear").click();
        const pad = document.querySelector("canvas[aria-label='Draw a digit']");
        const box = pad.getBoundingClientRect();
        const tell = (type, [x, y]) => {
            const clientX = box.x + x * box.width;
            const clientY = box.y + y * box.height;
            const place = { clientX, clientY, pointerId: 1, button: 0, bubbles: true };
            pad.dispatchEvent(new PointerEvent(type, place));
        };
        for (const stroke of strokes) {
            tell("pointerdown", stroke[0]);
            for (const place of stroke.slice(1)) tell("pointermove", place);
            tell("pointerup", stroke.at(-1));
        }
    }"""
    page.evaluate(draw, strokes)


def wait_for_answer(page, timeout=10_000):
    """Wait until the network has answered to what was last asked of the pad; milliseconds."""
    answered = """() => {
        const { asked, answered } = document.querySelector(".lab-draw").dataset;
        return asked && asked === answered;
    }"""
    page.wait_for_function(answered, timeout=timeout, polling=10)
