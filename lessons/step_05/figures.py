"""The pictures of notebook 05: steps on a parabola, losses side by side, cost of filters."""

import numpy as np

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, GREEN, INK, VERMILLION


@canvas.styled()
def plot_descent(walks, minimum=3.0):
    """Return a figure of steps on the loss (w - minimum)², a panel for each walk, all on the same axes.

    walks: {learning rate: weights}, each weights a list of floats, the start first. A title
        says where a walk ends.
    """
    reach = 1.15 * max(abs(weight - minimum) for weights in walks.values() for weight in weights)
    curve = np.linspace(minimum - reach, minimum + reach, 121)
    figure = canvas.new_figure(3.35 * len(walks) + 0.45, 3.5)
    for place, (rate, weights) in enumerate(walks.items()):
        axes = canvas.add_axes(figure, 0.65 + 3.35 * place, 0.4, 2.9, 2.5)
        axes.plot(curve, (curve - minimum) ** 2, color=FAINT, linewidth=1.5)
        losses = [(weight - minimum) ** 2 for weight in weights]
        for i in range(len(weights) - 1):
            arrow = {
                "arrowstyle": "-|>",
                "color": VERMILLION,
                "linewidth": 1.5,
                "shrinkA": 3,
                "shrinkB": 3,
            }
            arrow["mutation_scale"] = 8
            axes.annotate(
                "", (weights[i + 1], losses[i + 1]), (weights[i], losses[i]), arrowprops=arrow
            )
        axes.plot(weights, losses, "o", color=BLUE, markersize=5)
        # First and last, then those whose number covers no other.
        inches, labelled = (
            np.stack([weights, losses], axis=1) * [2.9 / (2 * reach), 2.5 / reach**2],
            [],
        )
        for i in [0, len(weights) - 1, *range(1, len(weights) - 1)]:
            if all(np.hypot(*(inches[i] - inches[other])) > 0.16 for other in labelled):
                labelled.append(i)
                outwards = -8 if weights[i] < minimum else 8
                options = {
                    "textcoords": "offset points",
                    "ha": "center",
                    "va": "center",
                    "color": INK,
                }
                axes.annotate(str(i), (weights[i], losses[i]), (outwards, -7), **options)
        axes.set(xlabel="Weight $w$", xlim=(curve[0], curve[-1]), ylim=(-0.1 * reach**2, reach**2))
        axes.set_title(f"Rate {rate} leads to {weights[-1]:.3f}")
        axes.tick_params(labelleft=place == 0)
        if place == 0:
            axes.set_ylabel("Loss")
    return figure


@canvas.styled()
def plot_losses(runs, mark_lowest=False, highest=2.5, dataset=""):
    """Return a figure of training and validation loss, a panel for each run, all on the same axes.

    runs: {title: {"loss": [...], "val_loss": [...]}}, values after each epoch.
    mark_lowest: whether each panel's lowest validation loss is marked, and its number and that
        of the last are written.
    highest: the loss at the panels' upper edge.
    """
    figure = canvas.new_figure(0.45 + 2.75 * len(runs), 3.55, dataset)
    for place, (title, run) in enumerate(runs.items()):
        axes = canvas.add_axes(figure, 0.65 + 2.75 * place, 0.6, 2.35, 2.4)
        epochs = range(1, len(run["loss"]) + 1)
        axes.plot(epochs, run["loss"], color=BLUE, label="Training")
        axes.plot(epochs, run["val_loss"], "--", color=VERMILLION, label="Validation")
        if mark_lowest:
            lowest = 1 + run["val_loss"].index(min(run["val_loss"]))
            axes.plot(lowest, min(run["val_loss"]), "o", color=VERMILLION, markersize=8)
            for epoch, side in {lowest: "center", epochs[-1]: "right"}.items():
                loss = run["val_loss"][epoch - 1]
                options = {"textcoords": "offset points", "ha": side, "color": VERMILLION}
                axes.annotate(f"{loss:.2f}", (epoch, loss), (0, 9), **options)
        axes.set(title=title, xlabel="Epoch", ylim=(0, highest))
        axes.locator_params(axis="x", nbins=7, integer=True, min_n_ticks=1)
        axes.tick_params(labelleft=place == 0)
        if place == 0:
            axes.set_ylabel("Loss")
    # Above all panels, where it covers no curve: one may lie flat at 2.3.
    figure.legend(*axes.get_legend_handles_labels(), loc="upper right", ncols=2, borderaxespad=0.1)
    return figure


@canvas.styled()
def plot_filters(filters, growth, misread, dataset=""):
    """Return a figure of what more filters cost, and of what they bring.

    filters: int, (n,). growth: {what: (n,) floats}, each compared with the first number of
        filters.
    misread: float, (n, seeds), the share of validation images that is misread, from 0 to 1.
    """
    figure, places = canvas.new_figure(9.5, 3.4, dataset), np.arange(len(filters))
    cost, gain = (canvas.add_axes(figure, left, 0.4, 3.75, 2.4) for left in (0.7, 5.5))
    for (name, values), color, line in zip(
        growth.items(), (BLUE, VERMILLION, GREEN), ("-s", "--o", ":^"), strict=True
    ):
        cost.plot(places, values, line, color=color, label=name)
    cost.set(
        title="Cost, compared with 8 filters",
        ylabel="Times as much",
        yscale="log",
        yticks=[1, 2, 4, 8, 16, 32],
    )
    cost.yaxis.set_major_formatter("{x:g} ×")
    cost.minorticks_off()
    cost.legend(loc="upper left")
    gain.plot(places, 100 * np.mean(misread, axis=1), "-s", color=BLUE, label="mean of three seeds")
    for values in growth.values():
        cost.annotate(
            f"{values[-1]:.2g} ×",
            (places[-1], values[-1]),
            (8, 0),
            textcoords="offset points",
            va="center",
        )
    for place in (0, -1):
        mean = 100 * np.mean(misread[place])
        gain.annotate(
            f"{mean:.1f} %", (places[place], mean), (8, 5), textcoords="offset points", va="center"
        )
    gain.plot(
        np.repeat(places, misread.shape[1]),
        100 * misread.ravel(),
        "o",
        color=FAINT,
        label="one seed",
    )
    gain.set(title="Gain: fewer images misread", ylabel="Misread, %", ylim=(0, None))
    gain.legend(loc="lower left")
    for axes in (cost, gain):
        axes.set(xlabel="Filters of the first convolution", xlim=(-0.2, places[-1] + 0.55))
        axes.set(xticks=places, xticklabels=[str(size) for size in filters])
    return figure
