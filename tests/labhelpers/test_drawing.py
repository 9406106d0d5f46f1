"""Drawings made like MNIST's digits; the oracles are whole-pixel enlarging, and MNIST itself."""

import numpy as np
import pytest

from labhelpers.drawing import INK_SIZE, drawing_steps, stroke_width


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


def slanted_stroke(width, degrees, size=200):
    """Return a straight stroke with soft edges, uint8, (size, size)."""
    turn = np.deg2rad(degrees)
    rows, columns = np.indices((size, size)) - size / 2 + 0.5
    along = columns * np.cos(turn) + rows * np.sin(turn)
    across = rows * np.cos(turn) - columns * np.sin(turn)
    beyond = np.maximum(np.abs(along) - 80, np.abs(across) - width / 2)
    return (255 * np.clip(0.5 - beyond, 0, 1)).astype(np.uint8)


def pen_drawing(height, width):
    """Return a 7 so high, with a pen so wide, both in pixels: uint8, soft edges."""
    size = round(1.2 * height)
    rows, columns = np.indices((size, size)) + 0.5
    bar = distance(rows, columns, (0.1, 0.2), (0.1, 0.8), height)
    slope = distance(rows, columns, (0.1, 0.8), (1.1, 0.4), height)
    return (255 * np.clip(width / 2 + 0.5 - np.minimum(bar, slope), 0, 1)).astype(np.uint8)


def distance(rows, columns, start, end, height):
    """Return each pixel's distance from a line; its ends are given in heights."""
    start = np.array(start) * height
    way = np.array(end) * height - start
    share = ((rows - start[0]) * way[0] + (columns - start[1]) * way[1]) / (way @ way)
    share = np.clip(share, 0, 1)
    return np.hypot(rows - start[0] - share * way[0], columns - start[1] - share * way[1])


def mass_centre(image):
    rows, columns = np.indices(image.shape)
    return np.array([(rows * image).sum(), (columns * image).sum()]) / image.sum()


def area_mean(box, height, width):
    """Return the box at another size, as means of blocks of enlarged pixels.

    Each pixel is repeated until both sizes divide it.
    """
    big = np.kron(box.astype(np.int64), np.ones((height, width), np.int64))
    return big.reshape(height, box.shape[0], width, box.shape[1]).mean(axis=(1, 3))


@pytest.mark.parametrize("size", [(100, 60), (37, 91), (23, 23), (20, 20), (9, 5), (200, 30)])
def test_drawing_is_scaled_by_the_mean_of_the_area(size):
    height, width = size
    # More than half of full ink everywhere: that is one thick stroke.
    box = np.random.default_rng(0).integers(128, 256, size, np.uint8)
    drawing = np.zeros((300, 300), np.uint8)
    drawing[11 : 11 + height, 40 : 40 + width] = box
    result = centre_drawing(drawing)
    rows = np.flatnonzero(result.any(axis=1))
    columns = np.flatnonzero(result.any(axis=0))
    found = result[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    assert max(found.shape) == 20
    assert abs(found.shape[1] / found.shape[0] - width / height) < 0.06  # a pixel of rounding
    means = area_mean(box, *found.shape)
    means *= 255 / means.max() if means.max() < 254 else 1  # the brightest becomes white
    assert np.abs(found - means).max() <= 0.5 + 1e-9


def test_a_stroke_has_grey_edges_and_a_white_core():
    result = centre_drawing(pen_stroke())
    assert result.shape == (28, 28)
    assert result.dtype == np.uint8
    assert result.max() == 255
    assert ((result > 0) & (result < 255)).sum() > 20


@pytest.mark.parametrize("down, right", [(0, 0), (-60, -60), (90, 100), (7, -13)])
def test_where_it_was_drawn_makes_no_difference(down, right):
    moved = np.roll(pen_stroke(), (down, right), axis=(0, 1))
    np.testing.assert_array_equal(centre_drawing(moved), centre_drawing(pen_stroke()))


def test_how_large_it_was_drawn_makes_no_difference():
    twice = pen_stroke().repeat(2, axis=0).repeat(2, axis=1)
    np.testing.assert_array_equal(centre_drawing(twice), centre_drawing(pen_stroke()))


@pytest.mark.parametrize("seed", range(50))
def test_the_centre_of_mass_is_in_the_middle(seed):
    drawing = np.zeros((200, 200), np.uint8)
    for row, column in np.random.default_rng(seed).integers(20, 160, (6, 2)):
        drawing[row : row + 22, column : column + 22] = 255
    # 14 is where it is in MNIST: measured in test_mnist_is_centred_the_same_way
    assert np.abs(mass_centre(centre_drawing(drawing)) - 14).max() <= 0.5 + 1e-9


def test_no_ink_is_cut_off_a_lopsided_drawing():
    drawing = np.zeros((100, 100), np.uint8)
    drawing[0:100, 0:3] = 40
    drawing[97:100, 0:100] = 40
    drawing[80:100, 80:100] = 255
    result = centre_drawing(drawing)
    assert np.ptp(np.flatnonzero(result.any(axis=1))) == 19
    assert np.ptp(np.flatnonzero(result.any(axis=0))) == 19
    ink = drawing.sum(dtype=int)
    assert abs(result.sum() * 25 - ink) < 0.02 * ink


def test_one_pixel_of_ink_fills_the_box():
    drawing = np.zeros((50, 50), np.uint8)
    drawing[3, 40] = 200
    assert np.count_nonzero(centre_drawing(drawing) == 255) == 400


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


def test_ink_however_thin_is_kept():
    drawing = np.zeros((1000, 1000), np.uint8)
    drawing[0, 0] = 255
    drawing[999, 999] = 255
    assert centre_drawing(drawing).max() == 255


@pytest.fixture(scope="module")
def mnist_images(mnist_npz):
    with np.load(mnist_npz, allow_pickle=False) as archive:
        return archive["x_train"][:2000]


def test_mnist_is_centred_the_same_way(mnist_images):
    centres = np.array([mass_centre(image) for image in mnist_images])
    assert np.abs(centres.mean(axis=0) - 14).max() < 0.02


def test_a_digit_of_mnist_drawn_large_elsewhere_comes_back_as_it_was(mnist_images):
    same = 0
    for image in mnist_images[:200]:
        large = image.repeat(9, axis=0).repeat(9, axis=1)
        drawing = np.pad(large, ((0, 31), (17, 0)))
        same += np.array_equal(centre_drawing(drawing), image)
    # The rest have a mass exactly between two pixels, or ink of 0 at the border of the box.
    assert same >= 190


@pytest.mark.parametrize("height", [60, 140, 400])
@pytest.mark.parametrize("pen", [110, 80, 55, 30, 20])
def test_a_thin_pen_becomes_as_thick_and_as_bright_as_mnist_s(pen, height):
    ink = pen_drawing(height, height / pen)
    steps = drawing_steps(ink)
    assert steps["centred"].max() >= 254  # as in all of MNIST's images
    width = stroke_width(steps["thickened"]) / max(steps["thickened"].shape) * INK_SIZE
    assert 1.1 < width < 2


@pytest.mark.parametrize("pen", [12, 9, 6, 4])
def test_a_pen_like_mnist_s_or_thicker_stays_as_it_is(pen):
    assert "thickened" not in drawing_steps(pen_drawing(200, 200 / pen))


@pytest.mark.parametrize("width", [2, 5, 12])
@pytest.mark.parametrize("degrees", [0, 20, 45, 70, 90, 135])
def test_the_width_of_a_stroke_is_measured_however_it_leans(width, degrees):
    found = stroke_width(slanted_stroke(width, degrees))
    assert abs(found - width) < 0.3 + 0.12 * width


def test_the_steps_of_a_drawing_end_in_what_the_network_sees():
    steps = drawing_steps(pen_stroke())
    assert list(steps) == ["cropped", "scaled", "centred"]
    cropped = steps["cropped"]
    assert cropped.any(axis=1).all()
    assert cropped[:, 0].any() and cropped[:, -1].any()
    assert max(steps["scaled"].shape) == 20
    assert steps["centred"].shape == (28, 28)
