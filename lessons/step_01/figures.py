"""Step 1's pictures: misread images, one step of a convolution, strokes' borders, pooling."""

import numpy as np
from matplotlib.colors import to_rgb

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, GREEN, INK, VERMILLION
from labhelpers.number_words import percent
from lessons.step_01.grids import SIGNED, Grid, frame_cells, plot_grids

TEST_IMAGES = 10_000
PAPER = "#dcdcdc"


@canvas.styled()
def plot_misread(accuracies):
    """Return a figure with a dot for each of 10,000 test images; the misread ones stand out.

    accuracies: float in [0, 1], (n,); there is a panel for each.
    """
    side = 3.0
    gap = 0.35
    figure = canvas.new_figure(len(accuracies) * (side + gap) + gap, side + 0.65)
    for index, accuracy in enumerate(accuracies):
        count = round((1 - accuracy) * TEST_IMAGES)
        # Anywhere among the images, and the same each time.
        is_misread = np.random.default_rng(0).permutation(TEST_IMAGES) < count
        dots = np.where(
            is_misread.reshape(100, 100, 1),
            np.array(to_rgb(VERMILLION)),
            np.array(to_rgb(PAPER)),
        )
        axes = canvas.add_axes(figure, gap + index * (side + gap), 0.45, side, side)
        axes.imshow(dots, aspect="auto")
        axes.set(xticks=[], yticks=[], title=f"Accuracy {percent(accuracy, 1)}: {count:,} misread")
        axes.spines[:].set_visible(False)
        axes.grid(False)
    return figure


@canvas.styled()
def plot_one_position(image, kernel, row, column):
    """Return a figure of one step of a convolution: the window, the products, their sum.

    image: number, (height, width); kernel: number, (k, k).
    row, column: where the window's upper left corner is.
    """
    image = np.asarray(image)
    kernel = np.asarray(kernel)
    size = len(kernel)
    products = image[row : row + size, column : column + size] * kernel
    grids = [
        Grid(image, "Image", "×", is_signed=False),
        Grid(kernel, "Kernel", "="),
        Grid(products, "Nine products", "→"),
        Grid(np.array([[products.sum()]]), "Sum"),
    ]
    figure = plot_grids(grids)
    frame_cells(figure.axes[0], row, column, size)
    return figure


@canvas.styled()
def plot_pooling(feature_map, rectified, pooled):
    """Return a figure of a map before and after ReLU and 2 x 2 max pooling.

    What is kept is framed in its block.

    feature_map, rectified: number, (2 rows, 2 columns); pooled: number, (rows, columns).
    """
    rectified = np.asarray(rectified)
    grids = [
        Grid(np.asarray(feature_map), "Feature map", "→"),
        Grid(rectified, "After ReLU", "→"),
        Grid(np.asarray(pooled), "After max pooling"),
    ]
    figure = plot_grids(grids)
    axes = figure.axes[1]
    rows, columns = rectified.shape
    for row in range(0, rows, 2):
        for column in range(0, columns, 2):
            block = rectified[row : row + 2, column : column + 2]
            down, right = divmod(int(np.argmax(block)), 2)
            frame_cells(axes, row + down, column + right, 1, inset=0.11)
    _draw_block_lines(axes, rows, columns)
    return figure


def _draw_block_lines(axes, rows, columns):
    """Tell the blocks apart by thick lines, in the map that is pooled."""
    for lines in (
        axes.hlines(np.arange(0, rows + 1, 2) - 0.5, -0.5, columns - 0.5),
        axes.vlines(np.arange(0, columns + 1, 2) - 0.5, -0.5, rows - 0.5),
    ):
        lines.set(color=INK, linewidth=2.5, zorder=6, clip_on=False)


@canvas.styled()
def plot_borders(image, feature_map, row, dataset=""):
    """Return a figure of a digit, its feature map, and both along one row of the image.

    image: uint8 or int in [0, 255], (height, width).
    feature_map: int, (height - 2, width - 2), of a 3 x 3 kernel.
    row: of the image.
    """
    # As high with a data set's name below as without one.
    figure = canvas.new_figure(11.1, 3.7 - 0.22 * bool(dataset), dataset)
    left = canvas.add_axes(figure, 0.15, 0.5, 2.7, 2.7)
    left.imshow(image, cmap="gray", vmin=0, vmax=255, aspect="auto")
    right = canvas.add_axes(figure, 3.05, 0.5, 2.7, 2.7)
    limit = np.abs(feature_map).max() or 1
    # The map's first number is that of a window around the image's pixel (1, 1): it is drawn
    # there.
    rows, columns = np.array(feature_map.shape) + 0.5
    picture = right.imshow(
        feature_map,
        extent=(0.5, columns, rows, 0.5),
        cmap=SIGNED,
        vmin=-limit,
        vmax=limit,
        aspect="auto",
    )
    for axes, name in ((left, "Image"), (right, "Feature map")):
        axes.set(title=name, xticks=[], yticks=[])
        axes.set(xlim=(-0.5, columns + 1), ylim=(rows + 1, -0.5))
        axes.spines[:].set(visible=True, color=FAINT)
        axes.axhline(row, color=GREEN, linewidth=2.5, linestyle=(0, (4, 2)))
        axes.grid(False)
    place = canvas.add_axes(figure, 5.82, 0.5, 0.12, 2.7)
    bar = figure.colorbar(picture, place, ticks=[-limit, 0, limit])
    bar.outline.set_visible(False)
    _draw_profile(figure, 7.35, image[row], feature_map[row - 1], row)
    return figure


def _draw_profile(figure, left, pixels, numbers, row):
    """Draw one row's pixels (width,) and, below, its numbers in the feature map (width - 2,)."""
    width = 3.55
    columns = np.arange(len(pixels))
    above = canvas.add_axes(figure, left, 0.5, width, 1.15)
    above.step(columns, pixels, where="mid", color=INK, linewidth=1.8)
    above.fill_between(columns, pixels, step="mid", color=PAPER)
    above.set(
        title=f"Along the dashed row ({row})",
        ylabel="Pixels",
        yticks=[0, 255],
        xticklabels=[],
    )
    below = canvas.add_axes(figure, left, 1.85, width, 1.35)
    limit = np.abs(numbers).max() or 1
    colors = np.where(numbers > 0, BLUE, VERMILLION)
    below.bar(columns[1:-1], numbers, width=0.86, color=colors)
    below.axhline(0, color=INK, linewidth=1)
    below.set(
        xlabel="Column",
        ylabel="Map",
        yticks=[-limit, 0, limit],
        ylim=(-1.15 * limit, 1.15 * limit),
    )
    for axes in (above, below):
        axes.set(xlim=(-0.5, len(pixels) - 0.5), xticks=range(0, len(pixels), 4))
    below.xaxis.labelpad = 1


@canvas.styled()
def plot_maps(maps, titles, dataset=""):
    """Return a figure of feature maps side by side, blue and orange on one scale.

    maps: number, (rows, columns) each; they may differ in size, and are drawn equally large.
    """
    side = 2.6
    gap = 0.3
    figure = canvas.new_figure(len(maps) * (side + gap) + gap, side + 0.55, dataset)
    limit = max(np.abs(feature_map).max() for feature_map in maps) or 1
    for index, (feature_map, title) in enumerate(zip(maps, titles, strict=True)):
        axes = canvas.add_axes(figure, gap + index * (side + gap), 0.45, side, side)
        axes.imshow(feature_map, cmap=SIGNED, vmin=-limit, vmax=limit, aspect="auto")
        axes.set(title=title, xticks=[], yticks=[])
        axes.spines[:].set(visible=True, color=FAINT)
        axes.grid(False)
    return figure
