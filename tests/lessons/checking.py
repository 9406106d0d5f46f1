"""What the exercises' tests share: answers that nobody should give, and what checks must say."""

import fractions
import json

import numpy as np

from lessons.exercise import NOT_TRIED, NOT_YET, RIGHT, said
from lessons.stored_answers import encode


class Unfriendly:
    """An answer whose every method raises."""

    def __getattr__(self, name):
        raise RuntimeError("an answer's own error")

    def __repr__(self):
        raise RuntimeError("an answer's own error")

    def __eq__(self, other):
        raise RuntimeError("an answer's own error")

    def __len__(self):
        raise RuntimeError("an answer's own error")

    __hash__ = None


class NeverBuilt:
    """As a Keras model that was never built: asking for shapes or parameters raises."""

    layers = ()

    @property
    def output_shape(self):
        raise AttributeError("The layer has never been called.")

    def count_params(self):
        raise ValueError("The model is not built.")


class Conv2D:
    """A layer by its name only, whose settings are no settings."""

    filters = Unfriendly()
    kernel_size = np.zeros(2)
    activation = Unfriendly()


class OddModel:
    """As a Keras model, with layers that are none."""

    input_shape = (None, Unfriendly(), 28, 1)
    layers = (Conv2D(), Unfriendly(), 3)


def endless():
    """Return a list that holds itself."""
    answer = [1]
    answer.append(answer)
    return answer


def endless_pair():
    """Return a list that holds another, which holds the first one."""
    answer = [1]
    answer.append([answer])
    return answer


def three():
    """Return a number, as nobody's answer does: the function is the answer."""
    return 3


EMPTY_ANSWERS = [..., None, [...], (1, ...), {"a": ...}, [[1, ...], [2, 3]]]
TEXTS = ["", " ", "3", "right", b"3"]
NUMBERS = [
    True,
    False,
    float("nan"),
    float("inf"),
    -float("inf"),
    1e300,
    10**400,
    1j,
    fractions.Fraction(10**400, 3),
]
CONTAINERS = [
    [],
    (),
    {},
    set(),
    {1, 2},
    {"a": 1},
    {"A": Unfriendly()},
    [1, "2"],
    [[1, 2], [3]],
    [Unfriendly()],
    (Unfriendly(), 1),
    [float("inf")] * 2,
    [float("inf")] * 3,
    [10**400, 1, 2],
    endless(),
    endless_pair(),
    range(0),
]
ARRAYS = [
    np.nan,
    np.array([]),
    np.array(np.nan),
    np.array([1.0, np.nan]),
    np.array([np.inf] * 3),
    np.zeros((0, 3)),
    np.zeros((2, 3, 4, 5)),
    np.array("abc"),
    np.array(["1"]),
    np.array([None]),
    np.array(Unfriendly, dtype=object),
    np.array([True, False]),
    np.zeros(3, complex),
    np.zeros(2, "M8[s]"),
    np.zeros(2, "m8[s]"),
]
OBJECTS = [
    object,
    object(),
    print,
    three,
    type,
    Exception("answer"),
    iter([1, 2]),
    Unfriendly(),
    NeverBuilt(),
    OddModel(),
]
STRANGE_ANSWERS = [*TEXTS, *NUMBERS, *CONTAINERS, *ARRAYS, *OBJECTS]


def judged(exercise, answer, *given):
    """Return the judge's own verdict on an answer, which is also what the check says.

    What the judge raises, NotYet excepted, is an AssertionError here: the check would turn it
    into a verdict.
    """
    try:
        verdict = exercise.verdict(answer, *given)
    except Exception as error:
        raise AssertionError(f"{said(answer)}: the judge raised {error!r}") from error
    assert exercise(answer, *given) == verdict
    if not given and verdict.status != NOT_TRIED:
        kept = json.loads(json.dumps(encode(answer), allow_nan=False))
        again = exercise.recheck(kept)
        assert again is None or again.status == verdict.status, f"{said(answer)}: {kept}"
    return verdict


def assert_right(exercise, answers, *given):
    """Each answer, written differently, is right."""
    assert len(answers) >= 2, "two right answers that are written differently, or more"
    for answer in answers:
        verdict = judged(exercise, answer, *given)
        assert verdict.status == RIGHT, f"{said(answer)}: {verdict!r}"


def assert_not_yet(exercise, answers, *given):
    """Each answer gets a hint.

    answers: a dictionary, part of the hint -> the answer, or a list of answers.
    """
    assert len(answers) >= 5, "five wrong answers or more, some of them nearly right"
    if not isinstance(answers, dict):
        for answer in answers:
            assert_hint(exercise, "", answer, *given)
        return
    for part, answer in answers.items():
        assert_hint(exercise, part, answer, *given)


def assert_hint(exercise, part, answer, *given):
    """An answer is not right yet, and the hint has this part in it."""
    verdict = judged(exercise, answer, *given)
    assert verdict.status == NOT_YET, f"{said(answer)}: {verdict!r}"
    assert verdict.message.strip(), said(answer)
    assert part in verdict.message, f"{said(answer)}: {verdict!r}"


def assert_nothing_breaks(exercise, *given):
    """The judge raises nothing for whatever is passed, and nothing strange is right."""
    for answer in EMPTY_ANSWERS:
        assert judged(exercise, answer, *given).status == NOT_TRIED, said(answer)
    for answer in STRANGE_ANSWERS:
        assert_hint(exercise, "", answer, *given)
        assert "Traceback" not in exercise(answer, *given).message
