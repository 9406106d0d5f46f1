"""Preprocessing in NumPy, against oracles that work another way: whole-pixel enlarging, and MNIST itself."""

import numpy as np
import pytest

from labhelpers.preprocess import (
    add_channel_axis,
    drawing_steps,
    ink_of_picture,
    one_hot,
    random_moves,
    scale_images,
    split_validation,
)


def centre_drawing(ink):
    return drawing_steps(ink)["centred"]


def pen_stroke(height=280, width=280, thickness=20, top=60, left=90):
    """Return a drawing of a 7: a bar and a slanted stroke, uint8, (height, width)."""
    ink = np.zeros((height, width), np.uint8)
    ink[top : top + thickness, left : left + 80] = 255
    for step in range(120):
        column = left + 60 - step // 2
        ink[top + step, column : column + thickness] = 255
    return ink


def mass_centre(image):
    rows, columns = np.indices(image.shape)
    return (rows * image).sum() / image.sum(), (columns * image).sum() / image.sum()


def area_mean(box, height, width):
    """Return the box at another size: each pixel repeated until both sizes divide it, then the mean of each block."""
    big = np.kron(box.astype(np.int64), np.ones((height, width), np.int64))
    return big.reshape(height, box.shape[0], width, box.shape[1]).mean(axis=(1, 3))


def test_scaling_keeps_the_order_and_ends_at_one():
    images = np.arange(256, dtype=np.uint8).repeat(49).reshape(16, 28, 28)
    scaled = scale_images(images)
    assert scaled.dtype == np.float32
    assert scaled.shape == images.shape
    np.testing.assert_allclose(scaled, images.astype(np.float64) / 255, rtol=1e-6)
    assert scaled.min() == 0
    assert scaled.max() == 1


@pytest.mark.parametrize(
    "images",
    [
        np.zeros((2, 28, 28)),
        np.zeros((28, 28), np.uint8),
        np.zeros((2, 28, 28, 1), np.uint8),
        np.zeros((2, 8, 8), np.uint8),
        [[0]],
        None,
    ],
)
def test_scaling_refuses_other_images(images):
    with pytest.raises(ValueError, match=r"scale_images got .* expected uint8"):
        scale_images(images)


def test_channel_axis_is_added_without_a_copy():
    images = np.arange(2 * 28 * 28, dtype=np.float32).reshape(2, 28, 28)
    with_channel = add_channel_axis(images)
    assert with_channel.shape == (2, 28, 28, 1)
    assert np.shares_memory(images, with_channel)
    with pytest.raises(ValueError, match=r"shape \(2, 28, 28, 1\); expected"):
        add_channel_axis(with_channel)


def test_one_hot_rows():
    rows = one_hot(np.array([0, 9, 3], np.uint8))
    assert rows.dtype == np.float32
    np.testing.assert_array_equal(rows, np.eye(10)[[0, 9, 3]])
    assert one_hot(np.array([1, 0]), num_classes=2).tolist() == [[0, 1], [1, 0]]
    assert one_hot(np.array([], np.uint8)).shape == (0, 10)


@pytest.mark.parametrize("labels", [[10], [-1, 3], [0.5], [[1, 2]], ["3"], 4])
def test_one_hot_refuses_what_is_no_label(labels):
    with pytest.raises(ValueError, match=r"one_hot got .* expected"):
        one_hot(np.asarray(labels))


@pytest.mark.parametrize(
    ("count", "training"), [(60_000, 54_000), (100, 90), (1_442, 1_297), (2, 1)]
)
def test_validation_is_the_last_tenth(count, training):
    images, labels = np.arange(count), np.arange(count) % 10
    train_images, train_labels, validation_images, validation_labels = split_validation(
        images, labels
    )
    assert len(train_images) == len(train_labels) == training
    np.testing.assert_array_equal(np.concatenate([train_images, validation_images]), images)
    np.testing.assert_array_equal(np.concatenate([train_labels, validation_labels]), labels)


@pytest.mark.parametrize("fraction", [0, 1, -0.1, 1.5, float("nan")])
def test_split_refuses_wrong_fractions(fraction):
    with pytest.raises(ValueError, match="leave one part empty"):
        split_validation(np.zeros(10), np.zeros(10), fraction)


def test_split_refuses_unequal_lengths_and_empty_parts():
    with pytest.raises(ValueError, match="10 images and 9 labels"):
        split_validation(np.zeros(10), np.zeros(9))
    with pytest.raises(ValueError, match="leave one part empty"):
        split_validation(np.zeros(1), np.zeros(1))


def test_moves_turn_scale_and_shift_within_their_ranges():
    moves = random_moves(np.random.default_rng(0), 2000).astype(np.float64)
    assert moves.shape == (2000, 8) and not moves[:, 6:].any()
    first, second = moves[:, :3], moves[:, 3:6]
    np.testing.assert_allclose(first[:, 0], second[:, 1])
    np.testing.assert_allclose(first[:, 1], -second[:, 0])
    angle, scale = (
        np.degrees(np.arctan2(second[:, 0], first[:, 0])),
        np.hypot(first[:, 0], second[:, 0]),
    )
    # Of the image's pixels 0 to 27: what is turned about moves by the shift alone.
    centre = np.array([13.5, 13.5, 1])
    for drawn, least, most in (
        (angle, -10, 10),
        (scale, 0.9, 1.1),
        (first @ centre - 13.5, -2, 2),
        (second @ centre - 13.5, -2, 2),
    ):
        span = most - least
        assert least - 1e-4 * span <= drawn.min() < least + 0.01 * span
        assert most - 0.01 * span < drawn.max() <= most + 1e-4 * span


@pytest.mark.parametrize("size", [(100, 60), (37, 91), (23, 23), (20, 20), (9, 5), (200, 3)])
def test_drawing_is_scaled_by_the_mean_of_the_area(size):
    box = np.random.default_rng(0).integers(1, 256, size, np.uint8)
    drawing = np.zeros((300, 300), np.uint8)
    drawing[11 : 11 + size[0], 40 : 40 + size[1]] = box
    result = centre_drawing(drawing)
    rows, columns = np.flatnonzero(result.any(axis=1)), np.flatnonzero(result.any(axis=0))
    found = result[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    assert max(found.shape) == 20
    assert abs(found.shape[1] / found.shape[0] - size[1] / size[0]) < 0.06  # a pixel of rounding
    assert np.abs(found - area_mean(box, *found.shape)).max() <= 0.5 + 1e-9


def test_a_stroke_has_grey_edges_and_a_white_core():
    result = centre_drawing(pen_stroke())
    assert result.shape == (28, 28)
    assert result.dtype == np.uint8
    assert result.max() == 255
    assert ((result > 0) & (result < 255)).sum() > 20


@pytest.mark.parametrize(("down", "right"), [(0, 0), (-60, -60), (90, 100), (7, -13)])
def test_where_it_was_drawn_makes_no_difference(down, right):
    moved = np.roll(pen_stroke(), (down, right), axis=(0, 1))
    np.testing.assert_array_equal(centre_drawing(moved), centre_drawing(pen_stroke()))


def test_how_large_it_was_drawn_makes_no_difference():
    twice = pen_stroke().repeat(2, axis=0).repeat(2, axis=1)
    np.testing.assert_array_equal(centre_drawing(twice), centre_drawing(pen_stroke()))


def test_the_centre_of_mass_is_in_the_middle():
    for seed in range(50):
        generator = np.random.default_rng(seed)
        drawing = np.zeros((200, 200), np.uint8)
        for row, column in generator.integers(20, 160, (6, 2)):
            drawing[row : row + 22, column : column + 22] = 255
        # 14 is where it is in MNIST: measured in test_mnist_is_centred_the_same_way
        assert np.abs(np.subtract(mass_centre(centre_drawing(drawing)), 14)).max() <= 0.5 + 1e-9


def test_no_ink_is_cut_off_a_lopsided_drawing():
    drawing = np.zeros((100, 100), np.uint8)
    drawing[0:100, 0:3] = 40
    drawing[97:100, 0:100] = 40
    drawing[80:100, 80:100] = 255
    result = centre_drawing(drawing)
    assert np.ptp(np.flatnonzero(result.any(axis=1))) == 19
    assert np.ptp(np.flatnonzero(result.any(axis=0))) == 19
    assert abs(result.sum() * 25 - drawing.sum(dtype=int)) < 0.02 * drawing.sum(dtype=int)


def test_one_pixel_of_ink_fills_the_box():
    drawing = np.zeros((50, 50), np.uint8)
    drawing[3, 40] = 200
    assert np.count_nonzero(centre_drawing(drawing) == 200) == 400


@pytest.mark.parametrize(
    "ink",
    [
        np.zeros((5, 5)),
        np.zeros((5, 5, 4), np.uint8),
        np.zeros(5, np.uint8),
        [[1]],
        None,
        np.ones((2, 2), bool),
    ],
)
def test_drawing_refuses_other_arrays(ink):
    with pytest.raises(ValueError, match=r"drawing_steps got .* expected uint8"):
        centre_drawing(ink)


@pytest.mark.parametrize("shape", [(280, 280), (1, 1), (0, 0), (0, 10)])
def test_an_empty_drawing_is_refused(shape):
    with pytest.raises(ValueError, match="The drawing is empty"):
        centre_drawing(np.zeros(shape, np.uint8))


def test_ink_too_thin_to_keep_is_refused():
    drawing = np.zeros((1000, 1000), np.uint8)
    drawing[0, 0] = drawing[999, 999] = 255
    with pytest.raises(ValueError, match="thicker pen"):
        centre_drawing(drawing)


def test_mnist_is_centred_the_same_way(mnist_npz):
    with np.load(mnist_npz, allow_pickle=False) as archive:
        images = archive["x_train"][:2000]
    centres = np.array([mass_centre(image) for image in images])
    assert np.abs(centres.mean(axis=0) - 14).max() < 0.02
    # A digit of MNIST, enlarged and drawn elsewhere, comes back as it was.
    same = 0
    for image in images[:200]:
        drawing = np.pad(image.repeat(9, axis=0).repeat(9, axis=1), ((0, 31), (17, 0)))
        same += np.array_equal(centre_drawing(drawing), image)
    # The rest have a mass exactly between two pixels, or ink of 0 at the border of the box.
    assert same >= 190


def test_the_steps_of_a_drawing_end_in_what_the_network_sees():
    ink = pen_stroke()
    steps = drawing_steps(ink)
    assert list(steps) == ["cropped", "scaled", "centred"]
    assert steps["cropped"].any(axis=1).all() and steps["cropped"].any(axis=0)[[0, -1]].all()
    assert max(steps["scaled"].shape) == 20
    assert steps["centred"].shape == (28, 28)


@pytest.mark.parametrize("is_dark_on_light", [True, False])
def test_a_picture_gives_the_same_ink_dark_on_light_and_light_on_dark(is_dark_on_light):
    ink = pen_stroke()
    # The paper is not equally bright everywhere.
    shadow = np.linspace(0, 30, ink.shape[1]).astype(int)
    paper = 210 - shadow - (ink.astype(int) * 150 // 255)
    picture = (paper if is_dark_on_light else 255 - paper).astype("uint8")
    found = ink_of_picture(picture)
    assert found.dtype == np.uint8 and not found[ink == 0].any()
    assert (found[ink == 255] > 180).all()


@pytest.mark.parametrize(
    "wrong",
    [
        np.full((9, 9), 200, "uint8"),
        np.zeros((0, 4), "uint8"),
        np.zeros((9, 9)),
        np.zeros((9, 9, 3), "uint8"),
    ],
)
def test_a_picture_without_ink_or_of_another_kind_is_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        ink_of_picture(wrong)
