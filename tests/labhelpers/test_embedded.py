"""The embedded digits: the same on every machine, split fairly, and like MNIST to look at."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from labhelpers.archive import read_archive
from labhelpers.digits import EMBEDDED_FILE
from tests.labhelpers.embedded_recipe import embedded_arrays, scikit_learns_file

# SHA-256 of each array's bytes: the split and the pixels are part of the lesson and may not
# change unnoticed.
CHECKSUMS = {
    "x_train": "9085a2ead8e209a084ff168705e69a61ebf0dd23fe56ffae937b20a5d6a47a00",
    "y_train": "1a65e26f4fd9ec642b6d5a06bea3feb689d145b97abf61b59a55aee736a4b79d",
    "x_test": "89945f0e4e25dcb4f95466ab07ae436a12883780dd619ecca4a2a0eb5a98c5b0",
    "y_test": "007102f9889b02637fa06a1cf047c7c86f4c17f9982e12bce1dd459742534279",
}


@pytest.fixture(scope="module")
def digits():
    return read_archive(EMBEDDED_FILE)


def test_the_result_is_fixed(digits):
    assert {key: hashlib.sha256(digits[key]).hexdigest() for key in CHECKSUMS} == CHECKSUMS


def test_the_recipe_makes_the_file_again(digits):
    made = embedded_arrays()
    assert made.keys() == CHECKSUMS.keys()
    for key, array in made.items():
        assert np.array_equal(array, digits[key])


def test_every_digit_is_there_once(digits):
    images = np.concatenate([digits["x_train"], digits["x_test"]]).reshape(-1, 784)
    assert images.dtype == np.uint8
    assert images.shape == (1797, 784)
    assert len(np.unique(images, axis=0)) == 1797  # so training and test digits are disjoint


def test_they_are_scikit_learns_digits():
    code = """from sklearn.datasets import load_digits
print(*load_digits().images.sum(axis=(1, 2)).astype(int))"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    oracle = [int(word) for word in done.stdout.split()]
    table = np.loadtxt(scikit_learns_file(), delimiter=",")
    assert table[:, :64].sum(axis=1).astype(int).tolist() == oracle


def test_the_split_is_stratified(digits):
    train = np.bincount(digits["y_train"])
    test = np.bincount(digits["y_test"])
    assert len(train) == len(test) == 10
    assert (np.abs(test / (train + test) - 0.2) < 0.005).all()


@pytest.mark.parametrize("count", [100, 300, 1000])
def test_any_first_part_is_mixed(digits, count):
    shares = np.bincount(digits["y_train"][:count], minlength=10) / count
    assert shares.min() > 0.04
    assert shares.max() < 0.17


def test_they_are_centred_and_as_large_as_mnists(digits):
    images = digits["x_train"].astype(float)
    mass = images.sum(axis=(1, 2))
    for axis in (1, 2):
        moments = images.sum(axis=3 - axis) @ np.arange(28)
        centres = moments / mass
        assert np.abs(centres - 14).max() <= 0.5 + 1e-9
    heights = [np.ptp(np.flatnonzero(image.any(axis=1))) + 1 for image in images]
    assert np.percentile(heights, 5) >= 19
    assert max(heights) == 20


def test_their_greys_are_like_mnists(digits, mnist_npz):
    with np.load(mnist_npz, allow_pickle=False) as archive:
        mnist = archive["x_train"][:5000]
    for measure in (np.mean, np.std):
        assert abs(measure(digits["x_train"]) - measure(mnist)) < 0.02 * 255
    assert abs((digits["x_train"] > 0).mean() - (mnist > 0).mean()) < 0.03


def test_each_digit_still_looks_like_its_class(digits):
    images = digits["x_train"]
    labels = digits["y_train"]
    means = np.stack([images[labels == label].mean(axis=0) for label in range(10)])
    differences = digits["x_test"][:, None].astype(float) - means
    distances = (differences**2).sum(axis=(2, 3))
    assert (distances.argmin(axis=1) == digits["y_test"]).mean() > 0.85
