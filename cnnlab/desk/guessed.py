"""How what a student guessed of a run came out, as the instructor reads it."""

from typing import Any

from cnnlab.runs.guess import guess_in
from cnnlab.runs.guess_words import outcome
from labhelpers.events import Progress

WHO = "The student"


def how_it_came_out(hand_in: dict[str, Any], confusion: list[list[int]] | None) -> str:
    """Return it in sentences that the lab words, whatever was handed in; "" for no guess.

    hand_in: as `reading.read` returned it. confusion: the matrix that the row shows.
    """
    is_damaged = hand_in["run"]["status"] == "damaged"
    progress = Progress("damaged" if is_damaged else "finished", history=hand_in["history"])
    metrics = {"confusion_matrix": confusion} if confusion else None
    return outcome(guess_in(hand_in["guess"]), progress, metrics, WHO)
