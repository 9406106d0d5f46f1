"""What the doctor says of runs that are kept: whether their images are still to be had."""

import pytest

from cnnlab.app import doctor
from cnnlab.runs import Book
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.errors import LabError
from tests.labhelpers.own_archive import save_own


def test_runs_whose_images_are_not_to_be_had_are_named_once(lab_runs, tmp_path):
    assert doctor.check_runs() == "none yet"
    digits = load_digits(save_own(tmp_path / "own.npz"))
    known_by = (digits.source, digits.name, digits.checksum)
    for book in ("default", "visitor"):
        for _ in range(2):
            Book(book).new_run(CnnConfig(), TrainingConfig(), *known_by).save()
    assert doctor.check_runs() == "4 kept, all with their images"
    (tmp_path / "own.npz").unlink()
    with pytest.raises(LabError) as caught:
        doctor.check_runs()
    said = str(caught.value)
    assert said.count("The images of a run on own.npz cannot be had") == 1
    assert "own.npz does not exist" in said
    assert "or into the folder data of the project, or let MNIST_NPZ name it" in said
