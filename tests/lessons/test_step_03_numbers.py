"""The numbers that step 3's prose speaks of are those that the stored lesson printed."""

import json
import re
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
LESSON = NOTEBOOKS / "03_preprocess_the_images.ipynb"


def stored_numbers(cell_id):
    """Return the numbers that a cell of the stored lesson printed, a list for each line."""
    cells = json.loads(LESSON.read_text(encoding="utf-8"))["cells"]
    (cell,) = [cell for cell in cells if cell["id"] == cell_id]
    lines = "".join("".join(output.get("text", "")) for output in cell["outputs"]).splitlines()
    return [[float(number) for number in re.findall(r"\d+\.\d+", line)] for line in lines]


def test_what_the_stored_trainings_gave_is_what_the_prose_says():
    (start_with,), (start_without,) = stored_numbers("03-loss-before")
    assert start_with == pytest.approx(2.30, abs=0.05)
    assert 27 <= start_without <= 73
    (end_with, accuracy_with), (end_without, accuracy_without) = stored_numbers("03-train")
    assert end_without > 1.5 * end_with
    assert 0.85 <= accuracy_with <= 0.90
    assert 0.73 <= accuracy_without <= 0.84
    (_, sgd_with), (sgd_without_loss, sgd_without) = stored_numbers("03-sgd")
    assert sgd_with >= 0.6
    assert sgd_without_loss == pytest.approx(2.30, abs=0.02)
    assert sgd_without < 0.2
