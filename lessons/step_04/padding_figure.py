"""The picture of a row with zeros around it, and of every place of a window that moves over it."""

from matplotlib import patches

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, INK, VERMILLION

CELL = 0.5  # inches, a pixel's side
LEFT = 1.5
TOP = 0.4


@canvas.styled()
def plot_padding(padded):
    """Return a figure of one row, the zeros around it, and below it the window's places.

    padded: a `Padded`, of an image of a few pixels.
    """
    cells = padded.image + 2 * padded.padding
    width = LEFT + CELL * cells + 2.4
    axes = canvas.plain_axes(
        canvas.new_figure(width, TOP + CELL * (1.3 + 0.5 * padded.side) + 0.2)
    )
    for cell in range(cells):
        _draw_cell(axes, cell, cell - padded.padding, padded)
    axes.text(LEFT - 0.12, TOP + CELL / 2, "row of the image", ha="right", va="center")
    for place in range(padded.side):
        _draw_window(axes, place, padded)
    middle = TOP + CELL * (1.3 + 0.25 * padded.side)
    axes.text(LEFT - 0.12, middle, "the window", ha="right", va="center", color=BLUE)
    numbers = f"({padded.image} + 2 × {padded.padding} − {padded.kernel_size}) // {padded.stride}"
    words = f"{numbers} + 1\n= {padded.room} // {padded.stride} + 1 = {padded.side} values"
    axes.text(LEFT + CELL * cells + 0.25, middle, words, va="center", linespacing=1.5)
    return axes.figure


def _draw_cell(axes, cell, number, padded):
    """Draw a pixel with its number, or a zero of the padding."""
    is_pixel = 0 <= number < padded.image
    box = patches.Rectangle((LEFT + CELL * cell, TOP), CELL, CELL)
    box.set(facecolor="#e8e8e8" if is_pixel else "white", edgecolor=FAINT, linewidth=1)
    box.set_linestyle("-" if is_pixel else ":")
    axes.add_patch(box)
    words = str(number) if is_pixel else "0"
    color = INK if is_pixel else VERMILLION
    middle = LEFT + CELL * (cell + 0.5)
    axes.text(middle, TOP + CELL / 2, words, ha="center", va="center_baseline", color=color)


def _draw_window(axes, place, padded):
    """Draw one place of the window, with the number of the value that it gives."""
    left = LEFT + CELL * place * padded.stride
    top = TOP + CELL * (1.3 + 0.5 * place)
    wide = CELL * padded.kernel_size
    bar = patches.Rectangle((left + 0.03, top), wide - 0.06, 0.36 * CELL)
    bar.set(facecolor="#d6eaf5", edgecolor=BLUE, linewidth=1.5)
    axes.add_patch(bar)
    axes.text(
        left + wide / 2,
        top + 0.18 * CELL,
        f"value {place}",
        ha="center",
        va="center_baseline",
        fontsize=8,
        color=BLUE,
    )
