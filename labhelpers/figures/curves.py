"""Pictures of training: loss and accuracy after each epoch, and accuracy against seconds."""

from labhelpers.figures import canvas
from labhelpers.figures.canvas import BLUE, FAINT, GREEN, VERMILLION


@canvas.styled()
def plot_history(history, dataset=""):
    """Return a figure of loss and accuracy after each epoch; the validation is left out where it was not measured.

    history: {"loss": [...], "accuracy": [...], "val_loss": [...], "val_accuracy": [...]}, as
        Keras's `History.history`.
    """
    figure, both = canvas.new_pair(9.5, dataset)
    for axes, key in zip(both, ("loss", "accuracy"), strict=True):
        training, validation = history.get(key, []), history.get(f"val_{key}", [])
        # With markers, because a line through one point cannot be seen.
        axes.plot(range(1, len(training) + 1), training, "-s", color=BLUE, label="Training")
        if validation:
            axes.plot(
                range(1, len(validation) + 1),
                validation,
                "--o",
                color=VERMILLION,
                label="Validation",
            )
        axes.set(title=key.capitalize(), xlabel="Epoch", ylabel=key.capitalize())
        axes.locator_params(axis="x", nbins=8, integer=True, min_n_ticks=1)
        axes.legend()
    both[0].set_ylim(bottom=0)
    both[1].yaxis.set_major_formatter(lambda value, _: f"{100 * value:g}%")
    return figure


@canvas.styled()
def plot_race(curves, dataset=""):
    """Return a figure of accuracy against seconds of training, a line for each of at most three contestants.

    curves: {name: [(seconds, accuracy), ...]}, as measured on the validation images after each
        epoch.
    """
    figure = canvas.new_figure(7.6, 3.4, dataset)
    axes = canvas.add_axes(figure, 0.85, 0.2, 6.3, 2.65)
    looks = ((VERMILLION, "-s"), (BLUE, "--o"), (GREEN, ":^"))
    for (name, points), (color, line) in zip(curves.items(), looks, strict=False):
        axes.plot(*zip(*points, strict=True), line, color=color, label=name)
    axes.axhline(0.99, color=FAINT, linewidth=1)
    axes.text(1, 0.99, " 99%", transform=axes.get_yaxis_transform(), va="center", fontsize=9)
    axes.set(
        xlabel="Seconds of training", ylabel="Accuracy on the validation images", xlim=(0, None)
    )
    axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:g}%")
    axes.legend(loc="lower right")
    return figure
