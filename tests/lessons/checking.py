"""What the exercises' tests share: answers that nobody should give, and what a check must say about each."""

import numpy as np

from lessons.exercise import NOT_TRIED, NOT_YET, RIGHT


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


def endless():
    """Return a list that holds itself."""
    answer = [1]
    answer.append(answer)
    return answer


class NeverBuilt:
    """As a Keras model that was never built: it has layers, and asking for shapes or parameters raises."""

    layers = ()

    @property
    def output_shape(self):
        raise AttributeError("The layer has never been called.")

    def count_params(self):
        raise ValueError("The model is not built.")


EMPTY_ANSWERS = [..., None, [...], (1, ...), {"a": ...}, [[1, ...], [2, 3]]]
STRANGE_ANSWERS = [
    *(
        "",
        " ",
        "3",
        "right",
        b"3",
        True,
        False,
        [],
        (),
        {},
        set(),
        {1, 2},
        {"a": 1},
        float("nan"),
        float("inf"),
    ),
    *(
        -float("inf"),
        1e300,
        10**400,
        1j,
        [1, "2"],
        [[1, 2], [3]],
        endless(),
        object,
        object(),
        print,
        lambda: 3,
        type,
    ),
    *(
        np.nan,
        np.array([]),
        np.array(np.nan),
        np.array([1.0, np.nan]),
        np.zeros((0, 3)),
        np.zeros((2, 3, 4, 5)),
    ),
    *(
        np.array(["1"]),
        np.array([None]),
        np.array([True, False]),
        np.zeros(3, complex),
        np.zeros(2, "M8[s]"),
    ),
    *(range(0), Exception("answer"), iter([1, 2]), Unfriendly(), NeverBuilt()),
]


def assert_right(exercise, answers, *given):
    """Each answer, written differently, is right."""
    assert len(answers) >= 2, "two right answers that are written differently, or more"
    for answer in answers:
        verdict = exercise(answer, *given)
        assert verdict.status == RIGHT, f"{answer!r}: {verdict!r}"


def assert_not_yet(exercise, answers, *given):
    """Each answer gets a hint; `answers` is a dictionary: part of the hint -> the answer, or a list of answers."""
    if isinstance(answers, dict):
        for part, answer in answers.items():
            verdict = exercise(answer, *given)
            assert verdict.status == NOT_YET, f"{answer!r}: {verdict!r}"
            assert part in verdict.message, f"{answer!r}: {verdict!r}"
    else:
        for answer in answers:
            verdict = exercise(answer, *given)
            assert verdict.status == NOT_YET, f"{answer!r}: {verdict!r}"
            assert verdict.message
    assert len(answers) >= 5, "five wrong answers or more, some of them nearly right"


def assert_nothing_breaks(exercise, *given):
    """Nothing that is passed gives a traceback or a warning, and nothing strange is right."""
    for answer in EMPTY_ANSWERS:
        assert exercise(answer, *given).status == NOT_TRIED, repr(answer)
    for answer in STRANGE_ANSWERS:
        verdict = exercise(answer, *given)
        assert verdict.status == NOT_YET, f"a {type(answer).__name__}: {verdict!r}"
        assert verdict.message.strip()
        assert "Traceback" not in verdict.message
