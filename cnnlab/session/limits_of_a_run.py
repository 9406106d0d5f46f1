"""How long a visitor's run may take, told before it begins."""

import os

from labhelpers.errors import LabError
from labhelpers.number_words import several

# `cnn-lab serve` sets it for the pages of visitors; without it a run may take any time.
VARIABLE = "LAB_RUN_MINUTES"
USUAL_MINUTES = 10
SECONDS_OF_A_MINUTE = 60


class TooLongError(LabError):
    """A run would take too long; the message says what to do."""


def check_seconds(seconds: float) -> None:
    """Raise TooLongError where a run is expected to take more seconds than it may."""
    minutes = os.environ.get(VARIABLE)
    if not minutes or seconds <= float(minutes) * SECONDS_OF_A_MINUTE:
        return
    expected = several(max(int(minutes) + 1, round(seconds / SECONDS_OF_A_MINUTE)), "minute")
    came = f"This run would take about {expected} of a worker here, and a run may take {minutes}"
    raise TooLongError(f"{came}. Choose fewer epochs or filters, then press Train again.")
