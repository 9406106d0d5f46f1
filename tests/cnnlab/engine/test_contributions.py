"""What counts most for a unit of a dense layer, against sums that can be done by eye."""

import numpy as np

from cnnlab.engine.contributions import MOST_INPUTS, strongest_inputs


def test_the_inputs_that_count_most_come_first_whatever_their_sign():
    inputs = np.array([1.0, 2.0, 0.0, 3.0], "float32")
    kernel = np.array([[1, 0], [-2, 0.5], [9, 9], [1, 0.1]], "float32")
    found = strongest_inputs(inputs, kernel, np.array([0.5, -1], "float32"))
    assert found["places"].tolist() == [[1, 3, 0, 2], [1, 3, 0, 2]]
    assert found["values"][0].tolist() == [2, 3, 1, 0]
    assert found["weights"][0].tolist() == [-2, 1, 1, 9]
    assert found["sums"].tolist() == np.array([0, 1.3], "float32").tolist()
    assert found["bias"].tolist() == [0.5, -1]


def test_of_many_inputs_a_few_are_told_and_all_are_summed():
    rng = np.random.default_rng(0)
    inputs = rng.random(300, "float32")
    kernel = rng.normal(size=(300, 5)).astype("float32")
    found = strongest_inputs(inputs, kernel, np.zeros(5, "float32"))
    assert found["places"].shape == found["values"].shape == (5, MOST_INPUTS)
    np.testing.assert_allclose(found["sums"], inputs @ kernel, rtol=1e-4, atol=1e-4)
    products = np.abs(inputs[:, None] * kernel)
    for unit, told in enumerate(found["values"] * found["weights"]):
        others = np.delete(products[:, unit], found["places"][unit])
        assert np.abs(told).min() >= others.max()
