"""How a guess of a run came out, in sentences that hold whatever became of the run."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cnnlab.runs.guess import Guess
from labhelpers.events import Progress
from labhelpers.number_words import percent, several

Pair = tuple[int, ...]

NOTHING_BESIDE = "no epoch's validation accuracy was measured beside that"
MOST_PAIRS = 3  # that are named where several were confused as often


def guess_in_words(guess: Guess, who: str = "You") -> str:
    """Return what was guessed, in a sentence; "" for nothing. who: "You" or "I"."""
    said = []
    if guess.points:
        epoch, accuracy = guess.points[-1]
        said.append(f"drew {percent(accuracy, 1)} after epoch {epoch}")
    if guess.pair:
        said.append(f"named {_named(guess.pair)}")
    return f"{who} {' and '.join(said)}." if said else ""


def pending(guess: Guess) -> str:
    """Return what was guessed of a run that is on, in sentences."""
    fixed = "That is fixed now; when the run is over, it says here how it came out."
    return f"{guess_in_words(guess)} {fixed}"


def outcome(
    guess: Guess, progress: Progress, metrics: Mapping[str, Any] | None, who: str = "You"
) -> str:
    """Return how a guess came out, in sentences; "" where nothing was guessed.

    progress, metrics: what became of the run, which is over. who: "You", "I" or "The student".
    """
    told = []
    if guess.points:
        told.append(_on_curve(guess.points, progress, who))
    if guess.pair:
        matrix = metrics["confusion_matrix"] if metrics else None
        told.append(_on_pair(guess.pair, matrix, who))
    return " ".join(told)


def most_confused(matrix: Sequence[Sequence[int]]) -> tuple[list[Pair], int]:
    """Return the pairs of digits that were taken for one another most often, and how often.

    matrix: how often each true digit (row) was read as each digit. Either way counts.
    """
    counts = _counts(matrix)
    most = max(counts.values())
    return [pair for pair, count in counts.items() if count == most and most], most


def _counts(matrix: Sequence[Sequence[int]]) -> dict[Pair, int]:
    """Return how often the two digits of each pair were confused, the lower one first."""
    both = np.add(matrix, np.transpose(matrix))
    rows, columns = np.triu_indices(len(both), 1)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {pair: int(both[pair]) for pair in pairs}


def _measured(progress: Progress) -> list[float]:
    """Return the validation accuracy after each epoch, up to the first that is no number."""
    values = np.asarray(progress.history.get("val_accuracy", ()), float)
    wrong = np.flatnonzero(~np.isfinite(values))
    return values[: wrong[0] if wrong.size else None].tolist()


def _on_curve(points: Sequence[tuple[int, float]], progress: Progress, who: str) -> str:
    measured = _measured(progress)
    common = [(epoch, value) for epoch, value in points if epoch <= len(measured)]
    if not measured:
        is_lost = progress.status == "damaged"
        lacks = "what came of the run cannot be read" if is_lost else NOTHING_BESIDE
        return f"{who} drew {percent(points[-1][1], 1)} after epoch {points[-1][0]}; {lacks}."
    if not common:
        drew = f"{who} drew the curve from epoch {points[0][0]} on"
        return f"{drew}; the run has {several(len(measured), 'measured epoch')}."
    epoch, drawn = common[-1]
    reached = measured[epoch - 1]
    came = f"it was {percent(reached, 1)}, {_difference(reached, drawn)}."
    told = [f"{who} drew {percent(drawn, 1)} after epoch {epoch}; {came}"]
    if len(common) > 1:
        gaps = [abs(measured[epoch - 1] - value) for epoch, value in common]
        mean = 100 * float(np.mean(gaps))
        over = f"Over the {len(common)} epochs that both curves have"
        told.append(f"{over}, they lie {mean:.1f} percentage points apart on average.")
    if points[-1][0] > len(measured):
        rest = f"the run has {several(len(measured), 'measured epoch')}"
        told.append(f"The curve was drawn to epoch {points[-1][0]}; {rest}.")
    return " ".join(told)


def _difference(reached: float, drawn: float) -> str:
    """Return how far what was reached lies from what was drawn, to a tenth of a point."""
    tenths = round(1000 * reached) - round(1000 * drawn)
    if not tenths:
        return "the same to a tenth of a percentage point"
    way = "higher" if tenths > 0 else "lower"
    unit = "percentage point" if abs(tenths) == 10 else "percentage points"
    return f"{abs(tenths) / 10:.1f} {unit} {way}"


def _on_pair(named: Pair, matrix: Sequence[Sequence[int]] | None, who: str) -> str:
    begin = f"{who} named {_named(named)}"
    if matrix is None:
        # A run that was stopped may be in measurement just now; nobody can tell from its files.
        return f"{begin}; which pair is confused most is not measured."
    pairs, most = most_confused(matrix)
    others = [pair for pair in pairs if pair != named]
    if not pairs:
        return f"{begin}; no two digits were confused on the test images."
    if named not in pairs:
        often = _often(_counts(matrix)[named])
        each = f"{_often(most)} each" if len(pairs) > 1 else _often(most)
        listed = _listed(pairs)
        return f"{begin}, confused {often}; confused most on the test images: {listed}, {each}."
    if not others:
        often = _often(most)
        return f"{begin}: right, no pair was confused as often on the test images ({often})."
    return f"{begin}: right, {_often(most)} on the test images, and as often {_listed(others)}."


def _named(pair: Pair) -> str:
    return f"{pair[0]} and {pair[1]}"


def _listed(pairs: Sequence[Pair]) -> str:
    named = [_named(pair) for pair in pairs[:MOST_PAIRS]]
    left = len(pairs) - len(named)
    if left:
        named.append(several(left, "other pair"))
    return "; ".join(named)


def _often(count: int) -> str:
    words = {0: "never", 1: "once", 2: "twice"}
    return words.get(count, f"{count:,} times")
