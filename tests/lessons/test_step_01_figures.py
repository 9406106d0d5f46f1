"""The pictures of step 1: what is drawn is what the arrays hold."""

import numpy as np

from lessons import step_01


def test_the_figures_show_the_numbers_that_the_lesson_speaks_of():
    image = np.eye(5, dtype=int)
    kernel = np.array([[-1, 0, 1]] * 3)
    feature_map = np.array([[1, 3, -2, 0], [2, -1, 4, -3], [-1, -2, 2, 1], [-4, -2, 1, -1]])
    rectified = np.maximum(feature_map, 0)
    figure = step_01.figures.plot_one_position(image, kernel, row=0, column=1)
    # The window's diagonal stands one to the left: 0 below 1 and 0, 1 below 0, nothing below 0.
    assert texts(figure.axes[3]) == ["\N{MINUS SIGN}1"]
    assert figure.axes[0].patches[0].get_xy() == (0.5, -0.5)
    figure = step_01.figures.plot_pooling(feature_map, rectified, step_01.pool(rectified))
    assert texts(figure.axes[2]) == ["3", "4", "0", "2"]
    kept = [np.round(frame.get_xy()) for frame in figure.axes[1].patches]
    assert [rectified[int(y), int(x)] for x, y in kept] == [3, 4, 0, 2]


def test_the_dots_are_as_many_as_the_misread_images():
    figure = step_01.figures.plot_misread([0.9, 0.99])
    for axes, misread in zip(figure.axes, (1000, 100), strict=True):
        dots = axes.images[0].get_array().reshape(-1, 3)
        assert len(dots) == 10_000
        assert (dots != dots.max(axis=0)).any(axis=1).sum() == misread
        assert f"{misread:,} misread" in axes.get_title(loc="left")


def test_a_row_of_the_map_stands_below_the_pixels_it_comes_from():
    image = np.zeros((28, 28), dtype=int)
    image[:, 10:14] = 255
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
    figure = step_01.figures.plot_borders(image, (windows * [-1, 0, 1]).sum(axis=(2, 3)), row=18)
    bars = {
        round(bar.get_x() + bar.get_width() / 2): bar.get_height()
        for bar in figure.axes[-1].patches
    }
    # Brighter to the right on both sides of the border between the columns 9 and 10, darker at
    # 13 and 14.
    assert {column: height for column, height in bars.items() if height} == {
        9: 765,
        10: 765,
        13: -765,
        14: -765,
    }


def test_maps_share_one_scale():
    figure = step_01.figures.plot_maps([np.full((4, 4), -8), np.ones((2, 2))], ["large", "small"])
    assert {axes.images[0].get_clim() for axes in figure.axes} == {(-8, 8)}
    step_01.figures.plot_maps([np.zeros((4, 4))], ["nothing"])


def texts(axes):
    return [text.get_text() for text in axes.texts]
