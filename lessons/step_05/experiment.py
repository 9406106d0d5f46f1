"""One changed choice: two runs that differ in it alone, a prediction, and what was measured."""

from cnnlab.runs.kept_epoch import kept_value
from labhelpers.config import CHOICES, values_of
from lessons.answers import array, is_close, word
from lessons.exercise import NotYet

KEYS = ("choice", "values", "prediction", "measured", "explanation")
PREDICTIONS = ("lower", "higher", "the same")
FEWEST_WORDS = 8
DECIMALS = 0.00051  # three decimals are asked for


def hint(answer, finished):
    """Return a hint for an experiment, or None where it is complete and its numbers are the runs'.

    answer: a dictionary with `KEYS`. finished: the book's finished runs, the last one first.
    Raises NotYet where it cannot be read.
    """
    if not isinstance(answer, dict) or set(answer) != set(KEYS):
        raise NotYet(f"A dictionary with these keys is expected: {', '.join(KEYS)}.")
    choice = word(answer["choice"], CHOICES)
    word(answer["prediction"], PREDICTIONS)
    values = answer["values"]
    if not isinstance(values, list | tuple) or len(values) != 2 or values[0] == values[1]:
        return "Two different values are expected: that of your first run, and the changed one."
    pairs = list(_losses(choice, tuple(values), finished))
    if not pairs:
        return (
            f"Your book has no two finished runs with {choice} = {values[0]!r} and {values[1]!r} "
            "that are alike in all other choices and in their digits. Train them with the panel."
        )
    measured = array(answer["measured"], (2,))
    if not any(is_close(measured, losses, DECIMALS) for losses in pairs):
        return (
            "The validation losses are others. Read them off the table, in the order of the "
            "values, with three decimals."
        )
    explanation = answer["explanation"]
    if not isinstance(explanation, str) or len(explanation.split()) < FEWEST_WORDS:
        return "Explain in a sentence or two why it came out so, and what might be chance."
    return None


def _losses(choice, values, finished):
    """Yield the validation losses of each two runs with these values, alike in all else.

    They are those of the epochs whose weights the runs have, as in the table of runs.
    """
    for first in finished:
        for second in finished:
            pair = [values_of(run.cnn, run.training) for run in (first, second)]
            found = tuple(chosen.pop(choice) for chosen in pair)
            if found == values and pair[0] == pair[1] and first.checksum == second.checksum:
                losses = [
                    kept_value(run.training, run.progress, "val_loss") for run in (first, second)
                ]
                if None not in losses:
                    yield losses
