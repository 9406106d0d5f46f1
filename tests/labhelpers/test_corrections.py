"""What a file of one's own means: dark on light is turned, what is sorted mixed, all is said."""

import numpy as np
import pytest

from labhelpers.archive import KEYS, read_archive
from labhelpers.corrections import is_dark_on_light, is_in_random_order
from labhelpers.digits import EMBEDDED_FILE, load_digits
from labhelpers.preprocess import split_validation

TURNED = "Its images are dark ink on light, so they were turned: 255 - x."
MIXED = "not in a random order, so they were put in one"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def arrays():
    """Return real digits with the keys of Keras's mnist.npz: 200 to train, 60 to test."""
    with np.load(EMBEDDED_FILE) as held:
        numbers = {"train": 200, "test": 60}
        return {key: held[key][: numbers[key[2:]]] for key in KEYS}


def loaded(path, arrays):
    np.savez(path, **arrays)
    return load_digits(path)


def inverted(arrays):
    """Return dark ink on light in place of light ink on black."""
    return {key: 255 - array if key.startswith("x") else array for key, array in arrays.items()}


def held_by(digits):
    parts = (digits.train_images, digits.train_labels, digits.test_images, digits.test_labels)
    return dict(zip(KEYS, parts, strict=True))


def check_same(digits, arrays):
    for key, array in held_by(digits).items():
        np.testing.assert_array_equal(array, arrays[key])


def test_what_is_right_stays_as_it_is(tmp_path, arrays):
    digits = loaded(tmp_path / "own.npz", arrays)
    check_same(digits, arrays)
    assert digits.reason == "own.npz, from the file that was asked for."
    assert digits.remarks == digits.problem == ""


def test_the_embedded_digits_and_mnist_stay_as_they_are(mnist_npz):
    for path in (EMBEDDED_FILE, mnist_npz):
        record = read_archive(path)
        with np.load(path) as held:
            for key in KEYS:
                np.testing.assert_array_equal(record[key], held[key])
        assert record["remarks"] == record["problem"] == ""


def test_dark_on_light_is_turned_and_said(tmp_path, arrays):
    digits = loaded(tmp_path / "own.npz", inverted(arrays))
    check_same(digits, arrays)
    assert digits.reason.endswith(TURNED)
    assert load_digits(digits.source).reason == digits.reason  # from the cache


def test_each_image_is_turned_where_some_are_dark_on_light(tmp_path, arrays):
    mixed = arrays | {"x_train": arrays["x_train"].copy(), "x_test": 255 - arrays["x_test"]}
    mixed["x_train"][::2] = 255 - mixed["x_train"][::2]
    digits = loaded(tmp_path / "own.npz", mixed)
    check_same(digits, arrays)
    assert "160 of its 260 images are dark ink on light, so they were turned" in digits.reason


@pytest.mark.parametrize(
    ("paper", "ink", "is_dark"),
    [(255, 0, True), (220, 180, True), (120, 0, True), (1, 0, True), (140, 255, False)],
)
def test_polarity_is_where_the_border_is_not_how_light_it_is(arrays, paper, ink, is_dark):
    images = (paper + (ink - paper) * (arrays["x_test"] / 255)).astype(np.uint8)
    assert (is_dark_on_light(images) == is_dark).all()


@pytest.mark.parametrize("paper", [255, 200])
def test_paper_may_be_darker_at_the_corners(arrays, paper):
    vignette = 1 - np.hypot(*np.mgrid[-1:1:28j, -1:1:28j]) / 3
    images = vignette * paper * (1 - 0.8 * (arrays["x_test"] / 255))
    assert is_dark_on_light(images.astype(np.uint8)).all()


def test_a_few_odd_images_do_not_pass_for_the_other_polarity(arrays):
    images = arrays["x_train"].copy()
    images[:3] = 255 - images[:3]
    assert not is_dark_on_light(images).any()
    assert not is_dark_on_light(np.zeros_like(images)).any()


@pytest.mark.parametrize("order", ["sorted", "backwards", "nines last"])
def test_what_is_in_no_random_order_is_put_in_one_and_said(tmp_path, arrays, order):
    labels = arrays["y_train"].astype(int)
    keys = {"sorted": labels, "backwards": -labels, "nines last": labels == 9}
    places = np.argsort(keys[order], kind="stable")
    sorted_arrays = arrays | {key: arrays[key][places] for key in ("x_train", "y_train")}
    digits = loaded(tmp_path / "own.npz", sorted_arrays)
    assert MIXED in digits.reason
    # Image and label stay together.
    places = np.random.default_rng(0).permutation(200)
    check_same(
        digits, sorted_arrays | {k: sorted_arrays[k][places] for k in ("x_train", "y_train")}
    )
    validation_labels = split_validation(digits.train_images, digits.train_labels)[3]
    assert len(set(validation_labels.tolist())) > 5


@pytest.mark.parametrize("classes", [2, 3, 10])
@pytest.mark.parametrize("number", [40, 100, 1000])
def test_a_random_order_is_told_from_a_sorted_one(classes, number):
    labels = np.arange(number, dtype=np.uint8) % classes
    generator = np.random.default_rng(number)
    assert is_in_random_order(labels)  # each in turn
    assert all(is_in_random_order(generator.permutation(labels)) for _ in range(50))
    assert not is_in_random_order(np.sort(labels))
    rare = np.where(generator.random(number) < 0.03, labels, 0)
    assert is_in_random_order(rare)
    assert is_in_random_order(np.zeros(number, np.uint8))


def test_what_nothing_can_be_done_about_is_said(tmp_path, arrays):
    has_no_8 = arrays["y_train"] % 5 != 3
    fewer = {key: arrays[key][has_no_8] for key in ("x_train", "y_train")}
    digits = loaded(tmp_path / "own.npz", arrays | fewer)
    assert digits.reason.endswith(" None of its training images shows a 3 or an 8.")
    assert digits.problem == ""


@pytest.mark.parametrize(
    ("key", "change", "problem"),
    [
        ("x_train", lambda images: images // 255, "Its training images are nearly blank (their"),
        ("x_train", lambda images: 0 * images + 9, "(their grey values go from 9 to 9)"),
        ("x_test", lambda images: images // 255, "Its test images are nearly blank (their grey"),
        ("x_train", lambda images: images[:1].repeat(200, axis=0), "are all the same one"),
    ],
)
def test_images_that_teach_nothing_are_a_problem(tmp_path, arrays, key, change, problem):
    own = arrays | {key: change(arrays[key])}
    digits = loaded(tmp_path / "own.npz", own)
    assert problem in digits.problem
    assert digits.reason.endswith(digits.problem)
