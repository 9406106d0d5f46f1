"""A run as one flat Keras script, which a student can hand in and explain.

It needs nothing of this lab.
"""

from pathlib import Path

import numpy as np

from cnnlab.report.rendering import templates
from cnnlab.runs import Run
from labhelpers import config

EMBEDDED_NAME = "digits.npz"  # what the file of the embedded digits is called beside the script


def digits_file(run: Run) -> str:
    """Return the name of the file that the run's script reads its digits from.

    It is "" where Keras brings them, as MNIST.
    """
    if run.source == "embedded" or run.dataset == "embedded digits":
        return EMBEDDED_NAME
    if run.dataset == "MNIST" or run.source in ("auto", "mnist"):
        return ""
    return Path(run.source).name


def program(run: Run) -> str:
    """Return the script, at most 60 lines, that builds, trains and tests the network of a run.

    In reproducible mode the script's `history` is the run's, bit for bit, on the same machine.
    """
    training = run.training
    # The numbers that `model.build_cnn` gives its layers.
    seeds = np.random.SeedSequence(training.seed).generate_state(5).tolist()
    file = digits_file(run)
    return (
        templates()
        .get_template("program.py.jinja")
        .render(
            config=config,
            cnn=run.cnn,
            training=training,
            is_mnist=not file,
            file=repr(file),
            seeds=seeds,
            used=f"[:{training.num_train}]" if training.num_train else "",
            rate="rate" if training.one_cycle else training.learning_rate,
            inputs="inputs" if training.augment else "images[order]",
            middle=(config.IMAGE_SIZE - 1) / 2,
        )
    )
