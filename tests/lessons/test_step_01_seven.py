"""The 7 of lesson 1, in data sets with many, few and none."""

import dataclasses

import numpy as np

from labhelpers.digits import load_digits
from lessons.step_01 import find_seven


def test_it_is_one_of_the_data_set_and_else_one_of_the_embedded_digits():
    digits = load_digits("embedded")
    sevens = digits.train_images[digits.train_labels == 7]
    for number, place in ((len(sevens), 22), (3, 2)):
        own = dataclasses.replace(
            digits, train_images=sevens[:number], train_labels=np.full(number, 7), name="own.npz"
        )
        image, name = find_seven(own)
        assert np.array_equal(image, sevens[place])
        assert name == "own.npz"
    none = dataclasses.replace(own, train_labels=np.full(3, 1))
    image, name = find_seven(none)
    assert np.array_equal(image, sevens[22])
    assert name == "embedded digits"
