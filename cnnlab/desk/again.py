"""Trains a hand-in's run once more, from its configuration and seed alone."""

from typing import Any

from labhelpers import training
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.events import Event, Progress


def train_again(dataset: str, cnn: dict, choices: dict) -> dict[str, Any]:
    """Return the history of the run of a configuration, trained in reproducible mode."""
    progress = Progress()

    def tell(event: Event) -> None:
        nonlocal progress
        progress = progress.after(event)

    digits = load_digits("embedded" if dataset == "embedded digits" else "auto")
    chosen = TrainingConfig(**choices | {"reproducible": True})
    training.train(CnnConfig(**cnn), chosen, digits, tell)
    return {"history": progress.history}
