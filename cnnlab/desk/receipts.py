"""Whether a hand-in's receipt is one of the server's, and fits what it lies beside."""

import json
from pathlib import Path
from typing import Any

from cnnlab.desk.text import line
from cnnlab.report.hand_in_format import HAND_IN, RECEIPT
from cnnlab.report.receipt import read_key, what_does_not_fit

NONE = ""
YES = "yes"
NO = "no"


def told(members: dict[str, bytes], folder: str) -> dict[str, Any]:
    """Return the receipt's "state", its "time", whether it was "late", and a "sentence".

    folder: where the server's key is, "" for no such folder.
    """
    nothing = {"state": NONE, "time": "", "late": False, "sentence": ""}
    if RECEIPT not in members:
        return nothing | {"sentence": "It has no receipt."}
    key = read_key(Path(folder)) if folder else None
    if key is None:
        return nothing | {"sentence": "It has a receipt, and the server's key is not here."}
    try:
        receipt = json.loads(members[RECEIPT].decode("utf-8"))
        hand_in = json.loads(members[HAND_IN].decode("utf-8"))
        problem = what_does_not_fit(receipt, hand_in, members, key)
    except (ValueError, RecursionError):
        problem = "The receipt cannot be read."
    if problem:
        return nothing | {"state": NO, "sentence": problem}
    time = line(receipt.get("time"), 40)
    is_late = receipt.get("late") is True
    return {"state": YES, "time": time, "late": is_late, "sentence": f"Handed in at {time}."}
