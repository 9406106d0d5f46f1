"""The parameters of the notebooks: whole numbers within their ranges, or a sentence."""

import math
import re

import nbformat
import numpy as np
import pytest

from cnnlab.runs.exercises import seed_of
from labhelpers.files import PROJECT_ROOT
from lessons.parameters import NUMBERS, check_parameters, own_seed

NOTEBOOKS = sorted(PROJECT_ROOT.glob("notebooks/0*.ipynb"))


@pytest.fixture
def names():
    return {"SEED": 0, "DATASET": "auto", "EPOCHS": 3, "FILTERS": 8, "NUM_TRAIN": None}


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", [200.0, np.float32(200), np.int64(200), 200])
def test_a_whole_number_is_one_however_it_came(names, name, value):
    largest = 100 if name == "EPOCHS" else 200
    names[name] = type(value)(largest)
    check_parameters(names)
    assert names[name] == largest
    assert type(names[name]) is int


def test_none_means_all_images_and_what_is_not_there_is_passed_over(names):
    before = dict(names)
    check_parameters(names)
    assert names == before
    only_seed = {"SEED": 1.0}
    check_parameters(only_seed)
    assert only_seed == {"SEED": 1}


BAD = [
    ("EPOCHS", 0, "EPOCHS is 0; expected a whole number from 1 to 100. Choose one in that range."),
    ("EPOCHS", None, "EPOCHS is None; expected a whole number from 1 to 100."),
    ("EPOCHS", 2.5, "EPOCHS is 2.5; expected a whole number"),
    ("FILTERS", "8", "FILTERS is '8'; expected a whole number from 1 to 256, without quotation"),
    ("FILTERS", 0, "FILTERS is 0; expected"),
    ("FILTERS", True, "FILTERS is True; expected"),
    ("FILTERS", [8], "FILTERS is [8]; expected"),
    ("NUM_TRAIN", 0, "NUM_TRAIN is 0; expected a whole number from 100 to 1,000,000."),
    ("NUM_TRAIN", -5, "NUM_TRAIN is -5; expected"),
    ("NUM_TRAIN", "all", "NUM_TRAIN is 'all'; expected"),
    ("NUM_TRAIN", math.inf, "NUM_TRAIN is inf; expected"),
    ("SEED", -1, "SEED is -1; expected a whole number from 0 to 2,147,483,647."),
    ("SEED", 0.5, "SEED is 0.5; expected"),
    ("SEED", math.nan, "SEED is nan; expected"),
]


@pytest.mark.parametrize(("name", "value", "said"), BAD)
def test_what_is_wrong_is_named(names, name, value, said):
    names[name] = value
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        check_parameters(names)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_checks_its_parameters_before_it_uses_one(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    sources = [cell.source for cell in cells]
    (first,) = [i for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])]
    (check,) = [i for i, source in enumerate(sources) if "check_parameters(globals())" in source]
    between = "\n".join(sources[first + 1 : check + 1])
    before, _, _ = between.partition("check_parameters(globals())")
    assert not re.search(r"\b(SEED|EPOCHS|FILTERS|NUM_TRAIN)\b", before)
    set_here = re.findall(r"^([A-Z_]+) = ", sources[first], re.MULTILINE)
    assert set(set_here) <= {*NUMBERS, "DATASET", "STUDENT"}


def test_a_students_run_has_a_seed_of_its_own_unless_one_was_set():
    assert own_seed(0, "RA2211003010007") == seed_of("RA2211003010007") != 0
    assert own_seed(0, 2126) == own_seed(0, " 2126 ") == seed_of("2126")
    assert own_seed(7, "RA2211003010007") == 7
    assert own_seed(0, "") == own_seed(0, None) == 0  # as the stored notebooks are run


def test_every_run_that_a_lesson_keeps_takes_the_students_seed():
    """A run in the book is what is handed in; a `fit` in a cell is none, and has SEED."""
    for path in NOTEBOOKS:
        cells = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
        for source in cells:
            if re.search(r"LabSession\(|chosen_or_small\(", source):
                assert "own_seed(SEED, STUDENT)" in source, (path.name, source)
