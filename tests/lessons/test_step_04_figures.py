"""The pictures of lesson 4: what they draw follows from the arithmetic."""

import numpy as np
import pytest

from labhelpers.architecture import layer_table
from labhelpers.config import CnnConfig
from labhelpers.figures import figure_png
from lessons.step_04.figures import plot_answers, plot_row, plot_shares
from lessons.step_04.strips import row_strips


def words(figure):
    """Return all texts of a figure."""
    texts = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        texts += [text.get_text() for text in axes.texts] + [
            axes.get_title(loc="left"),
            axes.get_title(),
        ]
    return texts


@pytest.mark.parametrize("kernel_size", range(1, 10))
def test_the_strips_are_as_long_as_the_layer_table_says(kernel_size):
    layers = layer_table(CnnConfig(kernel_size=kernel_size))[:5]
    assert [strip.length for strip in row_strips(kernel_size)] == [
        layer.output_shape[0] for layer in layers
    ]
    assert row_strips(kernel_size)[-1].seen == 3 * kernel_size + 1


def test_a_kernel_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="from 1 to 9"):
        row_strips(10)
    with pytest.raises(ValueError, match="has no value 5"):
        plot_row(3, layer=4, value=5)


@pytest.mark.parametrize("kernel_size", [1, 2, 3, 6, 9])
def test_a_row_shows_as_many_filled_pixels_as_a_value_sees(kernel_size):
    strips = row_strips(kernel_size)
    figure = plot_row(kernel_size, layer=4, value=strips[4].length - 1)
    cells = [patch for patch in figure.axes[0].patches if hasattr(patch, "get_width")]
    assert len(cells) == sum(strip.length for strip in strips)
    pixels = [cell for cell in cells[:28] if cell.get_facecolor() != (1, 1, 1, 1)]
    assert len(pixels) == strips[4].seen
    # The value stands below the middle of what it sees.
    last = cells[-1]
    middle = (pixels[0].get_x() + pixels[-1].get_x() + pixels[-1].get_width()) / 2
    assert last.get_x() + last.get_width() / 2 == pytest.approx(middle)


def test_what_a_pooling_drops_is_hatched():
    cells = [patch for patch in plot_row(3).axes[0].patches if hasattr(patch, "get_width")]
    assert [bool(cell.get_hatch()) for cell in cells].index(True) == 28 + 26 + 13 + 10
    assert sum(bool(cell.get_hatch()) for cell in cells) == 1


def test_shares_add_up_and_leave_out_layers_without_parameters():
    figure = plot_shares({"a": 1, "b": 3, "c": 0}, {"a": 9, "b": 1, "c": 0})
    assert {"1 (25 %)", "3 (75 %)", "9 (90 %)", "1 (10 %)"} <= set(words(figure))
    assert "4 parameters" in words(figure)


def test_answers_frame_the_highest_probability():
    probabilities = np.full((2, 10), 0.1)
    probabilities[0, 3] = probabilities[1, 9] = 0.11
    figure = plot_answers(probabilities, [7, 2], np.array([3, 3, 9, 3]), "MNIST")
    assert [patch.get_xy() for patch in figure.axes[0].patches] == [(2.5, -0.5), (8.5, 0.5)]
    assert [bar.get_height() for bar in figure.axes[1].patches][3] == 75


def test_every_picture_can_be_shown():
    figures = [
        plot_row(6, 4, 1),
        plot_shares({"dense": 10}, {"dense": 9}),
        plot_answers(np.full((1, 10), 0.1), [0], np.zeros(3, int)),
    ]
    for figure in figures:
        assert figure_png(figure).startswith(b"\x89PNG")
