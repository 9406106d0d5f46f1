"""The picture for "A photograph, in code", and that the lesson's steps find its digit again."""

import json
import types
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from labhelpers.digits import load_digits
from lessons import step_06
from lessons.step_06.photo import NUMBER

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "06_evaluate_the_cnn.ipynb"


def photo_code():
    """Return the lines of the lesson that take a photograph apart, up to the network."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    (cell,) = [cell for cell in cells if cell["id"] == "photo"]
    return "".join(cell["source"])


@pytest.mark.parametrize(("mode", "axes"), [("RGBA", 3), ("L", 2)])
def test_the_lessons_lines_find_the_digit_of_the_picture_again_in_colours_and_grey(mode, axes):
    path = step_06.sample_photo()
    Image.open(path).convert(mode).save(path)
    names = {"np": np, "step_06": types.SimpleNamespace(sample_photo=lambda: path)}
    exec(photo_code(), names)
    assert names["photo"].ndim == axes
    assert np.median(names["grey"]) > 2 * names["grey"].min()
    digit = names["digit"]
    assert (digit.shape, digit.dtype) == ((28, 28), np.uint8)
    original = load_digits("embedded").test_images[NUMBER]
    assert np.corrcoef(digit.ravel(), original.ravel())[0, 1] > 0.9


def test_each_picture_has_a_file_of_its_own():
    assert step_06.sample_photo() != step_06.sample_photo()
