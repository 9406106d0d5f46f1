"""A run as one flat Keras script, which a student can hand in and explain: it needs nothing of this lab."""

import pathlib

import numpy as np

from cnnlab.report.rendering import templates


def digits_file(run):
    """Return the name of the file that the run's script reads its digits from; "" where Keras brings them, as MNIST."""
    if run.source == "embedded" or run.dataset == "embedded digits":
        return "digits.npz"
    return (
        ""
        if run.dataset == "MNIST" or run.source in ("auto", "mnist")
        else pathlib.Path(run.source).name
    )


def program(run):
    """Return the script, at most 60 lines, that builds, trains and tests the network of a run.

    run: `runs.Run`. In reproducible mode the script's `history` is the run's, bit for bit, on
        the same machine.
    """
    # The numbers that `model.build_cnn` gives its layers.
    seeds = np.random.SeedSequence(run.training.seed).generate_state(5).tolist()
    choices = {
        "cnn": run.cnn,
        "training": run.training,
        "file": repr(digits_file(run)),
        "seeds": seeds,
    }
    return (
        templates()
        .get_template("program.py.jinja")
        .render(is_mnist=not digits_file(run), **choices)
    )
