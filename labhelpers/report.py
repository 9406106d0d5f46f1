"""The hand-in: a run as a lab report, in one HTML file that needs nothing else or as a zip for a GitHub repository.

The words are in templates/report.jinja, once for both; html.jinja and markdown.jinja say how each of them looks.
"""

import base64
import datetime
import io
import itertools
import math
import re
import reprlib
import unicodedata
import zipfile

import numpy as np
from markupsafe import Markup, escape

from labhelpers import figures
from labhelpers.config import layer_table
from labhelpers.data import DataError, load_digits
from labhelpers.evaluation import result_sentence
from labhelpers.preprocess import split_validation
from labhelpers.program import digits_file, program, templates
from labhelpers.result_figures import percent

LONGEST_TEXT = 100
# Signs that turn the direction of everything after them, and two that XML forbids.
STRAY = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
# What Markdown, as GitHub reads it, could take for more than a character. A value never begins a line.
MARKS = re.compile(r"[\\`*_\[\]<>|~&$#@]|:(?=//)|\.(?=[^\W\d])")


def checked_text(kind, text):
    """Return `text`, which somebody typed, as it may stand in a report; ValueError where it has no place in a line."""
    kept = STRAY.sub("", text).strip() if isinstance(text, str) else None
    if kept is None or len(kept) > LONGEST_TEXT or {unicodedata.category(c) for c in kept} & {"Cc", "Cs", "Zl", "Zp"}:
        expected = f"at most {LONGEST_TEXT} characters on one line. Type it so"
        raise ValueError(f"The {kind} came as {reprlib.repr(text)}; expected {expected}.")
    return kept


def markdown(value):
    """Return a value as text that no reader of Markdown takes for markup."""
    return Markup(MARKS.sub(r"\\\g<0>", " ".join(str(value).split())))


def file_name(name, register, suffix):
    """Return a name for a report's file: letters and digits of any script, and "-", short enough for every disk."""
    words = unicodedata.normalize("NFC", f"cnn-lab-{register}-{name}").replace("\u200c", "").replace("\u200d", "")
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in words)
    return "-".join(kept.split()).encode()[:150].decode(errors="ignore").rstrip("-") + suffix


def report_html(run, name="", register="", sight=None, date=None):
    """Return the report on a run as the text of one HTML file, which prints on A4.

    name, register: what the student typed, 100 characters at most; ValueError for what is no line of text.
    sight: `session.Sight`; what the network made of a drawing, where that network is this run's.
    date: a `datetime.date`, today without one.
    """
    return _render("html", _contents(run, name, register, sight, date))


def report_zip(run, name="", register="", sight=None, date=None):
    """Return the report as the bytes of a zip: README.md, images/, program.py and what the program needs."""
    contents, packed = _contents(run, name, register, sight, date), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.md", _render("markdown", contents))
        archive.writestr("program.py", contents["program"])
        for figure in contents["figures"].values():
            archive.writestr(figure["file"], figure["svg"])
        if contents["has_file"]:
            digits, arrays = contents["digits"], io.BytesIO()
            parts = {"x_train": digits.train_images, "y_train": digits.train_labels}
            np.savez_compressed(arrays, **parts, x_test=digits.test_images, y_test=digits.test_labels)
            archive.writestr(contents["file"], arrays.getvalue())
    return packed.getvalue()


def _render(form, contents):
    escaped, name = (templates(escape), "page.html.jinja") if form == "html" else (templates(markdown), "report.jinja")
    return escaped.get_template(name).render(contents, form=form)


def _contents(run, name, register, sight, date):
    """Return everything that the templates write."""
    name, register = checked_text("name", name), checked_text("register number", register)
    date, progress, layers = date or datetime.date.today(), run.progress, layer_table(run.cnn)
    metrics = run.metrics or {}
    metrics = metrics if {"confusion_matrix", "report", "dataset", "accuracy", "loss"} <= metrics.keys() else None
    try:
        digits, problem = load_digits(run.source), ""
    except DataError as error:
        digits, problem = None, str(error)
    dataset = metrics["dataset"] if metrics else run.dataset or (digits.name if digits else digits_file(run) or "MNIST")
    sample = _sample(run, digits, sight)
    made, words = {}, [name or "Name not given", register]
    made["network"] = _figure("network", figures.plot_network(layers), "The network, first layer to last", words)
    if progress.history.get("loss"):
        figure = figures.plot_history(progress.history, dataset)
        made["history"] = _figure("history", figure, "Loss and accuracy after each epoch", words)
    if metrics:
        figure, caption = figures.plot_confusion_matrix(metrics["confusion_matrix"], dataset), "The test images by true"
        made["confusion_matrix"] = _figure("confusion_matrix", figure, f"{caption} and predicted digit", words)
    if sample:
        figure = figures.plot_predictions([sample["image"]], [sample["label"]], [sample["probabilities"]])
        made["sample"] = _figure("sample", figure, "The sample and the probabilities of the ten digits", words)
    return {
        "name": name,
        "register": register,
        "date": f"{date.day} {date:%B} {date.year}",
        "run": run,
        "progress": progress,
        "last": {key: values[-1] for key, values in progress.history.items() if values},
        "metrics": metrics,
        "result": metrics and result_sentence(metrics, dataset),
        "certainty": metrics and math.exp(-metrics["loss"]),
        "dataset": dataset,
        "digits": digits,
        "problem": problem,
        "parts": digits and [len(part) for part in split_validation(*_training_digits(run, digits))[::2]],
        "layers": layers,
        "firsts": _firsts(layers),
        "sample": sample,
        "program": program(run),
        "file": digits_file(run),
        "has_file": bool(digits and digits_file(run) == "digits.npz"),
        "figures": made,
    }


def _training_digits(run, digits):
    return digits.train_images[: run.training.num_train], digits.train_labels[: run.training.num_train]


def _firsts(layers):
    """Return the first layer of each kind, such as "Conv2D", with the layer before it."""
    firsts = {}
    for before, layer in itertools.pairwise(layers):
        firsts.setdefault(layer.name.split()[0], (before, layer))
    return firsts


def _sample(run, digits, sight):
    """Return an image with what the network made of it: the student's own, else a test digit, else None.

    The true digit, "label", is None for a drawing; "number" is a test digit's.
    """
    if sight is not None and sight.run.folder == run.folder:
        image, answer, number = sight.image, sight.probabilities, None
        if digits:  # the pad shows test digits, too
            number = next(iter(np.flatnonzero((digits.test_images == image).all(axis=(1, 2)))), None)
    else:
        probabilities, number = run.probabilities, 0
        if digits is None or probabilities is None or len(probabilities) != len(digits.test_images):
            return None
        image, answer = digits.test_images[0], probabilities[0]
    guess, label = int(np.argmax(answer)), None if number is None else int(digits.test_labels[number])
    words = {"guess": guess, "percent": percent(float(answer[guess])), "number": number}
    return words | {"image": image, "label": label, "probabilities": answer}


def _figure(key, figure, caption, words):
    """Return a figure as an SVG file that holds its picture and, as text in the reader's own fonts, whose it is."""
    width, height = (round(side * figure.dpi) for side in figure.get_size_inches())
    picture = base64.b64encode(figures.figure_png(figure, 2 * figure.dpi)).decode("ascii")
    drawn = templates(escape).get_template("figure.svg.jinja")
    svg = drawn.render(width=width, height=height, picture=picture, caption=caption, words=words)
    figure.clear()  # or its memory would wait for the garbage collector
    return {"file": f"images/{key}.svg", "caption": caption, "svg": Markup(svg)}
