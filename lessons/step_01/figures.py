"""Step 1's pictures: an accuracy as misread images, one step of a convolution, the borders of strokes, pooling."""

import numpy as np
from matplotlib import colormaps, patches, patheffects
from matplotlib.colors import CenteredNorm, LinearSegmentedColormap, Normalize, to_rgb

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, GREEN, INK, VERMILLION

CELL = 0.46  # inches, the side of a number's cell
SIGNED = LinearSegmentedColormap.from_list("signed", [VERMILLION, "white", BLUE])


@canvas.styled()
def plot_misread(accuracies):
    """Return a figure with 10,000 dots for each accuracy, one for a test image; the misread ones stand out.

    accuracies: float in [0, 1], (n,).
    """
    side, gap = 3.0, 0.35
    figure = canvas.new_figure(len(accuracies) * (side + gap) + gap, side + 0.65)
    read, misread = np.array(to_rgb("#dcdcdc")), np.array(to_rgb(VERMILLION))
    for index, accuracy in enumerate(accuracies):
        count = round((1 - accuracy) * 10_000)
        # Anywhere among the images, and the same each time.
        places = np.random.default_rng(0).permutation(10_000) < count
        axes = canvas.add_axes(figure, gap + index * (side + gap), 0.45, side, side)
        axes.imshow(np.where(places.reshape(100, 100, 1), misread, read), aspect="auto")
        axes.set(xticks=[], yticks=[], title=f"Accuracy {accuracy:.1%}: {count:,} misread")
        axes.spines[:].set_visible(False)
        axes.grid(False)
    return figure


@canvas.styled()
def plot_one_position(image, kernel, row, column):
    """Return a figure of one step of a convolution: the window at (row, column), the products, their sum.

    image: number, (height, width); kernel: number, (k, k).
    """
    size = len(kernel)
    products = image[row : row + size, column : column + size] * kernel
    sums = np.array([[products.sum()]])
    titles, signed = ["Image", "Kernel", "Nine products", "Sum"], [False, True, True, True]
    figure = _grids([image, kernel, products, sums], titles, ["×", "=", "→", ""], signed)
    _frame(figure.axes[0], row, column, size)
    return figure


@canvas.styled()
def plot_pooling(feature_map, rectified, pooled):
    """Return a figure of a map before and after ReLU and 2 x 2 max pooling; what is kept is framed in its block.

    feature_map, rectified: number, (2 rows, 2 columns); pooled: number, (rows, columns).
    """
    titles = ["Feature map", "After ReLU", "After max pooling"]
    figure = _grids([feature_map, rectified, pooled], titles, ["→", "→", ""], signed=[True] * 3)
    axes, rows, columns = figure.axes[1], *np.shape(feature_map)
    for row in range(0, rows, 2):
        for column in range(0, columns, 2):
            place = np.unravel_index(
                np.argmax(rectified[row : row + 2, column : column + 2]), (2, 2)
            )
            _frame(axes, row + place[0], column + place[1], 1, inset=0.11)
    # The blocks are told apart by thick lines, in the map that is pooled.
    options = {"color": INK, "linewidth": 2.5, "zorder": 6, "clip_on": False}
    axes.hlines(np.arange(0, rows + 1, 2) - 0.5, -0.5, columns - 0.5, **options)
    axes.vlines(np.arange(0, columns + 1, 2) - 0.5, -0.5, rows - 0.5, **options)
    return figure


@canvas.styled()
def plot_borders(image, feature_map, row, dataset=""):
    """Return a figure of a digit, of a 3 x 3 kernel's feature map, and of both along one row of the image.

    image: uint8 or int in [0, 255], (height, width); feature_map: int, (height - 2, width - 2);
        row: of the image.
    """
    figure = canvas.new_figure(11.1, 3.7 - 0.22 * bool(dataset), dataset)
    limit = np.abs(feature_map).max() or 1
    # The map's first number is that of a window around the image's pixel (1, 1): it is drawn
    # there.
    rows, columns = np.array(feature_map.shape) + 0.5
    for left, name, pixels, options in (
        (0.15, "Image", image, {"cmap": "gray", "vmin": 0, "vmax": 255}),
        (3.05, "Feature map", feature_map, {"cmap": SIGNED, "vmin": -limit, "vmax": limit}),
    ):
        axes = canvas.add_axes(figure, left, 0.5, 2.7, 2.7)
        extent = (0.5, columns, rows, 0.5) if pixels is feature_map else None
        picture = axes.imshow(pixels, extent=extent, aspect="auto", **options)
        axes.set(title=name, xticks=[], yticks=[], xlim=(-0.5, columns + 1), ylim=(rows + 1, -0.5))
        axes.spines[:].set(visible=True, color=FAINT)
        axes.axhline(row, color=GREEN, linewidth=2.5, linestyle=(0, (4, 2)))
        axes.grid(False)
    bar = figure.colorbar(
        picture, canvas.add_axes(figure, 5.82, 0.5, 0.12, 2.7), ticks=[-limit, 0, limit]
    )
    bar.outline.set_visible(False)
    _draw_profile(figure, 7.35, image[row], feature_map[row - 1], row)
    return figure


def _draw_profile(figure, left, pixels, numbers, row):
    """Draw one row's pixels (width,) and, below them, its numbers in the feature map (width - 2,)."""
    wide, columns = 3.55, np.arange(len(pixels))
    above = canvas.add_axes(figure, left, 0.5, wide, 1.15)
    above.step(columns, pixels, where="mid", color=INK, linewidth=1.8)
    above.fill_between(columns, pixels, step="mid", color="#dcdcdc")
    above.set(
        title=f"Along the dashed row ({row})", ylabel="Pixels", yticks=[0, 255], xticklabels=[]
    )
    below = canvas.add_axes(figure, left, 1.85, wide, 1.35)
    limit = np.abs(numbers).max() or 1
    below.bar(columns[1:-1], numbers, width=0.86, color=np.where(numbers > 0, BLUE, VERMILLION))
    below.axhline(0, color=INK, linewidth=1)
    below.set(
        xlabel="Column", ylabel="Map", yticks=[-limit, 0, limit], ylim=(-1.15 * limit, 1.15 * limit)
    )
    for axes in (above, below):
        axes.set(xlim=(-0.5, len(pixels) - 0.5), xticks=range(0, len(pixels), 4))
    below.xaxis.labelpad = 1


@canvas.styled()
def plot_maps(maps, titles, dataset=""):
    """Return a figure of feature maps side by side, as large as each other, blue and orange on one scale.

    maps: number, (rows, columns) each; they may differ in size.
    """
    side, gap = 2.6, 0.3
    figure = canvas.new_figure(len(maps) * (side + gap) + gap, side + 0.55, dataset)
    limit = max(np.abs(feature_map).max() for feature_map in maps) or 1
    for index, (feature_map, title) in enumerate(zip(maps, titles, strict=True)):
        axes = canvas.add_axes(figure, gap + index * (side + gap), 0.45, side, side)
        axes.imshow(feature_map, cmap=SIGNED, vmin=-limit, vmax=limit, aspect="auto")
        axes.set(title=title, xticks=[], yticks=[])
        axes.spines[:].set(visible=True, color=FAINT)
        axes.grid(False)
    return figure


def _grids(matrices, titles, signs, signed):
    """Return a figure of matrices as cells with numbers, a sign after each; signed: whether each is blue and orange."""
    matrices = [np.asarray(matrix) for matrix in matrices]
    # A title may be wider than a single cell.
    wide = [
        max(CELL * matrix.shape[1], 0.09 * len(title))
        for matrix, title in zip(matrices, titles, strict=True)
    ]
    gap, height = 0.6, CELL * max(len(matrix) for matrix in matrices) + 0.55
    figure, left = canvas.new_figure(sum(wide) + gap * (len(matrices) - 0.5), height), 0.2
    for matrix, title, sign, room, both in zip(matrices, titles, signs, wide, signed, strict=True):
        high, width = CELL * np.array(matrix.shape)
        axes = canvas.add_axes(
            figure, left + (room - width) / 2, 0.4 + (height - 0.5 - high) / 2, width, high
        )
        canvas.draw_cells(axes, matrix, _colors(matrix, both), 10)
        # The outer lines, too, as wide as the others: a white cell at the border needs them.
        for lines in axes.collections:
            lines.set_clip_on(False)
        axes.set_title(title, loc="center", pad=5)
        left += room + gap
        middle = 1 - (0.4 + (height - 0.5) / 2) / height
        figure.text(
            (left - gap / 2) / figure.get_figwidth(),
            middle,
            sign,
            ha="center",
            va="center",
            fontsize=18,
        )
    return figure


def _colors(matrix, signed):
    """Return each cell's RGBA: blue above 0 and orange below, else greys from black, 0, to white."""
    low, high = canvas.image_range(matrix)
    if signed:
        # Half as strong again as the numbers ask for, so that the ink on each cell stays dark.
        return SIGNED(CenteredNorm(0, 1.6 * (max(-low, high) or 1))(matrix))
    return colormaps["gray"](Normalize(low, high)(matrix))


def _frame(axes, row, column, size, inset=0.0):
    """Frame `size` x `size` cells from (row, column) on, in orange on white, which shows on any cell."""
    row, column, size = row + inset, column + inset, size - 2 * inset
    white = [patheffects.withStroke(linewidth=5, foreground="white")]
    frame = {
        "edgecolor": VERMILLION,
        "linewidth": 2.6,
        "path_effects": white,
        "zorder": 5,
        "clip_on": False,
    }
    axes.add_patch(patches.Rectangle((column - 0.5, row - 0.5), size, size, fill=False, **frame))
