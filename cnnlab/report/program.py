"""A run as one flat Keras script, which a student can hand in and explain.

It needs nothing of this lab.
"""

import logging
from pathlib import Path

import numpy as np

from cnnlab.report.rendering import templates
from cnnlab.runs import Run
from labhelpers import config
from labhelpers.archive import DataError, open_archive

logger = logging.getLogger(__name__)

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
    """Return the script that builds, trains and tests the network of a run.

    It has at most 60 lines, whatever was chosen. A file of one's own that
    `labhelpers.corrections` put right has up to 7 more.
    In reproducible mode the script's `history` keeps the run's, bit for bit, on the same machine.
    """
    training = run.training
    # The numbers that `model.build_cnn` gives its layers.
    seeds = np.random.SeedSequence(training.seed).generate_state(5).tolist()
    file = digits_file(run)
    record = _own_record(run) if file else None
    return (
        templates()
        .get_template("program.py.jinja")
        .render(
            config=config,
            cnn=run.cnn,
            training=training,
            is_mnist=not file,
            file=repr(file),
            is_shuffled=record is not None and record["is_shuffled"],
            turned=_turned(record),
            seeds=seeds,
            used=f"[:{training.num_train}]" if training.num_train else "",
            rate="rate" if training.one_cycle else training.learning_rate,
            inputs="inputs" if training.augment else "images[order]",
            middle=(config.IMAGE_SIZE - 1) / 2,
        )
    )


def _own_record(run: Run) -> np.ndarray | None:
    """Return what is known of a file of one's own: None for others, or where it is not there."""
    if run.source in ("embedded", "auto", "mnist"):
        return None
    try:
        return open_archive(Path(run.digits().source))
    except DataError:
        logger.warning("The digits of %s cannot be opened.", run.folder, exc_info=True)
        return None


def _turned(record: np.ndarray | None) -> dict[str, list[str]]:
    """Return the script's arrays of images that were turned: whole, or only some of the images."""
    turned: dict[str, list[str]] = {"whole": [], "some": []}
    if record is None:
        return turned
    for name, part in (("images", "train"), ("test_images", "test")):
        count = int(record[f"turned_{part}"])
        if count:
            is_whole = count == len(record[f"x_{part}"])
            turned["whole" if is_whole else "some"].append(name)
    return turned
