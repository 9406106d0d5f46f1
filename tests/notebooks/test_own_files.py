"""The lessons on small files of one's own: all cells run, and warn of nothing.

The cells run in the test's own process, which is many times as fast as a kernel for each.
"""

import ast
import json
import re
import warnings

import numpy as np
import pytest

from labhelpers.digits import load_digits
from lessons.exercise import NOT_YET
from tests.notebooks.executing import PARAMETERS

pytestmark = pytest.mark.papermill

# How many training images, the digits that they show, and those of the test images.
DIGITS_MISSING = (100, [0, 1, 2, 3, 4, 6, 9], range(8))
TWO_DIGITS = (20, [3, 7], [3])
SOLUTIONS = ["solutions/02"]  # it loads digits
SMALL = {"EPOCHS": 1, "FILTERS": 2, "NUM_TRAIN": None}


def own_file(path, number, classes, test_classes):
    """Write some of the embedded digits to `path`, which is returned, dark on light and sorted.

    number: of training images; classes, test_classes: the digits that they and the test images
        show.
    """
    digits = load_digits("embedded")
    train = np.flatnonzero(np.isin(digits.train_labels, classes))[:number]
    test = np.flatnonzero(np.isin(digits.test_labels, test_classes))[: number // 5]
    train = train[np.argsort(digits.train_labels[train], kind="stable")]
    np.savez(
        path,
        x_train=255 - digits.train_images[train],
        y_train=digits.train_labels[train],
        x_test=255 - digits.test_images[test],
        y_test=digits.test_labels[test],
    )
    return path


def run_cells(path, parameters):
    """Run a notebook's code cells as a kernel does; return the variables that they leave."""
    names = {"__name__": "__main__"}
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        shown = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, path.name, "exec"), names)
        if shown:
            show(eval(compile(ast.Expression(shown.value), path.name, "eval"), names))
        if "parameters" in cell["metadata"].get("tags", []):
            names |= {name: value for name, value in parameters.items() if name in names}
    return names


def show(value):
    """Draw what a cell ends with, if it is a figure; a solution is right."""
    if hasattr(value, "_repr_png_"):
        value._repr_png_()
    assert getattr(value, "status", "") != NOT_YET, value


@pytest.mark.parametrize(
    ("number", "made_of"),
    [
        *((number, DIGITS_MISSING) for number in [*sorted(PARAMETERS), *SOLUTIONS]),
        *((number, TWO_DIGITS) for number in ["01", "02", "04", *SOLUTIONS]),
    ],
)
def test_a_lesson_runs_on_a_small_file_of_ones_own(
    number, made_of, tmp_path, lab_runs, project, capfd, monkeypatch
):
    own = own_file(tmp_path / "own.npz", *made_of)
    monkeypatch.setenv("MNIST_NPZ", str(own))
    monkeypatch.chdir(project / "notebooks")
    (path,) = (project / "notebooks").glob(f"{number}_*.ipynb")
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        names = run_cells(path, SMALL | {"DATASET": str(own)})
    if "session" in names:
        names["session"].close()
    said = capfd.readouterr()
    assert said.err == ""
    assert not re.search(r"\bnan\b", said.out)
