"""The report of a run, complete and half-finished, as HTML and as a zip.

What students type is text everywhere.
"""

import dataclasses
import datetime
import html.parser
import io
import json
import types
import xml.etree.ElementTree
import zipfile

import numpy as np
import pytest

from cnnlab.report.program import program
from cnnlab.report.rendering import markdown
from cnnlab.report.report import report_html, report_zip
from cnnlab.report.typed_text import LONGEST_TEXT, checked_text, file_name
from cnnlab.runs import Book
from labhelpers.config import CHOICES, CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.events import Failed, Paused, Stopped
from tests.labhelpers.own_archive import save_disorder
from tests.recorded import recorded_run

HEADINGS = ["AIM", "THEORY", "NEURAL NETWORK MODEL", "DESIGN STEPS", "PROGRAM", "OUTPUT", "RESULT"]
OUTPUTS = [
    "Training Loss and Accuracy per Epoch",
    "Confusion Matrix",
    "Classification Report",
    "New Sample Data Prediction",
]
SCRIPT = "<script>alert(1)</script> & \"Zoë\" 'O'"
TAMIL, ARABIC = "தமிழ்ச்செல்வி இராமசாமி", "فاطمة الزهراء"
NASTY = [
    SCRIPT,
    TAMIL,
    ARABIC,
    "*a* _b_ **c** `d` ~~e~~ $x$",
    "[a](http://b.c) ![d](e.png) <http://f.g>",
    "a | b || c",
    "www.example.com https://example.com a@b.cd @user #12",
    "&lt;b&gt; &amp; &#60; \\ \\\\ \\|",
    "# a", "1. a", "- a", "+ a", "> a", "---", "```", "    indented",
]  # fmt: skip


class Reader(html.parser.HTMLParser):
    """Takes an HTML file apart: its elements' names, its headings, its text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.headings, self.words, self.addresses = [], [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append(tag)
        self.addresses += [value for name, value in attributes if name in ("src", "href")]

    def handle_data(self, data):
        self.words += data
        if self.elements and self.elements[-1] in ("h1", "h2", "h3") and data.strip():
            self.headings.append(data.strip())


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return Book("tests", tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def complete(book):
    return recorded_run(book, "complete", filters=8)


def unpacked(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rendered(text):
    """Return Markdown as GitHub would show it: with tables, links and raw HTML."""
    import mistune

    return mistune.create_markdown(escape=False, plugins=["table", "url", "strikethrough"])(text)


def test_a_complete_report_has_every_part_in_order(complete):
    page = Reader(report_html(complete, "Anna", "24BAD001", date=datetime.date(2026, 11, 22)))
    assert [heading for heading in page.headings if heading in HEADINGS + OUTPUTS] == [
        *HEADINGS[:6],
        *OUTPUTS,
        "RESULT",
    ]
    assert page.elements.count("svg") == 4
    for typed in ("Anna", "24BAD001"):
        assert page.words.count(typed) >= 5  # above, and on every figure
    for words in (
        "22 November 2026",
        "26 × 26 × 8",
        "(3 × 3 × 1 + 1) × 8",
        "embedded digits",
        "1,442 images",
    ):
        assert words in page.words
    assert program(complete) in page.words
    assert f"accuracy {complete.metrics['accuracy']:.4f}" in page.words
    for words in ("Missing", "not finished", "stopped", "not recorded"):
        assert words not in page.words
    assert complete.metrics["versions"]["numpy"] in page.words
    assert all(address.startswith("data:image/png") for address in page.addresses)
    assert "script" not in page.elements


def test_poor_results_are_called_poor(book):
    poor = recorded_run(book, "poor", error=0.95, filters=8)
    assert poor.metrics["accuracy"] < 0.9
    assert "That is poor" in Reader(report_html(poor)).words


def test_an_accuracy_below_one_is_never_told_as_all(book):
    run = recorded_run(book, "almost", filters=8)
    history = run.progress.history | {"accuracy": [0.5, 0.99996], "val_accuracy": [0.4, 0.99996]}
    run.save_progress(dataclasses.replace(run.progress, history=history))
    run.save_metrics(run.metrics | {"accuracy": 0.99996})
    result = Reader(report_html(run)).words.partition("RESULT")[2]
    words = " ".join(result.split())
    assert "the model reads >99.99% rightly" in words
    assert "the accuracy was on average >99.99% on the training images" in words
    assert "and >99.99% after it on the validation images" in words
    assert "100.00%" not in words


def test_what_is_not_there_is_named(book):
    stopped = Reader(report_html(recorded_run(book, "stopped", Stopped(), filters=8))).words
    assert "This run was stopped. Training ended after 1.5 of 3 epochs" in stopped
    assert "the run was stopped after 1.5 of 3 epochs" in stopped.partition("RESULT")[2]
    paused = recorded_run(book, "paused", Paused(), is_measured=False, filters=8)
    page = Reader(report_html(paused))
    assert "This run is not finished: it is paused." in page.words
    for words in ("the confusion matrix.", "the classification report.", "a sample."):
        assert f"Missing: {words}" in page.words
    assert page.elements.count("svg") == 2
    for words in (
        "There is no result yet.",
        "47.00% after the last whole epoch",
        "not given",
        "Name not given",
        "not recorded",
    ):
        assert words in page.words
    why = Failed("The loss became <nan>.")
    failed = recorded_run(book, "failed", why, is_measured=False, filters=8)
    page = Reader(report_html(failed))
    assert "This run failed. The lab said: The loss became <nan>." in page.words


def test_a_run_of_which_nothing_is_left_but_its_choices(book):
    empty = book.new_run(CnnConfig(), TrainingConfig(), "no/such/file.npz")
    empty.save()
    page = Reader(report_html(empty, TAMIL))
    for words in ("The images could not be opened.", "it is waiting", "Missing: the curves."):
        assert words in page.words
    assert "README.md" in unpacked(report_zip(empty))
    from_who_knows_where = json.dumps({"accuracy": 0.5})
    (empty.folder / "metrics.json").write_text(from_who_knows_where)
    assert "Missing: the confusion matrix." in Reader(report_html(empty)).words


@pytest.fixture
def inspected():
    """Return a function that makes what the page knows of an image that a run's network read."""

    def make(run, image, moment=None):
        answer = np.full(10, 0.02, "float32")
        answer[7] = 0.82
        return types.SimpleNamespace(run=run, image=image, probabilities=answer, moment=moment)

    return make


def test_the_sample_is_the_students_own_drawing(complete, book, inspected):
    digit = load_digits("embedded").test_images[3]
    drawing = np.roll(digit, 2)
    page = report_html(complete, inspection=inspected(complete, drawing))
    assert "a digit of my own" in page
    assert "reads it as a <strong>7</strong> (probability 82%)" in page
    # The pad shows test digits, too.
    page = report_html(complete, inspection=inspected(complete, digit))
    assert "The sample is test image 3" in page
    other = recorded_run(book, "other")
    for inspection in (inspected(other, drawing), inspected(complete, drawing, "an early one")):
        assert "The sample is test image 0" in report_html(complete, inspection=inspection)


def test_it_says_all_that_augmentation_does(book):
    run = recorded_run(book, "moved", is_measured=False)
    training = dataclasses.replace(run.training, augment=True)
    words = Reader(report_html(dataclasses.replace(run, training=training))).words
    assert "by up to 10 degrees either way" in words
    assert "scale its coordinates by 0.9 to 1.1" in words
    assert "shift it by up to 2 pixels along each axis" in words


@pytest.mark.parametrize("optimizer", ["adam", "sgd", "rmsprop"])
def test_it_says_what_the_optimizer_does(book, optimizer):
    run = recorded_run(book, optimizer, is_measured=False)
    training = dataclasses.replace(run.training, optimizer=optimizer)
    words = Reader(report_html(dataclasses.replace(run, training=training))).words
    option = CHOICES["optimizer"].option(optimizer)
    assert f"{option.phrase} moves each weight against" in words
    assert f"{option.phrase} {option.explanation}." in words
    assert f"Compile with {option.phrase} (learning rate 0.001)" in words
    assert ("Adam" in words) == (optimizer == "adam")


@pytest.mark.parametrize("typed", [SCRIPT, "&lt;b&gt; &amp; {{ 7 * 7 }} {% raw %}"])
def test_what_is_typed_is_text_in_html(complete, typed):
    page = Reader(report_html(complete, typed, typed))
    assert page.words.count(typed.strip()) >= 10
    assert not {"script", "b", "a"} & set(page.elements)


@pytest.mark.parametrize("typed", NASTY)
def test_what_is_typed_is_text_in_markdown(typed):
    page = Reader(
        rendered(f"| Name | {markdown(typed)} |\n| --- | --- |\n| a | x {markdown(typed)} |\n")
    )
    assert page.elements == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert page.words.count(" ".join(typed.split())) == 2


@pytest.mark.parametrize(
    "typed", ["a\nb", "a\x00", "\ud800", "a\u2028b", "x" * (LONGEST_TEXT + 1), None, 7, ["a"]]
)
def test_what_is_no_line_of_text_is_refused(complete, typed):
    with pytest.raises(ValueError, match=r"The register number came as .* at most 100 characters"):
        report_html(complete, "Anna", typed)


def test_signs_that_turn_the_text_around_are_taken_out():
    assert checked_text("name", " \u202egro.live\u2066 \ufffe") == "gro.live"
    assert checked_text("name", ARABIC) == ARABIC
    assert checked_text("name", "") == ""


@pytest.mark.parametrize(
    ("name", "register", "expected"),
    [
        ("Anna Meyer", "24BAD001", "cnn-lab-24BAD001-Anna-Meyer.zip"),
        (TAMIL, "", "cnn-lab-தமிழ்ச்செல்வி-இராமசாமி.zip"),
        (ARABIC, "٢٤", "cnn-lab-٢٤-فاطمة-الزهراء.zip"),
        ("../../etc/passwd", "C:\\con|?*", "cnn-lab-C-con-etc-passwd.zip"),
        ("", "", "cnn-lab.zip"),
        (SCRIPT, ".", "cnn-lab-script-alert-1-script-Zoë-O.zip"),
    ],
)
def test_file_names(name, register, expected):
    assert file_name(name, register, ".zip") == expected


def test_a_long_file_name_fits_every_disk():
    assert len(file_name("த" * 100, "1" * 100, ".html").encode()) <= 160


def test_the_zip_is_ready_for_a_repository(complete):
    name = f"{SCRIPT} {TAMIL} {ARABIC}"
    files = unpacked(report_zip(complete, name, "24BAD001"))
    kinds = ("network", "history", "confusion_matrix", "sample")
    images = {f"images/{kind}.svg" for kind in kinds}
    for_programs = {"hand-in.json", "predictions.npz", "sample.npy"}
    assert set(files) == {"README.md", "program.py", "digits.npz"} | for_programs | images
    assert files["program.py"].decode() == program(complete)
    with np.load(io.BytesIO(files["digits.npz"])) as digits:
        assert np.array_equal(digits["x_test"], load_digits("embedded").test_images)
    for image in images:
        drawn = xml.etree.ElementTree.fromstring(files[image])
        assert [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")] == [
            name,
            "24BAD001",
        ]
    page = Reader(rendered(files["README.md"].decode()))
    assert [heading for heading in page.headings if heading in HEADINGS] == HEADINGS
    assert name in page.words and not {"script", "a"} & set(page.elements)
    assert set(page.addresses) == images
    assert "The data set is the embedded digits: 1,442 images to train with" in page.words
    assert program(complete) in page.words


def test_it_says_what_was_put_right_in_a_file_of_ones_own(book, tmp_path):
    path = save_disorder(tmp_path / "mine.npz")
    run = book.new_run(CnnConfig(), TrainingConfig(), str(path), "mine.npz")
    run.save()
    words = " ".join(Reader(report_html(run)).words.split())
    said = "355 to test with. Its images are dark ink on light, so they were turned: 255 - x. Its "
    assert f"The data set is mine.npz: 1,442 images to train with, {said}training images" in words
