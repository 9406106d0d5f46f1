"""The exercises of step 6: how sure a measured accuracy is, precision and recall, a report."""

import numpy as np

from lessons.answers import array, is_close, letters, number
from lessons.exercise import Lesson, exercise
from lessons.mixture import six
from lessons.slips import are_apart, hint_for
from lessons.step_06 import hints, sentences
from lessons.step_06.matrices import recorded_matrices

# A classmate's accuracy, and the number of test images.
CLASSMATE = (0.98, 400)
SHARES = [share / 100 for share in range(90, 99)]
COUNTS = [200, 250, 300, 400, 500, 600, 800, 1000, 1200, 1500, 2000]
DIGITS = [8, 5, 9, 7, 4, 2, 6, 3]


def make_classmate(pick):
    """Return (an accuracy, a number of test images)."""
    return pick(SHARES), pick(COUNTS)


def is_classmate_fair(classmate):
    """Say whether no usual mistake gives the standard error."""
    slips = hints.standard_error_slips(*classmate)
    return are_apart(hints.standard_error_of(*classmate), slips, hints.FOUR_DECIMALS)


def make_sentences(pick):
    """Return the names of six sentences."""
    return six(pick, sentences.MEASURED, sentences.TOO_MUCH)


class Exercises(Lesson):
    """The exercises of step 6. `check = Exercises(STUDENT)`."""

    def __init__(self, student=""):
        super().__init__(student)
        self._classmate = self.draw("classmate", make_classmate, is_classmate_fair, CLASSMATE)
        self._digit = self.choose("digit", DIGITS)
        self._matrix = self.choose("matrix", recorded_matrices())
        names = self.draw("sentences", make_sentences, lambda names: True, sentences.FIRST)
        self._order = dict(zip("ABCDEF", names, strict=True))

    @property
    def accuracy(self):
        """Return what a classmate's network reached, a share."""
        return self._classmate[0]

    @property
    def num_images(self):
        """Return on how many test images that was measured."""
        return self._classmate[1]

    @property
    def digit(self):
        """Return the digit whose precision and recall are asked for."""
        return self._digit

    @property
    def matrix(self):
        """Return the confusion matrix of a small network on MNIST: int, (10, 10), [true][read]."""
        return np.array(self._matrix)

    @property
    def sentences(self):
        """Return what might stand in a report, {"A": a sentence, ...}."""
        return {letter: sentences.SENTENCES[name] for letter, name in self._order.items()}

    @exercise(
        hint="The formula has two letters. Which number of your classmate's is each of them? "
        "One is a share, from 0 to 1; work out what stands under the root first.",
        solution="""
standard_error = np.sqrt(check.accuracy * (1 - check.accuracy) / check.num_images)
""",
        praise="Two of these to both sides is what such a test set can say, and no more.",
    )
    def standard_error(self, answer):
        """How large is the standard error of your classmate's accuracy,
        as a share with four decimals?"""
        value = number(answer)
        expected = hints.standard_error_of(self.accuracy, self.num_images)
        if is_close(value, expected, hints.FOUR_DECIMALS):
            return True
        slips = hints.standard_error_slips(self.accuracy, self.num_images)
        return hint_for(value, slips) or hints.size_hint(value, expected)

    @exercise(
        hint="Both are shares of which the hits, on the diagonal, are a part. "
        "A part of what: for which of the two are it all images that are your digit, "
        "and for which all that were read as it?",
        solution="""
hits = check.matrix[check.digit, check.digit]
precision = hits / check.matrix[:, check.digit].sum()
recall = hits / check.matrix[check.digit].sum()
precision_recall = [precision, recall]
""",
        praise="You can compute every line of the classification report.",
    )
    def precision_recall(self, answer):
        """Which precision and which recall has your digit, check.digit, by check.matrix?
        Give [precision, recall], three decimals."""
        pair = array(answer, (2,))
        expected = hints.precision_recall_of(self.matrix, self.digit)
        if is_close(pair, expected, hints.THREE_DECIMALS):
            return True
        return hints.pair_hint(pair, self.matrix, self.digit)

    @exercise(
        hint="Ask of each sentence: were these images used only once, after all was chosen? "
        "Is a difference larger than two standard errors? "
        "Does it speak of what was measured?",
        solution="""
# Chosen on the test images; a difference below one standard error; digits that nobody measured;
# one image, where a probability speaks of many; the column, where the row was counted.
too_much = ["twenty networks", "neighbours", "all handwritten", "certainly", "it calls a 4"]
honest = [
    letter
    for letter, sentence in check.sentences.items()
    if not any(words in sentence for words in too_much)
]
""",
        praise="None of them says more than was measured.",
    )
    def honest(self, answer):
        """Which of check.sentences may stand in a report?
        Give their letters, as in ["A", "B"]."""
        chosen = {self._order[letter] for letter in letters(answer, "ABCDEF")}
        honest = set(self._order.values()) & set(sentences.MEASURED)
        return chosen == honest or hints.sentences_hint(chosen, self._order)
