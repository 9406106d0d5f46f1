"""The hand-in as data, beside the report for people: hand-in.json, weights and predictions.

Everything is read from what the run and its book keep; nothing here needs Keras.
"""

import datetime
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from cnnlab.report import hand_in_format as names
from cnnlab.report.contents import Contents
from cnnlab.runs import Run
from cnnlab.runs.bounds import beside
from cnnlab.runs.final_weights import final_weights
from cnnlab.runs.sources import portable

# What a version is called in hand-in.json, and in what the run keeps.
VERSIONS = {
    "lab": "labhelpers",
    "python": "python",
    "tensorflow": "tensorflow",
    "keras": "keras",
    "numpy": "numpy",
}
MEGABYTE = 1_000_000


def hand_in_files(contents: Contents) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the files of a hand-in that are made for programs, by their name in the zip.

    And why each was left out that is not there.
    """
    arrays = {names.WEIGHTS: _weights(contents.run), names.PREDICTIONS: _predictions(contents.run)}
    left_out = {name: why for name, (_, why) in arrays.items() if why}
    files = {name: content for name, (content, _) in arrays.items() if content is not None}
    if contents.sample is not None:
        drawn = io.BytesIO()
        np.save(drawn, np.asarray(contents.sample.image, "uint8"))
        files[names.SAMPLE] = drawn.getvalue()
    text = json.dumps(_as_data(contents) | {"left_out": left_out}, indent=1, ensure_ascii=False)
    return {names.HAND_IN: text.encode()} | files, left_out


def left_out_of(content: bytes) -> dict[str, str]:
    """Return why each file was left out of a hand-in's zip that the lab has made, by its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found: dict[str, str] = json.loads(archive.read(names.HAND_IN))["left_out"]
        return found


def _as_data(contents: Contents) -> dict[str, Any]:
    """Return the fields of hand-in.json, but for what was left out."""
    run = contents.run
    return {
        "format": names.FORMAT,
        "name": contents.name,
        "register": contents.register,
        "student": contents.student,
        "date": contents.day.isoformat(),
        "run": {
            "name": run.name,
            "title": run.title,
            "made": _moment(run.created),
            "status": contents.progress.status,
        },
        "cnn": run.cnn.to_dict(),
        "training": run.training.to_dict(),
        "data": {"dataset": contents.dataset, "source": _source(run), "checksum": run.checksum},
        "history": contents.progress.history,
        "metrics": _metrics(contents.metrics),
        "looks": contents.looks,
        "guess": run.guess.to_dict(),
        "sentences": contents.sentences,
        "exercises": contents.exercises,
        "versions": _versions(contents.metrics),
    }


def _moment(seconds: float) -> str:
    """Return a time, in seconds since 1970, with its place's offset from UTC."""
    return datetime.datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")


def _source(run: Run) -> str:
    """Return where the images came from, without the folders of somebody's machine."""
    source = portable(run.source)
    return Path(source).name if Path(source).is_absolute() else source


def _metrics(metrics: dict[str, Any] | None) -> dict[str, Any] | None:
    if metrics is None:
        return None
    return {
        "accuracy": metrics["accuracy"],
        "loss": metrics["loss"],
        "num_test": metrics["num_images"],
        "confusion": metrics["confusion_matrix"],
    }


def _versions(metrics: dict[str, Any] | None) -> dict[str, str]:
    found = (metrics or {}).get("versions", {})
    return {name: found.get(kept, "") for name, kept in VERSIONS.items()}


def _weights(run: Run) -> tuple[bytes | None, str]:
    """Return weights.npz, or None and why there is none."""
    arrays, why = final_weights(run)
    if arrays is None:
        return None, why
    content = _packed({str(number): array for number, array in enumerate(arrays)})
    if len(content) <= names.MOST_BYTES_OF_WEIGHTS:
        return content, ""
    most = names.MOST_BYTES_OF_WEIGHTS
    came = f"the weights take {beside(len(content), most, MEGABYTE, '.1f')} MB"
    return None, f"{came}, and {most / MEGABYTE:g} MB have room"


def _predictions(run: Run) -> tuple[bytes | None, str]:
    """Return predictions.npz, or None and why there is none."""
    probabilities = run.probabilities
    if probabilities is None:
        return None, "the network's answers to the test images were not kept"
    predicted = probabilities.argmax(axis=1).astype("uint8")
    confidence = probabilities.max(axis=1).astype("float16")
    return _packed({"predicted": predicted, "confidence": confidence}), ""


def _packed(arrays: dict[str, np.ndarray]) -> bytes:
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)  # type: ignore[arg-type]
    return packed.getvalue()
