"""The exercises of step 5: steps downhill, causes of curves, what to keep, a run of one's own."""

import itertools

import numpy as np

from cnnlab.runs import Book
from lessons.answers import is_close, number, whole_number, word
from lessons.exercise import Lesson, NotYet, exercise
from lessons.slips import hint_for
from lessons.step_05 import draws, hints
from lessons.step_05 import experiment as experiments
from lessons.step_05 import four_calls as calls
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


class Exercises(Lesson):
    """Exercises on training."""

    def __init__(self, student=""):
        super().__init__(student)
        self._steps = self.draw("steps", draws.steps, draws.are_steps_fair, draws.STEPS)
        causes = self.choose("causes", ORDERS)
        self._causes = dict(zip("ABCD", causes, strict=True))
        self._seed = self.choose("curves", (0, 1, 2))
        _, self._runs = self.draw(
            "runs",
            draws.candidates,
            draws.are_candidates_fair,
            (None, draws.CANDIDATES),
        )
        self._calls = self.draw("four calls", draws.calls, draws.are_calls_fair, draws.CALLS)

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
        """Return {"A": run, ..., "D": run}, for `to_keep`: recorded likewise."""
        runs = recorded()["candidates"]
        return {
            name: runs[rate][seed] for name, (rate, seed) in zip("ABCD", self._runs, strict=True)
        }

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
        "Does the solid curve end far below 2.3? "
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
        hint="The validation loss decides: look for the smallest of all in the four rows. "
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

    @property
    def small(self):
        """The `SmallSet` of the student."""
        return calls.small_set(*self._calls)

    @exercise(
        hint="compile(optimizer=..., loss=..., metrics=[...]) and "
        "fit(images, labels, epochs=..., batch_size=...) are as above; the other two are "
        "evaluate(images, labels), as in lesson 4, and predict(images).",
        solution="""
small = check.small
small_model = build_cnn(CnnConfig(filters=8), seed=0)
small_model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
record = small_model.fit(
    small.images, small.labels, epochs=small.epochs, batch_size=small.batch_size, verbose=0
)
measured = small_model.evaluate(small.new_images, small.new_labels, verbose=0)
answers = small_model.predict(small.new_images, verbose=0)
four_calls = [small_model, record, measured, answers]
""",
        praise="That is a whole training; your report's program has three of these calls, "
        "and counts the hits.",
        restore=calls.restored,
    )
    def four_calls(self, answer):
        """Compile a small network, fit it on the small set as `check.small` says,
        evaluate it on the new images, and predict their digits."""
        return calls.hint(answer, self.small) or True

    @exercise(
        hint="Train with the panel, change one choice, and train again. "
        "The table has the validation loss of both. "
        "Write the prediction before you train the second one.",
        solution="""
experiment = {
    "choice": "filters",
    "values": (8, 2),
    "prediction": "higher",
    # As in the table; without "Keep the best epoch" it is the last one, [-1], in place of min.
    "measured": [min(run.progress.history["val_loss"]) for run in runs],
    "explanation": "Two filters find fewer patterns than eight; with one seed each "
    "a small difference could be chance.",
}
""",
        praise="A prediction, one changed choice, two measured runs and a reason: "
        "that is an experiment. Another seed would say what is chance.",
    )
    def experiment(self, answer, book):
        """Predict what one changed choice does to the validation loss, train both runs,
        and explain what came out."""
        if not isinstance(book, Book):
            raise NotYet("The check needs your book of runs, session.book, as second argument.")
        return experiments.hint(answer, book.finished()) or True


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
