"""Hand-ins of real runs that the desk's tests share."""

import dataclasses

import pytest

from cnnlab.runs.guess import Guess


@pytest.fixture(scope="session")
def honest(tmp_path_factory):
    """Return the files of two hand-ins of real short runs on the embedded digits.

    Of the second run, of two epochs, something was guessed before.
    """
    pytest.importorskip("keras")
    from tests.cnnlab.desk import students
    from tests.cnnlab.desk.packing import unpacked

    root = tmp_path_factory.mktemp("desk") / "runs"
    first, second = students.trained(root, 1, [1, 2], dataset="embedded", num_train=300)
    runs = [first, dataclasses.replace(second, guess=Guess((0.5, 0.75), (4, 9)))]
    return [unpacked(students.hand_in(run, number)) for number, run in enumerate(runs, start=1)]
