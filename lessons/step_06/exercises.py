"""The exercises of step 6: how sure a measured accuracy is, precision and recall, a report."""

import itertools

import numpy as np

from lessons.answers import array, is_close, number
from lessons.exercise import Lesson, NotYet, exercise, said
from lessons.slips import hint_for
from lessons.step_06 import hints

# All are about one network that reads 9,902 of 10,000 images rightly, so its standard error is
# 0.10 points. The first three say what was measured, each of the others says more.
SENTENCES = {
    "once": "Of 10,000 test images, which it was shown once, at the end, "
    "the network reads 99.02 % rightly.",
    "compared": "Of five networks we kept the best on the validation images; "
    "on the test images, which we used only then, it reads 99.02 % rightly.",
    "limits": "The network misreads 98 of the 10,000 test images of MNIST. "
    "It was not tried on other handwriting.",
    "picked": "We measured twenty networks on the test images. "
    "The best of them reads 99.02 % of new digits rightly.",
    "neighbour": "With 99.02 % of 10,000 test images "
    "our network is better than our neighbours', "
    "which reads 98.98 % of 10,000 others rightly.",
    "everything": "The network reads 99.02 % of all handwritten digits rightly, "
    "whoever writes them.",
}
HONEST = {"once", "compared", "limits"}
# Orders in which a student meets them; nobody's is the first.
ORDERS = [
    ("picked", "once", "neighbour", "limits", "compared", "everything"),
    *itertools.islice(itertools.permutations(SENTENCES), 1, None, 7),
]
# A classmate's accuracy, and the number of test images.
CLASSMATES = [
    (0.98, 400),
    (0.97, 500),
    (0.96, 800),
    (0.95, 1000),
    (0.94, 300),
    (0.93, 600),
]


class Exercises(Lesson):
    """The exercises of step 6. `check = Exercises(STUDENT)`.

    accuracy, num_images: what a classmate's network reached, and on how many test images.
    digit: the digit whose precision and recall are asked for.
    sentences: what might stand in a report, {"A": a sentence, ...}, in an order of the student's.
    """

    def __init__(self, student=""):
        super().__init__(student)
        self.accuracy, self.num_images = self.choose("accuracy", CLASSMATES)
        self.digit = self.choose("digit", [8, 5, 9, 7, 4, 2, 6])
        order = self.choose("sentences", ORDERS)
        self._order = dict(zip("ABCDEF", order, strict=True))
        self.sentences = {letter: SENTENCES[name] for letter, name in self._order.items()}

    @exercise(
        hint="Write sqrt(a (1 - a) / n) with np.sqrt; "
        "a is check.accuracy, a share, and n is check.num_images.",
        solution="""
standard_error = np.sqrt(check.accuracy * (1 - check.accuracy) / check.num_images)
""",
        praise="Two of these to both sides is what such a test set can say, and no more.",
    )
    def standard_error(self, answer):
        """How large is the standard error of your classmate's accuracy,
        as a share with four decimals?"""
        value = number(answer)
        expected = np.sqrt(self.accuracy * (1 - self.accuracy) / self.num_images)
        if is_close(value, expected, hints.FOUR_DECIMALS):
            return True
        slips = hints.standard_error_slips(self.accuracy, self.num_images)
        return hint_for(value, slips) or (
            "Not that. Put a and n into the formula; "
            "of a number that is near 1, the factor 1 - a is small."
        )

    @exercise(
        hint="Both have the same number above the line, matrix[d, d]. "
        "Below it stands for precision the sum of the column matrix[:, d], "
        "for recall the sum of the row matrix[d].",
        solution="""
hits = matrix[check.digit, check.digit]
# At least 1, so that a digit which no image was read as, or is, has 0 and not 0 / 0.
precision = hits / max(1, matrix[:, check.digit].sum())
recall = hits / max(1, matrix[check.digit].sum())
precision_recall = [precision, recall]
""",
        praise="You can compute every line of the classification report.",
    )
    def precision_recall(self, answer, matrix):
        """Which precision and which recall has your digit, check.digit?
        Give [precision, recall], three decimals."""
        matrix = _counts(matrix)
        try:
            pair = array(answer, (2,))
        except NotYet:
            if matrix[:, self.digit].any() and matrix[self.digit].any():
                raise
            return hints.nothing_hint(matrix, self.digit)
        expected = hints.precision_recall_of(matrix, self.digit)
        if is_close(pair, expected, hints.THREE_DECIMALS):
            return True
        return hints.pair_hint(pair, matrix, self.digit)

    @exercise(
        hint="Ask of each sentence: were these images used only once, after all was chosen? "
        "Is a difference larger than two standard errors? "
        "Does it speak of what was measured? Three may stand.",
        solution="""
# Chosen on the test images; a difference below one standard error; digits that nobody measured.
too_much = ["twenty networks", "neighbours", "all handwritten digits"]
honest = [
    letter
    for letter, sentence in check.sentences.items()
    if not any(words in sentence for words in too_much)
]
""",
        praise="Each of them says which images, "  # in a report
        "how they were used, and no more than was measured.",
    )
    def honest(self, answer):
        """Which of check.sentences may stand in a report?
        Give their letters, as in ["A", "B"]."""
        chosen = {self._order[letter] for letter in _letters(answer)}
        return chosen == HONEST or hints.sentences_hint(chosen, self._order)


def _counts(matrix):
    """Return the notebook's confusion matrix as an array; NotYet where it is none."""
    matrix = np.asarray(matrix)
    if matrix.shape != (10, 10) or matrix.dtype.kind not in "iu":
        needed = "the confusion matrix of the notebook, (10, 10)"
        raise NotYet(f"The check needs {needed}, as its second argument.")
    return matrix


def _letters(answer):
    """Return the letters of an answer as a set: of "ABC", "a, b", ["A", "b"], {"A"}, an array."""
    if isinstance(answer, np.ndarray):
        answer = answer.ravel().tolist()
    is_row = isinstance(answer, list | tuple | set | frozenset)
    parts = list(answer) if is_row else [answer]
    if not parts or not all(isinstance(part, str) for part in parts):
        raise NotYet(f"A list of letters is expected, as ['A', 'B'], and {said(answer)} came.")
    letters = set("".join(parts).upper()) - set(" ,;")
    if not letters or not letters <= set("ABCDEF"):
        raise NotYet(f"Letters from A to F are expected, as ['A', 'B'], and {said(answer)} came.")
    return letters
