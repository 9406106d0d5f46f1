"""The hand-in: a run as a lab report, in one HTML file that needs nothing else or as a zip for a GitHub repository.

The words are in templates/report.jinja, once for both; html.jinja and markdown.jinja say how
each of them looks.
"""

import base64
import datetime
import functools
import io
import math
import re
import reprlib
import unicodedata
import zipfile

import numpy as np
from markupsafe import Markup, escape

from cnnlab.report.program import digits_file, program
from cnnlab.report.rendering import templates
from labhelpers import figures
from labhelpers.architecture import layer_table
from labhelpers.digits import EMBEDDED_FILE, DataError, load_digits
from labhelpers.evaluation import result_sentence
from labhelpers.preprocess import split_validation
from labhelpers.wording import percent

LONGEST_TEXT = 100
# Signs that turn the direction of everything after them, and two that XML forbids.
STRAY = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
# What Markdown, as GitHub reads it, could take for more than a character. A value never begins
# a line.
MARKS = re.compile(r"[\\`*_\[\]<>|~&$#@]|:(?=//)|\.(?=[^\W\d])")


def checked_text(kind, text):
    """Return `text`, which somebody typed, as it may stand in a report; ValueError where it has no place in a line."""
    kept = STRAY.sub("", text).strip() if isinstance(text, str) else None
    if (
        kept is None
        or len(kept) > LONGEST_TEXT
        or {unicodedata.category(c) for c in kept} & {"Cc", "Cs", "Zl", "Zp"}
    ):
        expected = f"at most {LONGEST_TEXT} characters on one line. Type it so"
        raise ValueError(f"The {kind} came as {reprlib.repr(text)}; expected {expected}.")
    return kept


def markdown(value):
    """Return a value as text that no reader of Markdown takes for markup."""
    return Markup(MARKS.sub(r"\\\g<0>", " ".join(str(value).split())))


def file_name(name, register, suffix):
    """Return a name for a report's file: letters and digits of any script, and "-", short enough for every disk."""
    words = (
        unicodedata.normalize("NFC", f"cnn-lab-{register}-{name}")
        .replace("\u200c", "")
        .replace("\u200d", "")
    )
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in words)
    return "-".join(kept.split()).encode()[:150].decode(errors="ignore").rstrip("-") + suffix


def report_html(run, name="", register="", inspection=None, date=None):
    """Return the report on a run as the text of one HTML file, which prints on A4.

    name, register: what the student typed, 100 characters at most; ValueError for what is no
        line of text.
    inspection: `session.Inspection`; what the network made of a drawing, where that network is this run's.
    date: a `datetime.date`, today without one.
    """
    return _render("html", _contents(run, name, register, inspection, date))


def report_zip(run, name="", register="", inspection=None, date=None):
    """Return the report as the bytes of a zip: README.md, images/, program.py and what the program needs."""
    contents, packed = _contents(run, name, register, inspection, date), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.md", _render("markdown", contents))
        archive.writestr("program.py", contents["program"])
        for file, picture in contents["pictures"].items():
            archive.writestr(file, picture)
        if contents["file"] == "digits.npz":
            archive.write(EMBEDDED_FILE, "digits.npz")
    return packed.getvalue()


def _render(form, contents):
    escaped, name = (
        (templates(escape), "page.html.jinja")
        if form == "html"
        else (templates(markdown), "report.jinja")
    )
    return escaped.get_template(name).render(
        contents, form=form, exp=math.exp, percent=percent, figures=figures
    )


def _contents(run, name, register, inspection, date):
    """Return everything that the templates write about."""
    name, register = checked_text("name", name), checked_text("register number", register)
    metrics = run.metrics or {}
    metrics = (
        metrics
        if {"confusion_matrix", "report", "dataset", "accuracy", "loss"} <= metrics.keys()
        else None
    )
    digits, problem, parts = None, "", None
    try:
        digits = load_digits(run.source)
        used = slice(run.training.num_train)
        parts = [
            len(part)
            for part in split_validation(digits.train_images[used], digits.train_labels[used])[::2]
        ]
    except DataError as error:
        problem = str(error)
    dataset = (
        metrics["dataset"]
        if metrics
        else run.dataset or (digits.name if digits else digits_file(run) or "MNIST")
    )
    pictures = {}
    figure = functools.partial(_figure, pictures, [name or "Name not given", register])
    who = {"name": name, "register": register, "date": date or datetime.date.today()}
    what = {
        "run": run,
        "progress": run.progress,
        "layers": layer_table(run.cnn),
        "program": program(run),
    }
    data = {
        "dataset": dataset,
        "file": digits_file(run),
        "digits": digits,
        "problem": problem,
        "parts": parts,
    }
    result = metrics and result_sentence(metrics, dataset)
    measured = {"metrics": metrics, "result": result, "sample": _sample(run, digits, inspection)}
    return who | what | data | measured | {"figure": figure, "pictures": pictures}


def _sample(run, digits, inspection):
    """Return an image, its true digit, ten probabilities and its number: the student's own, else a test digit, or None.

    The true digit and the number among the test images are None for a drawing.
    """
    if inspection is not None and inspection.run.folder == run.folder:
        number = None
        if digits:  # the pad shows test digits, too
            number = next(
                iter(np.flatnonzero((digits.test_images == inspection.image).all(axis=(1, 2)))),
                None,
            )
        return (
            inspection.image,
            None if number is None else digits.test_labels[number],
            inspection.probabilities,
            number,
        )
    probabilities = run.probabilities
    if digits is None or probabilities is None or len(probabilities) != len(digits.test_images):
        return None
    return digits.test_images[0], digits.test_labels[0], probabilities[0], 0


def _figure(pictures, words, name, drawn, caption):
    """Return where a figure is in the zip, its caption and itself, an SVG that also goes to `pictures`, by its place.

    The SVG holds the figure's picture and, as text in the reader's own fonts, whose it is:
    `words`.
    """
    width, height = (round(side * drawn.dpi) for side in drawn.get_size_inches())
    png = base64.b64encode(figures.figure_png(drawn, 2 * drawn.dpi)).decode("ascii")
    drawn.clear()  # or its memory would wait for the garbage collector
    file, svg = f"images/{name}.svg", templates(escape).get_template("figure.svg.jinja")
    pictures[file] = svg.render(
        width=width, height=height, picture=png, caption=caption, words=words
    )
    return {"file": file, "caption": caption, "svg": Markup(pictures[file])}
