"""What step 5 records: the causes of curves, what filters cost."""

import numpy as np
import pytest

from lessons.step_05.exercises import CAUSES
from lessons.step_05.records import cost_of_filters, recorded


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_each_recorded_curve_shows_its_cause(seed):
    runs = {cause: recorded()["causes"][cause][seed] for cause in CAUSES}
    well, over, high, little = runs.values()
    assert well["val_loss"][-1] < 0.1
    assert over["loss"][-1] < 0.01
    assert over["val_loss"][-1] > 1.1 * min(over["val_loss"])
    assert min(high["val_loss"]) > 2.2
    assert little["val_loss"][-2] - little["val_loss"][-1] > 0.1
    assert little["val_loss"] == sorted(little["val_loss"], reverse=True)


def test_what_filters_cost_is_what_the_lesson_says():
    cost = cost_of_filters()
    filters = np.array(cost["filters"])
    # Two convolutions of 3 × 3, then 25 values of each of 2f maps for 64 units, and 10 units
    # for those.
    parameters = 10 * filters + (9 * filters + 1) * 2 * filters + (50 * filters + 1) * 64 + 650
    assert cost["growth"]["parameters"] == pytest.approx(parameters / parameters[0])
    assert cost["growth"]["multiplications"][-1] == pytest.approx(44.4, abs=0.05)
    assert cost["growth"]["seconds"][-1] == pytest.approx(6.7, abs=0.05)
    assert cost["misread"].mean(axis=1)[[0, -1]] == pytest.approx([0.036, 0.018], abs=0.0005)
    assert cost["misread"][1].min() < cost["misread"][2].max(), (
        "the best of 16 filters beats the worst of 32"
    )
