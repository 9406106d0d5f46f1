"""The receipt of a run that was handed in, in the run's folder: a file that only pages write."""

import datetime
from typing import Any

from cnnlab.runs.folder import RunFolder
from cnnlab.runs.json_files import DamagedFileError, log_once, read_json, write_json

FILE = "handed_in.json"
TEXTS = ("time", "until", "signature")


def keep_receipt(run: RunFolder, receipt: dict[str, Any]) -> None:
    """Keep what the server signed; OSError where it cannot be kept."""
    write_json(run.folder / FILE, {"receipt": receipt}, run.folder)


def receipt_of(run: RunFolder) -> dict[str, Any]:
    """Return the newest receipt of a run, {} where there is none that can be read."""
    path = run.folder / FILE
    try:
        receipt = (read_json(path) or {}).get("receipt", {})
        if not receipt:
            return {}
        if not all(isinstance(receipt[name], str) for name in TEXTS):
            raise ValueError("it holds no receipt")
        datetime.datetime.fromisoformat(receipt["time"])
        return {"late": receipt["late"] is True} | {name: receipt[name] for name in TEXTS}
    except (DamagedFileError, ValueError, TypeError, KeyError) as error:
        log_once(path, str(error))
        return {}
