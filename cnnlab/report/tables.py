"""The tables of a report: rows of cells, in words; and the ± of an accuracy."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from cnnlab.runs import Run
from labhelpers.architecture import Layer
from labhelpers.config import CHOICES, options_of

MISSING = "–"

Row = list[Any]


def size(layer: Layer) -> str:
    """Return the shape of a layer's output in words: "26 × 26 × 8"."""
    return " × ".join(map(str, layer.output_shape))


def layer_rows(layers: Sequence[Layer]) -> list[Row]:
    """Return name, output, counting and parameters of each layer, and of all."""
    rows: list[Row] = [
        [layer.name, size(layer), layer.arithmetic or MISSING, f"{layer.parameters:,}"]
        for layer in layers
    ]
    total = sum(layer.parameters for layer in layers)
    return [*rows, ["All", "", "", f"{total:,}"]]


def history_rows(history: Mapping[str, Sequence[float]]) -> list[Row]:
    """Return an epoch's number, and its losses and accuracies as far as they are there."""
    rows = []
    for epoch in range(len(history.get("loss", []))):
        row = [str(epoch + 1)]
        for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
            values = history.get(name, [])
            row.append(f"{values[epoch]:.4f}" if epoch < len(values) else MISSING)
        rows.append(row)
    return rows


def score_rows(metrics: Mapping[str, Any]) -> list[Row]:
    """Return scikit-learn's classification report: digits, averages, and the accuracy last."""
    rows: list[Row] = []
    for name, scores in metrics["report"].items():
        if isinstance(scores, Mapping):
            shares = [scores[score] for score in ("precision", "recall", "f1-score")]
            rows.append([name, *(f"{share:.3f}" for share in shares), f"{scores['support']:,.0f}"])
    accuracy = f"{metrics['accuracy']:.3f}"
    return [*rows, ["accuracy", "", "", accuracy, f"{metrics['num_images']:,}"]]


def made_rows(run: Run, dataset: str, metrics: Mapping[str, Any] | None) -> list[Row]:
    """Return what a run was made of and where: its choices, versions and machine."""
    progress = run.progress
    rows: list[Row] = [
        ["Data set", dataset],
        ["Status", progress.status],
        ["Training time", f"{progress.seconds:.1f} s"],
    ]
    options = options_of(run.cnn, run.training)
    rows += [[CHOICES[name].label, option.words] for name, option in options.items()]
    for part, title in (("versions", "Version"), ("machine", "Machine")):
        found = (metrics or {}).get(part, {"": "not recorded"})
        rows += [[f"{title}, {name}" if name else title, value] for name, value in found.items()]
    return rows


def two_standard_errors(accuracy: float, num_images: int) -> float:
    """Return the ± of an accuracy measured on so many images: twice √(a (1 - a) / n)."""
    return 2 * math.sqrt(accuracy * (1 - accuracy) / num_images)
