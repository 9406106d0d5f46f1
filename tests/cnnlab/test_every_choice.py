"""Every choice reaches what a run is told by: its program, its report, its row in the table.

A choice that is new fails here until it is told everywhere.
"""

import dataclasses
import datetime
import html
import io
import re
import zipfile
from pathlib import Path

import pytest

from cnnlab.report.program import program
from cnnlab.report.rendering import markdown
from cnnlab.report.report import report_html, report_zip
from cnnlab.runs import Run
from cnnlab.runs.told_choices import told_choices
from labhelpers.config import CHOICES, CnnConfig, TrainingConfig

# A value for each choice that is not the usual one.
OTHER = {
    "filters": 9,
    "kernel_size": 5,
    "dense_units": 77,
    "dropout": 0.25,
    "batch_normalization": True,
    "strided": True,
    "epochs": 7,
    "batch_size": 96,
    "learning_rate": 0.0007,
    "seed": 42,
    "num_train": 1200,
    "augment": True,
    "reproducible": True,
    "one_cycle": True,
    "optimizer": "sgd",
    "best_epoch": False,
}
NAMES = [field.name for kind in (CnnConfig, TrainingConfig) for field in dataclasses.fields(kind)]


def run_with(**choices):
    """Return a run that was not trained: what it was made of is all that is known of it."""
    network = {name: value for name, value in choices.items() if name in CnnConfig.choices()}
    rest = {name: value for name, value in choices.items() if name not in network}
    return Run(Path("nowhere/book/run"), CnnConfig(**network), TrainingConfig(**rest), "embedded")


def reports_on(run):
    """Return the report's text by its form: HTML without its tags, and Markdown."""
    date = datetime.date(2026, 11, 29)
    page = report_html(run, date=date)
    with zipfile.ZipFile(io.BytesIO(report_zip(run, date=date))) as archive:
        readme = archive.read("README.md").decode()
    text = html.unescape(re.sub(r"<(svg|style)\b.*?</\1>|<[^>]+>", "", page, flags=re.DOTALL))
    return {"html": text, "markdown": readme}


@pytest.fixture(scope="module")
def usual():
    return run_with()


@pytest.fixture(scope="module")
def usual_reports(usual):
    return reports_on(usual)


def prose(report, run):
    """Return a report without its program and without its last table, which lists the choices."""
    assert program(run) in report
    return report.replace(program(run), "").partition("How this run was made")[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_choice_is_told_everywhere(name, usual, usual_reports):
    assert name in OTHER, f"{name} is new: give it a value to try in OTHER"
    choice = CHOICES[name]
    option = choice.option(OTHER[name])
    run = run_with(**{name: OTHER[name]})

    assert program(run) != program(usual)
    assert (option.phrase, True) in told_choices(run)
    assert (option.phrase, True) not in told_choices(usual)

    reports = reports_on(run)
    for form, report in reports.items():
        assert prose(report, run) != prose(usual_reports[form], usual), form
    row = f"{choice.label}\n{option.words}\n"
    assert row in reports["html"]
    assert row not in usual_reports["html"]
    row = f"| {markdown(choice.label)} | {markdown(option.words)} |"
    assert row in reports["markdown"]
    assert row not in usual_reports["markdown"]
