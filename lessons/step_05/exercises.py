"""The exercises of notebook 05: two steps downhill, the causes of curves, what to keep; what more filters cost."""

import itertools
import json
from pathlib import Path

import numpy as np

from labhelpers.architecture import layer_table, multiply_adds
from labhelpers.config import CnnConfig
from lessons.answers import is_close, number, whole_number, word
from lessons.exercise import Lesson, NotYet, exercise

CAUSES = ("learning well", "overfitting", "learning rate too high", "too little training")
# What to look at where a cause was named that is not the panel's.
LOOK_AT = {
    "learning well": "do both curves fall, and end low and close together?",
    "overfitting": "does the dashed curve turn and rise while the solid one goes on falling towards 0?",
    "learning rate too high": "is the loss after the last epoch no better than after the first?",
    "too little training": "do both curves still fall steeply at the last epoch?",
}
MINIMUM = 3.0  # of the loss (w - 3)²


def recorded():
    """Return what `record_curves` wrote: "causes" and "candidates" (name -> runs, one a seed) and "filters"."""
    return json.loads(Path(__file__).with_name("curves.json").read_text(encoding="utf-8"))


def descend(weight, learning_rate, steps):
    """Return the weights of gradient descent on (w - 3)², the first included; its gradient is 2 (w - 3)."""
    weights = [weight]
    for _ in range(steps):
        weights.append(weights[-1] - learning_rate * 2 * (weights[-1] - MINIMUM))
    return weights


def cost_of_filters():
    """Return what each recorded number of filters cost and brought, as `plot_filters` takes it.

    filters: a list of n numbers. growth: {what: float, (n,)}, each compared with the first
        number of filters: parameters and multiplications follow from the layers, the seconds
        were measured. misread: float, (n, seeds), the share of validation images that is
        misread, from 0 to 1.
    """
    rows = recorded()["filters"]
    networks = [CnnConfig(filters=row["filters"]) for row in rows]
    cost = {
        "multiplications": [multiply_adds(network) for network in networks],
        "parameters": [
            sum(layer.parameters for layer in layer_table(network)) for network in networks
        ],
        "seconds": [row["seconds"] for row in rows],
    }
    return {
        "filters": [network.filters for network in networks],
        "growth": {what: np.array(values) / values[0] for what, values in cost.items()},
        "misread": 1 - np.array([row["val_accuracy"] for row in rows]),
    }


class Exercises(Lesson):
    """Three exercises on training.

    weight, learning_rate: where `new_weight` starts, and how it steps.
    curves: {"A": run, ..., "D": run}, each {"loss": [...], "val_loss": [...]}, recorded on
        MNIST, for `causes`.
    runs: {"A": run, "B": run, "C": run}, likewise, for `to_keep`.
    """

    def __init__(self, student=""):
        super().__init__(student)
        self.weight, self.learning_rate = 6.0, self.choose("learning rate", (0.2, 0.1, 0.3, 0.4))
        records = recorded()
        # For nobody's number: in another order than the lesson's table.
        orders = sorted(itertools.permutations(CAUSES), key=lambda order: order[0] != CAUSES[3])
        self.true_causes = dict(zip("ABCD", self.choose("causes", orders), strict=True))
        seed = self.choose("curves", (0, 1, 2))
        self.curves = {
            panel: records["causes"][cause][seed] for panel, cause in self.true_causes.items()
        }
        rates = self.choose("runs", list(itertools.permutations(records["candidates"])))
        seed = self.choose("seed of the runs", (1, 0, 2))
        self.runs = {
            run: records["candidates"][rate][seed] for run, rate in zip("ABC", rates, strict=True)
        }

    @exercise(
        hint="Work out the gradient 2 (w - 3) at the weight where you are, multiply it by the learning rate, and "
        "subtract that from the weight. Then do the same again from the weight where you have arrived.",
        solution="""
first_weight = check.weight - check.learning_rate * 2 * (check.weight - 3)
new_weight = first_weight - check.learning_rate * 2 * (first_weight - 3)
""",
        praise="The second step is smaller than the first: the slope is gentler where you have arrived.",
    )
    def new_weight(self, answer):
        """What is the weight after two steps of gradient descent on (w - 3)², from `check.weight`?"""
        value, start, rate = number(answer), self.weight, self.learning_rate
        one, two = descend(start, rate, 2)[1:]
        gradient = 2 * (start - MINIMUM)
        uphill = start + rate * gradient
        mistakes = [
            (one, "This is the weight after one step. Take the second from there."),
            (
                descend(start, rate, 3)[-1],
                "This is the weight after three steps; two are asked for.",
            ),
            (
                start - 2 * rate * gradient,
                "The gradient has changed after the first step: work it out again there.",
            ),
            (
                uphill + rate * 2 * (uphill - MINIMUM),
                "This goes uphill: the step is against the gradient.",
            ),
            (descend(start, 1.0, 2)[-1], "A step is the gradient times the learning rate."),
            (descend(start, rate / 2, 2)[-1], "The gradient of (w - 3)² is 2 (w - 3), not w - 3."),
            ((two - MINIMUM) ** 2, "This is the loss; the weight is asked for."),
        ]
        # Two decimals suffice: the right weights have no more than four, and mistakes are
        # further away.
        return (
            is_close(value, two, 0.0051)
            or _hint(value, mistakes)
            or "That is not where two steps lead."
        )

    @exercise(
        hint="Ask three questions of each panel. Does the solid curve fall? Does the dashed curve follow it to the "
        "end? Is there still a slope at the last epoch?",
        solution="""
causes = {}
for panel, run in check.curves.items():
    loss, val_loss = run["loss"], run["val_loss"]
    if val_loss[-1] > 0.9 * val_loss[0]:
        causes[panel] = "learning rate too high"  # nothing was learned
    elif val_loss[-1] > 1:
        causes[panel] = "too little training"  # it falls, and has not arrived
    elif val_loss[-1] > 5 * loss[-1]:
        causes[panel] = "overfitting"  # far apart
    else:
        causes[panel] = "learning well"
""",
        praise="All four are told apart by where the curves end and by the gap between them.",
    )
    def causes(self, answer):
        """What is the cause of each panel's curves? Each of the four causes occurs once."""
        named = [word(cause, CAUSES) for cause in _by_letter(answer, "ABCD", "causes")]
        for (panel, cause), said in zip(self.true_causes.items(), named, strict=True):
            if said != cause:
                return f'Look at {panel} again. You call it "{said}": {LOOK_AT[said]}'
        return True

    @exercise(
        hint="The validation loss decides: look for the smallest of all in the three rows. Epochs count from 1.",
        solution="""
lowest = {run: min(curves["val_loss"]) for run, curves in check.runs.items()}
best_run = min(lowest, key=lowest.get)
to_keep = (best_run, 1 + check.runs[best_run]["val_loss"].index(lowest[best_run]))
""",
        praise="Neither the last epoch nor the smallest training loss decides: the validation images do.",
    )
    def to_keep(self, answer):
        """The weights of which run, after which epoch, would you keep? Answer as in ("A", 1)."""
        if isinstance(answer, dict):
            answer = [answer.get("run"), answer.get("epoch")]
        if not isinstance(answer, list | tuple) or len(answer) != 2:
            raise NotYet('A run and an epoch are expected, as in ("A", 1).')
        run, epoch = (
            word(answer[0], [letter.lower() for letter in self.runs]).upper(),
            whole_number(answer[1]),
        )
        lowest = {name: min(curves["val_loss"]) for name, curves in self.runs.items()}
        best, losses = min(lowest, key=lowest.get), self.runs[run]["val_loss"]
        if not 1 <= epoch <= len(losses):
            return f"There are {len(losses)} epochs, counted from 1."
        place = losses.index(lowest[run]) + 1
        if run != best:
            if self.runs[run]["loss"][-1] == min(
                curves["loss"][-1] for curves in self.runs.values()
            ):
                return f"{run} has the smallest training loss in the end. That is no reason: what did it memorise?"
            return f"Another run had a smaller validation loss than {run}, at some epoch."
        if epoch == place - 1:
            return "The run is right. Python's index counts from 0, epochs from 1."
        return (
            epoch == place
            or f"The run is right. Is the validation loss of {run} smallest at epoch {epoch}?"
        )


def _hint(value, mistakes):
    """Return the hint of the first mistake that gives this value, or None."""
    return next((hint for wrong, hint in mistakes if is_close(value, wrong, 0.0051)), None)


def _by_letter(answer, letters, name):
    """Return the answers in the order of `letters`: from a dictionary with those keys, or a row of as many."""
    if isinstance(answer, dict):
        named = {str(key).strip().upper(): value for key, value in answer.items()}
        answer = [named[letter] for letter in letters if letter in named]
    if isinstance(answer, np.ndarray):
        answer = answer.tolist()
    if not isinstance(answer, list | tuple) or len(answer) != len(letters):
        raise NotYet(
            f'An answer for each of {", ".join(letters)} is expected, as in {name}["A"] = "{CAUSES[0]}".'
        )
    return answer
