"""The exercises of step 5: two steps downhill, the causes of curves, what to keep."""

import itertools

import numpy as np

from lessons.answers import is_close, number, whole_number, word
from lessons.exercise import Lesson, NotYet, exercise
from lessons.slips import are_apart, hint_for
from lessons.step_05 import hints
from lessons.step_05.descent import descend
from lessons.step_05.records import recorded

CAUSES = (
    "learning well",
    "overfitting",
    "learning rate too high",
    "too little training",
)
_ORDERS = list(itertools.permutations(CAUSES))
# In which a student meets them; nobody's is the first, another one than the lesson's table has.
ORDERS = [
    *(order for order in _ORDERS if order[0] == CAUSES[3]),
    *(order for order in _ORDERS if order[0] != CAUSES[3]),
]


# Where two steps start, and how long they are.
WEIGHTS = (6.0, -2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 4.5, 5.0, 5.5, 7.0, 8.0)
RATES = (0.2, 0.1, 0.15, 0.3, 0.35, 0.4)
NOBODYS_STEPS = (WEIGHTS[0], RATES[0])


def make_steps(pick):
    """Return (a weight, a learning rate)."""
    return pick(WEIGHTS), pick(RATES)


def are_steps_fair(steps):
    """Say whether no usual mistake leads where two steps downhill do."""
    weight, rate = steps
    right = descend(weight, rate, 2)[-1]
    return are_apart(right, hints.weight_slips(weight, rate), hints.TWO_DECIMALS)


class Exercises(Lesson):
    """Three exercises on training."""

    def __init__(self, student=""):
        super().__init__(student)
        self._steps = self.draw("steps", make_steps, are_steps_fair, NOBODYS_STEPS)
        causes = self.choose("causes", ORDERS)
        self._causes = dict(zip("ABCD", causes, strict=True))
        self._seed = self.choose("curves", (0, 1, 2))
        self._rates = self.choose("runs", list(itertools.permutations(recorded()["candidates"])))
        self._seed_of_runs = self.choose("seed of the runs", (1, 0, 2))

    @property
    def weight(self):
        """Return where `new_weight` starts."""
        return self._steps[0]

    @property
    def learning_rate(self):
        """Return how `new_weight` steps."""
        return self._steps[1]

    @property
    def curves(self):
        """Return {"A": run, ..., "D": run}, for `causes`: recorded on MNIST.

        Each run is {"loss": [...], "val_loss": [...]}, a number an epoch.
        """
        runs = recorded()["causes"]
        return {panel: runs[cause][self._seed] for panel, cause in self._causes.items()}

    @property
    def runs(self):
        """Return {"A": run, "B": run, "C": run}, for `to_keep`: recorded likewise."""
        runs = recorded()["candidates"]
        named = zip("ABC", self._rates, strict=True)
        return {name: runs[rate][self._seed_of_runs] for name, rate in named}

    @exercise(
        hint="The gradient depends on where you are. "
        "What is it at the start, how far does the first step go, and which way? "
        "From the weight where you have arrived, ask the same again.",
        solution="""
first_weight = check.weight - check.learning_rate * 2 * (check.weight - 3)
new_weight = first_weight - check.learning_rate * 2 * (first_weight - 3)
""",
        praise="The second step is smaller than the first: "
        "the slope is gentler where you have arrived.",
    )
    def new_weight(self, answer):
        """What is the weight after two steps of gradient descent on (w - 3)²,
        from `check.weight`?"""
        value = number(answer)
        right = descend(self.weight, self.learning_rate, 2)[-1]
        if is_close(value, right, hints.TWO_DECIMALS):
            return True
        slips = hints.weight_slips(self.weight, self.learning_rate)
        return hint_for(value, slips) or hints.way_hint(value, self.weight, right)

    @exercise(
        hint="Ask three questions of each panel. "
        "Does the solid curve fall? "
        "Does the dashed curve follow it to the end? "
        "Is there still a slope at the last epoch?",
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
        for (panel, cause), said in zip(self._causes.items(), named, strict=True):
            if said != cause:
                return f'Look at {panel} again. You call it "{said}": {hints.LOOK_AT[said]}'
        return True

    @exercise(
        hint="The validation loss decides: look for the smallest of all in the three rows. "
        "Epochs count from 1.",
        solution="""
lowest = {run: min(curves["val_loss"]) for run, curves in check.runs.items()}
best_run = min(lowest, key=lowest.get)
to_keep = (best_run, 1 + check.runs[best_run]["val_loss"].index(lowest[best_run]))
""",
        praise="Neither the last epoch nor the smallest training loss decides: "
        "the validation images do.",
    )
    def to_keep(self, answer):
        """The weights of which run, after which epoch, would you keep? Answer as in ("A", 1)."""
        runs = self.runs
        run, epoch = _run_and_epoch(answer, runs)
        losses = runs[run]["val_loss"]
        if not 1 <= epoch <= len(losses):
            return f"There are {len(losses)} epochs, counted from 1."
        lowest = {name: min(curves["val_loss"]) for name, curves in runs.items()}
        if lowest[run] > min(lowest.values()):
            return hints.other_run_hint(run, runs)
        best_epoch = losses.index(lowest[run]) + 1
        return epoch == best_epoch or hints.other_epoch_hint(run, epoch, best_epoch)


def _run_and_epoch(answer, runs):
    """Return (a run's letter, a whole number) of an answer: a row of two, or a dictionary."""
    if isinstance(answer, dict):
        answer = [answer.get("run"), answer.get("epoch")]
    of_texts = isinstance(answer, np.ndarray)
    if isinstance(answer, np.ndarray):
        answer = answer.tolist()
    if not isinstance(answer, list | tuple) or len(answer) != 2:
        raise NotYet('A run and an epoch are expected, as in ("A", 1).')
    run, epoch = answer
    if of_texts and isinstance(epoch, str) and epoch.isdecimal():
        epoch = int(epoch)  # NumPy makes a text of the number beside a letter
    run = word(run, [letter.lower() for letter in runs])
    return run.upper(), whole_number(epoch)


def _by_letter(answer, letters, name):
    """Return the answers in the order of `letters`.

    answer: a dictionary with the letters as keys, or a row of as many.
    name: what the answer is called, for the hint.
    """
    if isinstance(answer, dict):
        named = {_letter(key): value for key, value in answer.items()}
        answer = [named[letter] for letter in letters] if set(named) == set(letters) else None
    if isinstance(answer, np.ndarray):
        answer = answer.tolist()
    if not isinstance(answer, list | tuple) or len(answer) != len(letters):
        example = f'{name}["A"] = "{CAUSES[0]}"'
        raise NotYet(f"An answer for each of {', '.join(letters)} is expected, as in {example}.")
    return answer


def _letter(key):
    """Return a key as a letter is compared; what is no text is none."""
    return key.strip().upper() if isinstance(key, str) else None
