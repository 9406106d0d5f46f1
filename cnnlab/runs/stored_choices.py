"""What a run was made of, read from run.json or, where that is damaged, from progress.json."""

import datetime
from pathlib import Path
from typing import Any

from cnnlab.runs.json_files import (
    DamagedFileError,
    NewerFileError,
    as_damage,
    cannot_be_read,
    log_once,
    read_json,
)
from cnnlab.runs.sources import here
from cnnlab.runs.stored_progress import is_number, is_text
from labhelpers.config import CnnConfig, TrainingConfig

# Under which name progress.json has a copy of what is in run.json.
COPY = "choices"
# What the lab did before that was a choice, where it is not what is usual now.
BEFORE = {"best_epoch": False}
TEXTS = {"source": "auto", "dataset": "", "checksum": ""}


def training_as_stored(values: dict[str, Any]) -> TrainingConfig:
    """Return the `TrainingConfig` of a run of some time ago; ValueError names what is wrong."""
    return TrainingConfig.from_dict(BEFORE | values if isinstance(values, dict) else values)


def read_choices(folder: Path) -> tuple[dict[str, Any], str]:
    """Return what the run in `folder` was made of, as a `Run` takes it, and what is wrong with it.

    That is a sentence where run.json is damaged and progress.json has a copy, else "". Raises
    DamagedFileError where neither can be read, and NewerFileError where a newer version of the
    lab wrote run.json: whatever that holds is not ours to replace.
    """
    path = folder / "run.json"
    try:
        state = read_json(path)
        if state is None:
            raise DamagedFileError(f"{path.name} is missing")
        return _checked(path, state), ""
    except NewerFileError:
        raise
    except DamagedFileError as error:
        copied = _copied(folder / "progress.json")
        if not copied:
            raise
        log_once(path, str(error))
        return copied, f"{error}; what was chosen is taken from progress.json."


def _copied(path: Path) -> dict[str, Any]:
    """Return what progress.json says was chosen, {} where it does not."""
    try:
        state = (read_json(path) or {}).get(COPY)
        return _checked(path, state) if isinstance(state, dict) else {}
    except DamagedFileError as error:
        log_once(path, str(error))
        return {}


def _checked(path: Path, state: dict[str, Any]) -> dict[str, Any]:
    try:
        return _as_taken(state)
    except KeyError as error:
        raise cannot_be_read(path, f"it has no {error.args[0]!r}") from error
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise as_damage(path, error) from error


def _as_taken(state: dict[str, Any]) -> dict[str, Any]:
    """Return what run.json holds as a `Run` takes it.

    Raises KeyError for what is missing, and TypeError, ValueError, OverflowError or OSError for
    what is wrong.
    """
    cnn = CnnConfig.from_dict(state["cnn"])
    training = training_as_stored(state["training"])
    created = state.get("created", 0.0)
    texts = {name: state.get(name, default) for name, default in TEXTS.items()}
    wrong = [name for name, value in texts.items() if not is_text(value)]
    if wrong or not is_number(created):
        raise ValueError(f"its {(wrong or ['created'])[0]} is of another kind")
    texts["source"] = here(texts["source"])
    datetime.datetime.fromtimestamp(created)  # raises for what is no time
    unknown = set(state) - {"cnn", "training", "created", *texts}
    if unknown:
        raise ValueError(f"it has {sorted(unknown)}, which nobody knows")
    return {"cnn": cnn, "training": training, "created": created} | texts
