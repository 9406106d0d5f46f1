"""All runs of a class as dots: seconds of training against validation accuracy."""

import collections
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from cnnlab.runs.kept_epoch import kept_value
from cnnlab.wall.protocol import ClassDots, Dot, DotKind
from cnnlab.wall.seen_runs import SeenRun
from labhelpers.config import CHOICES, TrainingConfig
from labhelpers.events import Progress

MOST_DOTS = 2000
# Told of each dot, also where all runs have the same.
ALWAYS = ("filters", "epochs")
# No recipe: every student has another one.
NEVER = ("seed",)
KINDS: Mapping[str, DotKind] = {
    "finished": "finished",
    "training": "training",
    "waiting": "training",
}


def class_dots(runs: Sequence[SeenRun], on: Mapping[Path, Progress]) -> ClassDots:
    """Return the dots of the newest runs, and what they were made of.

    on: the newest states of the runs that are on.
    Runs on other images than most are counted and left out: their accuracies say other things.
    """
    placed = [(run, on.get(run.run.folder, run.progress)) for run in runs]
    measured = [
        (run, state) for run, state in placed if accuracy_of(state, run.training) is not None
    ]
    counts = collections.Counter(run.dataset for run, _state in measured)
    dataset = counts.most_common(1)[0][0] if counts else ""
    alike = [(run, state) for run, state in measured if run.dataset == dataset]
    alike.sort(key=lambda pair: pair[0].created)
    shown = alike[-MOST_DOTS:]
    words = [run.words for run, _state in shown]
    told = [name for name in CHOICES if name not in NEVER and _is_told(name, words)]
    configurations: dict[tuple[str, ...], int] = {}
    dots: list[Dot] = []
    for (run, state), said in zip(shown, words, strict=True):
        made_of = tuple(said[name] for name in told)
        number = configurations.setdefault(made_of, len(configurations))
        accuracy = round(accuracy_of(state, run.training) or 0.0, 5)
        dots.append((round(state.seconds, 1), accuracy, KINDS.get(state.status, "other"), number))
    return {
        "choices": [CHOICES[name].label for name in told],
        "configurations": [list(made_of) for made_of in configurations],
        "dots": dots,
        "dataset": dataset,
        "others": len(measured) - len(alike),
    }


def _is_told(name: str, words: Sequence[Mapping[str, str]]) -> bool:
    return name in ALWAYS or len({said[name] for said in words}) > 1


def accuracy_of(state: Progress, training: TrainingConfig | None) -> float | None:
    """Return the accuracy on validation images, 0 to 1; None before there is one.

    It is the newest one, and of a finished run that of the weights that it has kept.
    training: what the run was to do, None where that is not known.
    """
    measured = [point[2] for point in state.validation] or state.history.get("val_accuracy", [])
    found = measured[-1] if measured else None
    if training is not None and state.status == "finished":
        found = kept_value(training, state, "val_accuracy")
    is_share = found is not None and math.isfinite(found) and 0 <= found <= 1
    return found if is_share and state.seconds > 0 else None
