"""The experiment of step 5 as a report tells it: what an exercise keeps is anybody's JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from labhelpers.config import CHOICES

LONGEST = 600


def experiment_in(exercises: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the words of the experiment that was judged right; {} where there is none.

    exercises: as `runs.exercises.exercises_of` gives them.
    """
    for exercise in exercises:
        if exercise["name"] == "experiment" and exercise.get("status") == "right":
            return _words(exercise.get("answer"))
    return {}


def _words(answer: Any) -> dict[str, str]:
    if not isinstance(answer, Mapping):
        return {}
    choice = answer.get("choice")
    values = _pair(answer.get("values"))
    losses = _pair(answer.get("measured"))
    texts = [answer.get(name) for name in ("prediction", "explanation")]
    if choice not in CHOICES or not values or not losses:
        return {}
    if not all(isinstance(text, str) for text in texts):
        return {}
    return {
        "choice": CHOICES[str(choice)].label.lower(),
        "first": _short(values[0]),
        "second": _short(values[1]),
        "first_loss": _short(losses[0]),
        "second_loss": _short(losses[1]),
        "prediction": str(texts[0])[:LONGEST],
        "explanation": str(texts[1])[:LONGEST],
    }


def _pair(kept: Any) -> list[Any]:
    """Return two values of a list, or of what is kept of a tuple or an array; else []."""
    if isinstance(kept, Mapping):
        kept = kept.get("$tuple", kept.get("$array"))
    return kept if isinstance(kept, list) and len(kept) == 2 else []


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)[:LONGEST]
