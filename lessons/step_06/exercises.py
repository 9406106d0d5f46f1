"""The exercises of step 6: how sure a measured accuracy is, precision and recall, a report."""

import itertools

import numpy as np

from lessons.answers import array, is_close, number
from lessons.exercise import Lesson, NotYet, exercise, said

# Shares are asked for with three decimals, and a standard error with four: what rounding
# leaves, and a little more.
THREE_DECIMALS, FOUR_DECIMALS = 0.00051, 0.000051
# All are about one network that reads 9,902 of 10,000 images rightly, so its standard error is
# 0.10 points. The first three say what was measured, each of the others says more.
SENTENCES = {
    "once": "Of 10,000 test images, which it was shown once, at the end, the network reads 99.02 % rightly.",
    "compared": "Of five networks we kept the best on the validation images; on the test images, which we used "
    "only then, it reads 99.02 % rightly.",
    "limits": "The network misreads 98 of the 10,000 test images of MNIST. It was not tried on other handwriting.",
    "picked": "We measured twenty networks on the test images. The best of them reads 99.02 % of new digits rightly.",
    "neighbour": "With 99.02 % of 10,000 test images our network is better than our neighbours', which reads 98.98 % "
    "of 10,000 others rightly.",
    "everything": "The network reads 99.02 % of all handwritten digits rightly, whoever writes them.",
}
HONEST = ("once", "compared", "limits")
FLAWS = {
    "picked": "how was this network chosen, and on which images?",
    "neighbour": "how large is the difference, beside one standard error?",
    "everything": "whose digits were measured?",
}
# Orders in which a student meets them; nobody's is the first.
ORDERS = [
    ("picked", "once", "neighbour", "limits", "compared", "everything"),
    *itertools.islice(itertools.permutations(SENTENCES), 1, None, 7),
]


class Exercises(Lesson):
    """The exercises of step 6. `check = Exercises(STUDENT)`.

    accuracy, num_images: what a classmate's network reached, and on how many test images.
    digit: the digit whose precision and recall are asked for.
    sentences: what might stand in a report, {"A": a sentence, ...}, in an order of the student's.
    """

    def __init__(self, student=""):
        super().__init__(student)
        self.accuracy, self.num_images = self.choose(
            "accuracy",
            [(0.98, 400), (0.97, 500), (0.96, 800), (0.95, 1000), (0.94, 300), (0.93, 600)],
        )
        self.digit = self.choose("digit", [8, 5, 9, 7, 4, 2, 6])
        self._order = dict(zip("ABCDEF", self.choose("sentences", ORDERS), strict=True))
        self.sentences = {letter: SENTENCES[name] for letter, name in self._order.items()}

    @exercise(
        hint="Write sqrt(a (1 - a) / n) with np.sqrt; a is check.accuracy, a share, and n is check.num_images.",
        solution="standard_error = np.sqrt(check.accuracy * (1 - check.accuracy) / check.num_images)",
        praise="Two of these to both sides is what such a test set can say, and no more.",
    )
    def standard_error(self, answer):
        """How large is the standard error of your classmate's accuracy, as a share with four decimals?"""
        came, share, count = number(answer), self.accuracy, self.num_images
        expected = np.sqrt(share * (1 - share) / count)
        slips = [
            (
                100 * expected,
                0.0051,
                "That is in percent. The accuracy is a share, and so is its error.",
            ),
            (2 * expected, FOUR_DECIMALS, "That is two standard errors. Asked for is one."),
            (expected**2, 2e-6, "The root is missing: that is the square of the standard error."),
            (
                np.sqrt(share * (1 - share)),
                THREE_DECIMALS,
                "Where is the number of test images in it?",
            ),
            (
                np.sqrt(share * (1 - share)) / count,
                2e-6,
                "Divide by the number of images before you take the root.",
            ),
            (np.sqrt(share / count), THREE_DECIMALS, "The factor 1 - a is missing."),
            (np.sqrt((1 - share) / count), FOUR_DECIMALS, "The factor a is missing."),
            (
                np.sqrt(share * (1 - share) / 10_000),
                FOUR_DECIMALS,
                "That is the error with 10,000 images, not theirs.",
            ),
            (
                1 - share,
                THREE_DECIMALS,
                "That is the share of misread images. How far would it stray on other images?",
            ),
        ]
        if is_close(came, expected, FOUR_DECIMALS):
            return True
        for value, within, hint in slips:
            if is_close(came, value, within):
                return hint
        return "Not that. Put a and n into the formula; of a number that is near 1, the factor 1 - a is small."

    @exercise(
        hint="Both have the same number above the line, matrix[d, d]. Below it stands for precision the sum of the "
        "column matrix[:, d], for recall the sum of the row matrix[d].",
        solution="""
hits = matrix[check.digit, check.digit]
# At least 1, so that a digit which no image was read as has the precision 0 and not 0 / 0.
precision = hits / max(1, matrix[:, check.digit].sum())
recall = hits / matrix[check.digit].sum()
precision_recall = [precision, recall]
""",
        praise="You can compute every line of the classification report.",
    )
    def precision_recall(self, answer, matrix):
        """Which precision and which recall has your digit, check.digit? Give [precision, recall], three decimals."""
        digit, matrix = self.digit, _counts(matrix)
        expected = _precision_recall(matrix, digit)
        try:
            pair = array(answer, (2,))
        except NotYet:
            if matrix[:, digit].any():
                raise
            return f"Nothing was read as a {digit}, so that its precision is 0 / 0. Take 0 for it, as the report does."
        if is_close(pair, expected, THREE_DECIMALS):
            return True
        if is_close(pair / 100, expected, THREE_DECIMALS):
            return "These are percents. Give shares, from 0 to 1."
        if (pair > 1).any():
            return "A share is at most 1. Divide the hits by how many there are of them and the others together."
        if is_close(pair[::-1], expected, THREE_DECIMALS):
            return (
                "The two are exchanged. Which one is about all images that were read as your digit?"
            )
        if is_close(pair, matrix[digit, digit] / matrix.sum(), THREE_DECIMALS):
            return "You divided by all test images. Which of them are meant, for precision and for recall?"
        if is_close(1 - pair, expected, THREE_DECIMALS):
            return "These are the shares of the mistakes. Asked for are those of the hits."
        if is_close(pair, np.trace(matrix) / matrix.sum(), THREE_DECIMALS):
            return "That is the accuracy, of all digits. Stay in the row and in the column of one."
        for other in set(range(10)) - {digit}:
            if is_close(pair, _precision_recall(matrix, other), THREE_DECIMALS):
                return f"These belong to the digit {other}, and yours is the {digit}. Rows and columns count from 0."
        parts = np.abs(pair - expected) <= THREE_DECIMALS
        if parts.any():
            right, other, place = (
                ("precision", "recall", "row") if parts[0] else ("recall", "precision", "column")
            )
            return f"The {right} is right, the {other} is not yet. Add up your digit's {place}."
        return "Neither yet. Begin with the number on the diagonal; then what is it a part of?"

    @exercise(
        hint="Ask of each sentence: were these images used only once, after all was chosen? Is a difference larger "
        "than two standard errors? Does it speak of what was measured? Three may stand.",
        solution="""
# Chosen on the test images; a difference below one standard error; digits that nobody measured.
too_much = ["twenty networks", "neighbours", "all handwritten digits"]
honest = [letter for letter, sentence in check.sentences.items() if not any(words in sentence for words in too_much)]
""",
        praise="Each of them says which images, how they were used, and no more than was measured.",
    )
    def honest(self, answer):
        """Which of check.sentences may stand in a report? Give their letters, as in ["A", "B"]."""
        chosen = {self._order[letter] for letter in _letters(answer)}
        if chosen == set(HONEST):
            return True
        if len(chosen) == len(SENTENCES):
            return "Not all of them say only what was measured."
        letters = {name: letter for letter, name in self._order.items()}
        for name, flaw in FLAWS.items():
            if name in chosen:
                return f"Read {letters[name]} again: {flaw}"
        return "What you chose may stand. There is more that says no more than was measured."


def _counts(matrix):
    """Return the notebook's confusion matrix as an array; NotYet where it is none."""
    matrix = np.asarray(matrix)
    if matrix.shape != (10, 10) or matrix.dtype.kind not in "iu":
        raise NotYet(
            "The check needs the confusion matrix of the notebook, (10, 10), as its second argument."
        )
    return matrix


def _precision_recall(matrix, digit):
    """Return (precision, recall) of a digit; 0 where no image was read as it or is one, as scikit-learn has it."""
    hits = matrix[digit, digit]
    return np.array([hits / max(1, matrix[:, digit].sum()), hits / max(1, matrix[digit].sum())])


def _letters(answer):
    """Return the letters of an answer as a set: "ABC", "a, b", ["A", "b"], ("A",), {"A"} or an array of them."""
    answer = answer.ravel().tolist() if isinstance(answer, np.ndarray) else answer
    parts = list(answer) if isinstance(answer, list | tuple | set | frozenset) else [answer]
    if not parts or not all(isinstance(part, str) for part in parts):
        raise NotYet(f"A list of letters is expected, as ['A', 'B'], and {said(answer)} came.")
    letters = [letter for letter in "".join(parts).upper() if letter not in " ,;"]
    if not letters or not set(letters) <= set("ABCDEF"):
        raise NotYet(f"Letters from A to F are expected, as ['A', 'B'], and {said(answer)} came.")
    return set(letters)
