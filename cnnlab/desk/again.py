"""Trains a hand-in's run once more, from its configuration and seed alone."""

from typing import Any

from cnnlab.desk.opening import BadHandInError
from labhelpers import training
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.errors import LabError
from labhelpers.events import Event, Progress
from labhelpers.memory import TooMuchMemoryError


def train_again(dataset: str, cnn: dict, choices: dict) -> dict[str, Any]:
    """Return the history of the run of a configuration, trained in reproducible mode.

    Raises BadHandInError, with the lab's sentence, where it cannot be trained here.
    """
    progress = Progress()

    def tell(event: Event) -> None:
        nonlocal progress
        progress = progress.after(event)

    chosen = TrainingConfig(**choices | {"reproducible": True})
    try:
        digits = load_digits("embedded" if dataset == "embedded digits" else "auto")
        training.train(CnnConfig(**cnn), chosen, digits, tell)
    except (LabError, TooMuchMemoryError) as error:
        raise BadHandInError(str(error)) from error
    return {"history": progress.history}
