"""The desk's own server, and its page in a real Chromium."""

import contextlib
import csv
import json
import re
import threading
import urllib.error
import urllib.request

import pytest

from cnnlab.desk.remarks import TOGETHER, Remark
from cnnlab.desk.rows import add, broken_row
from cnnlab.desk.sent import Sent
from cnnlab.desk.serving import Desk, Server
from cnnlab.desk.typed import read_typed
from cnnlab.desk.writing import make_folder, write_all
from cnnlab.runs.exercises import NAMES
from tests.waiting import wait_until

SCRIPT = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>"


def row(number, name):
    """Return a row of a hand-in that was read."""
    own = broken_row(number, Sent("", f"{number}.zip"), "")
    exercises = {name: "right" for names in NAMES.values() for name in names}
    sentences = {"changed": f"I took few filters because my laptop is slow. {SCRIPT}"}
    read = {"is_read": True, "remarks": [], "exercises": exercises, "num_right": 22}
    read |= {"name": name, "register": f"RA{number}", "claimed": 0.9, "sentences": sentences}
    read |= {"recomputed": "yes", "recomputed_accuracy": 0.9, "sample": [[9] * 28] * 28}
    read["guessed"] = f"The student drew 90.0% after epoch 3. {SCRIPT}"
    read["confusion"] = [[90 if a == b else 1 for b in range(10)] for a in range(10)]
    return own | read


@pytest.fixture
def rows():
    made = [row(1, "Zoë"), row(2, SCRIPT), row(3, "Ada")]
    add(made[0], [Remark(TOGETHER, "The drawing is that of Ada (row 3).", (3,))])
    return made


@pytest.fixture
def served(rows, tmp_path):
    """Return (the address of a desk's page, the folder that it writes to)."""
    make_folder(tmp_path / "marks")
    write_all(tmp_path / "marks", rows, {}, "hand-ins")
    server = Server(Desk(tmp_path / "marks", rows, {}, "hand-ins"), 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.address, tmp_path / "marks"
    server.shutdown()
    server.server_close()
    thread.join()


def put(address, content, **headers):
    request = urllib.request.Request(address, content, headers, method="PUT")
    with contextlib.closing(urllib.request.urlopen(request, timeout=10)) as answer:
        return answer.read()


def test_what_is_typed_is_in_every_file(served):
    address, marks = served
    typed = {"1.zip": {"mark": "7.5", "remark": "Well\nread.", "digest": ""}}
    put(f"{address}typed", json.dumps(typed).encode())
    put(f"{address}typed", json.dumps({"3.zip": {"mark": "9"}}).encode())
    assert read_typed(marks)["1.zip"]["mark"] == "7.5"
    with open(marks / "marks.csv", encoding="utf-8-sig", newline="") as file:
        found = {line["file"]: (line["mark"], line["remark"]) for line in csv.DictReader(file)}
    assert found["1.zip"] == ("7.5", "Well read.")
    assert found["3.zip"] == ("9", "")
    assert "7.5" in (marks / "feedback" / "RA1.html").read_text("utf-8")


def test_the_newer_mark_wins_whatever_comes_last(served):
    address, marks = served
    for second, mark in ((2, "8"), (1, "5")):
        one = {"mark": mark, "time": f"2026-11-30T10:00:0{second}.000Z"}
        put(f"{address}typed", json.dumps({"1.zip": one}).encode())
    assert read_typed(marks)["1.zip"]["mark"] == "8"


def test_a_table_that_cannot_be_written_is_said_and_written_later(served):
    """A folder in the table's place refuses it on every system, as Excel does on Windows."""
    address, marks = served
    (marks / "marks.csv").unlink()
    (marks / "marks.csv").mkdir()
    typed = json.dumps({"1.zip": {"mark": "7.5"}}).encode()
    with pytest.raises(urllib.error.HTTPError) as caught:
        put(f"{address}typed", typed)
    sentence = caught.value.read().decode()
    assert "The marks are in typed.json, and marks.csv cannot be written" in sentence
    assert read_typed(marks)["1.zip"]["mark"] == "7.5"
    (marks / "marks.csv").rmdir()
    put(f"{address}typed", typed)
    assert "7.5" in (marks / "marks.csv").read_text("utf-8-sig")
    assert "7.5" in (marks / "feedback" / "RA1.html").read_text("utf-8")


def test_strangers_get_nothing(served):
    address, marks = served
    root = address.rsplit("/", 2)[0]
    refused = [
        (f"{root}/", b"{}", {}),
        (f"{root}/guess/typed", b"{}", {}),
        (f"{address}typed", b"{}", {"Host": "evil.example"}),
        (f"{address}typed", b"[1]", {}),
        (f"{address}typed", b"{half", {}),
    ]
    for where, content, headers in refused:
        with pytest.raises(urllib.error.HTTPError) as caught:
            put(where, content, **headers)
        assert caught.value.code in (400, 404)
    assert read_typed(marks) == {}


@pytest.mark.browser
def test_an_instructor_marks_with_the_keyboard_alone(served, browser):
    address, marks = served
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text))
    page.goto(address)
    page.keyboard.press("j")  # the one that asks for a look comes first
    assert page.locator("#detail h2").inner_text() == "Zoë"
    assert page.get_by_text("The student drew 90.0% after epoch 3. </script>").is_visible()
    page.keyboard.press("m")
    page.keyboard.type("7")
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.keyboard.press("Enter")
        page.keyboard.type("8")
    page.keyboard.press("Escape")
    assert page.locator("#detail h2").inner_text() == SCRIPT
    page.keyboard.press("k")
    page.get_by_role("button", name="Side by side").click()
    assert page.locator("#sides mark").count() == 2
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Without a mark").click()
    assert page.locator("#rows tr:not(.printed)").count() == 1
    page.reload()
    assert page.locator("td.mark").all_inner_texts() == ["7", "8", "–"]
    assert page.title() == "CNN Lab: 3 hand-ins"
    assert problems == []
    kept = {key: one["mark"] for key, one in read_typed(marks).items()}
    assert kept == {"1.zip": "7", "2.zip": "8"}
    page.close()


@pytest.mark.browser
def test_what_is_printed_is_ink_on_paper_with_heads_on_each_sheet(served, browser):
    address, marks = served
    page = browser.new_page(color_scheme="dark")
    page.goto(address)
    page.emulate_media(media="print", color_scheme="dark")
    # A button in a head is left out where the head is repeated.
    head = page.locator("#heads button").first
    assert head.evaluate("(button) => getComputedStyle(button).display") == "contents"
    remarks = page.locator("#rows tr:has(+ .printed)").first
    assert remarks.evaluate("(row) => getComputedStyle(row).breakAfter") == "avoid"
    for file in (None, marks / "feedback" / "RA1.html"):
        if file:
            page.goto(file.as_uri())
        colour = page.locator("h1").evaluate("(head) => getComputedStyle(head).color")
        assert max(map(int, re.findall(r"\d+", colour))) < 64, (file, colour)
    page.close()


@pytest.mark.browser
def test_the_list_needs_no_mouse_and_loses_no_mark(served, browser):
    address, marks = served
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    page.get_by_role("button", name="Without a mark").press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Without a mark3"
    page.locator("#rows").get_by_role("button", name="Zoë").press("Enter")
    page.keyboard.press("ArrowDown")
    focused = page.locator("#rows [aria-current]")
    assert focused.inner_text() == SCRIPT
    assert focused.evaluate("button => button === document.activeElement")
    page.keyboard.press("m")
    page.keyboard.press("ArrowUp")  # of the field, not of the list
    page.keyboard.type("8")  # the row leaves the list, and Enter goes on from its place
    page.keyboard.press("Enter")
    assert page.locator("#detail h2").inner_text() == "Ada"
    page.keyboard.type("9")
    page.goto("about:blank")  # before the page's pause has passed
    wait_until(lambda: read_typed(marks).get("3.zip", {}).get("mark") == "9", seconds=20)
    assert read_typed(marks)["2.zip"]["mark"] == "8"
    page.close()


@pytest.mark.browser
def test_the_page_from_the_disk_keeps_marks_in_the_browser(rows, tmp_path, browser):
    make_folder(tmp_path / "marks")
    write_all(tmp_path / "marks", rows, {}, "hand-ins")
    page = browser.new_page()
    page.goto((tmp_path / "marks" / "overview.html").as_uri())
    assert "in this browser alone" in page.locator("#kept").inner_text()
    page.locator("tr[data-number='3']").click()
    page.locator("#typed-mark").fill("=9")
    wait_until(lambda: page.evaluate("localStorage.length"), seconds=20)
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name="moodle.csv").click()
    text = download.value.path().read_text("utf-8-sig")
    assert "Ada,RA3,'=9," in text
    page.close()
