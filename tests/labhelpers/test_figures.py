"""Every figure is drawn for any input, has its labels, and leaves Matplotlib's state alone."""

import functools
import itertools
import math
import subprocess
import sys
from functools import partial

import matplotlib
import numpy as np
import pytest

from labhelpers import figures
from labhelpers.architecture import layer_table
from labhelpers.config import CnnConfig
from labhelpers.events import Batch, Epoch, Progress, Started
from labhelpers.figures.curves import plot_progress

PNG = b"\x89PNG\r\n\x1a\n"
IMAGES = (np.arange(3 * 28 * 28) % 256).astype(np.uint8).reshape(3, 28, 28)
PROBABILITIES = np.full((3, 10), 0.05) + 0.5 * np.eye(10)[[1, 2, 3]]


def history(epochs, validation=True):
    """Return curves as Keras's history has them; the validation's are like the training's."""
    values = [1 / (epoch + 2) for epoch in range(epochs)]
    curves = {"loss": values, "accuracy": [1 - value for value in values]}
    if validation:
        curves["val_loss"] = curves["loss"]
        curves["val_accuracy"] = curves["accuracy"]
    return curves


LARGE = CnnConfig(
    filters=256,
    kernel_size=9,
    dense_units=1024,
    dropout=0.5,
    batch_normalization=True,
)
SMALLEST = CnnConfig(filters=1, kernel_size=1, dense_units=1)
SCALED = (IMAGES[0] / 255)[..., None]
COUNTS = np.arange(100).reshape(10, 10)
NO_COUNTS = np.zeros((10, 10), dtype=int).tolist()
SURE = [0.9, 0.8, 0.999]
STARTED = Progress().after(Started(epochs=3, steps=10))
BEGUN = STARTED.after(Batch(4, 2.0, math.nan, 1.0))
DONE = STARTED.after(Batch(10, 0.5, 0.875, 2.0)).after(Epoch(0.5, 0.875, 0.25, 0.9375, 3.0))
RACE = {"a": [(1, 0.9), (3, 0.98)], "b": [(2, 0.95)]}

DRAWN = {
    "digits": partial(figures.plot_digits, IMAGES, labels=[1, 2, 3], dataset="MNIST"),
    "one digit": partial(figures.plot_digits, IMAGES[:1]),
    "no digits": partial(figures.plot_digits, IMAGES[:0]),
    "feature maps": partial(figures.plot_digits, np.zeros((2, 5, 5, 1)), titles=["a", "b"]),
    "balance": partial(figures.plot_class_balance, [0, 1, 1], [9], dataset="MNIST"),
    "before and after": partial(
        figures.plot_before_after,
        IMAGES[0],
        SCALED,
        dataset="MNIST",
    ),
    "history": partial(figures.plot_history, history(5), dataset="MNIST"),
    "one epoch": partial(figures.plot_history, history(1)),
    "no validation": partial(figures.plot_history, history(2, validation=False)),
    "no epoch": partial(figures.plot_history, {}),
    "progress": partial(plot_progress, DONE),
    "an interrupted run": partial(plot_progress, BEGUN),
    "a run without a batch": partial(plot_progress, Progress()),
    "race": partial(figures.plot_race, RACE, dataset="MNIST"),
    "race that has not begun": partial(figures.plot_race, {"a": [], "b": RACE["b"]}),
    "confusion": partial(figures.plot_confusion_matrix, COUNTS, dataset="MNIST"),
    "no mistakes in confusion": partial(figures.plot_confusion_matrix, np.diag([5] * 10)),
    "empty confusion": partial(figures.plot_confusion_matrix, NO_COUNTS),
    "predictions": partial(
        figures.plot_predictions,
        IMAGES,
        [1, 2, 4],
        PROBABILITIES,
        dataset="MNIST",
    ),
    "one prediction": partial(figures.plot_predictions, IMAGES[:1], [0], PROBABILITIES[:1]),
    "mistakes": partial(
        figures.plot_mistakes,
        IMAGES,
        [1, 2, 3],
        [7, 7, 7],
        SURE,
        dataset="MNIST",
    ),
    "no mistakes": partial(figures.plot_mistakes, IMAGES[:0], [], [], []),
    "network": partial(figures.plot_network, layer_table(CnnConfig())),
    "large network": partial(figures.plot_network, layer_table(LARGE)),
    "smallest network": partial(figures.plot_network, layer_table(SMALLEST)),
}
WITH_DATA = [
    "digits",
    "balance",
    "before and after",
    "history",
    "race",
    "confusion",
    "predictions",
    "mistakes",
]


def texts(figure):
    """Return all that is written on a figure, as a list of strings."""
    return [
        text.get_text()
        for text in figure.findobj(matplotlib.text.Text)
        if text.get_text() and text.get_visible()
    ]


@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_is_drawn_and_the_style_outside_is_left_alone(name):
    before = dict(matplotlib.rcParams)
    figure = DRAWN[name]()
    assert figures.figure_png(figure).startswith(PNG)
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("name", [name for name in DRAWN if "digit" not in name])
def test_axes_with_a_scale_are_labelled(name):
    for axes in DRAWN[name]().axes:
        if axes.axison and len(axes.get_xticks()) and axes.get_label() != "<colorbar>":
            assert axes.get_xlabel(), name
            assert axes.get_ylabel() or axes.get_title(loc="left"), name


@pytest.mark.parametrize("name", WITH_DATA)
def test_the_data_set_stands_on_figures_that_show_data(name):
    assert "MNIST" in texts(DRAWN[name]())


@functools.cache
def written(name):
    """Draw a figure; return its size and what was really written on it, both in pixels.

    The latter is a list of (text, left, bottom, right, top).
    """
    drawn = []
    draw = matplotlib.text.Text.draw

    def record(text, renderer):
        if text.get_text() and text.get_visible():
            drawn.append((text.get_text(), *text.get_window_extent(renderer).extents.round()))
        draw(text, renderer)

    figure = DRAWN[name]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matplotlib.text.Text, "draw", record)
        figure.draw_without_rendering()
    return figure.get_size_inches() * figure.dpi, drawn


def overlap(one, other):
    """Say whether two boxes share more than a pixel in each direction."""
    _, left, bottom, right, top = one
    _, other_left, other_bottom, other_right, other_top = other
    across = min(right, other_right) - max(left, other_left)
    upward = min(top, other_top) - max(bottom, other_bottom)
    return across > 1 and upward > 1


@pytest.mark.parametrize("name", DRAWN)
def test_no_text_leaves_the_figure(name):
    (width, height), boxes = written(name)
    outside = [
        box for box in boxes if min(box[1:3]) < -1 or box[3] > width + 1 or box[4] > height + 1
    ]
    assert not outside


@pytest.mark.parametrize("name", DRAWN)
def test_no_text_lies_on_another(name):
    _, boxes = written(name)
    pairs = [
        (one[0], other[0])
        for one, other in itertools.combinations(boxes, 2)
        if overlap(one, other)
    ]
    assert not pairs


def test_progress_says_how_far_the_run_came_and_its_last_numbers():
    last = "1 of 3 epochs; training loss 0.5000, accuracy 87.5%"
    expected = f"{last}; validation loss 0.2500, accuracy 93.8%"
    assert expected in texts(DRAWN["progress"]())
    begun = DRAWN["an interrupted run"]()
    assert "0.4 of 3 epochs; training loss 2.0000" in texts(begun)
    loss, _ = begun.axes
    (line,) = loss.lines
    assert (line.get_xdata(), line.get_ydata()) == ((0.4,), (2.0,))
    assert loss.get_xlim()[1] > 3


def test_pyplot_is_not_needed():
    program = """
import sys
from labhelpers import figures
figures.plot_history({'loss': [1], 'accuracy': [0]})
sys.exit('matplotlib.pyplot' in sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_notebook_shows_the_figure():
    assert DRAWN["one digit"]()._repr_png_().startswith(PNG)


def test_png_has_the_size_that_was_asked_for():
    figure = DRAWN["history"]()
    width = int.from_bytes(figures.figure_png(figure, dpi=200)[16:20], "big")
    assert width == round(figure.get_figwidth() * 200)


def test_history_counts_whole_epochs_and_tells_the_curves_apart():
    figure = DRAWN["history"]()
    for axes in figure.axes:
        assert all(float(tick).is_integer() for tick in axes.get_xticks())
        training, validation = axes.get_lines()
        assert (training.get_linestyle(), validation.get_linestyle()) == ("-", "--")
        assert validation.get_marker() == "o"
        np.testing.assert_array_equal(training.get_xdata(), [1, 2, 3, 4, 5])
    assert figure.axes[0].get_ylim()[0] == 0


def test_confusion_matrix_writes_counts_and_darkens_mistakes_only():
    matrix = np.diag([50] * 10)
    matrix[4, 9] = 5
    matrix[4, 4] = 45
    figure = figures.plot_confusion_matrix(matrix)
    colors = np.asarray(figure.axes[0].get_images()[0].get_array())
    brightness = colors[..., :3].mean(axis=2)
    assert np.unravel_index(brightness.argmin(), (10, 10)) == (4, 9)
    assert brightness[np.diag_indices(10)].min() > 0.85
    assert {"45", "5", "90.0%", "True digit", "Predicted digit"} <= set(texts(figure))


def test_a_digit_with_one_mistake_is_not_recognised_to_all():
    matrix = np.diag([9999] * 10)
    matrix[4, 9] = 1
    assert texts(figures.plot_confusion_matrix(matrix)).count(">99.9%") == 1


def test_predictions_say_right_and_wrong_in_signs():
    words = texts(DRAWN["predictions"]())
    assert "\N{CHECK MARK} 1 (55%)" in words
    assert "\N{BALLOT X} 3 (55%), is 4" in words


def test_network_names_each_layer_with_its_shape_and_parameters():
    words = texts(DRAWN["network"]())
    assert {"Conv2D\n+ ReLU", "26 × 26 × 32"} <= set(words)
    assert {"320\nparameters", "18,496\nparameters"} <= set(words)
    assert any("121,930" in word for word in words)


@pytest.mark.parametrize("shape", [(28,), (2, 28, 28, 3)], ids=["row", "colours"])
def test_images_of_another_shape_are_a_sentence(shape):
    with pytest.raises(ValueError, match="expected"):
        figures.plot_digits(np.zeros(shape))
