"""What the desk reads of a hand-in, and what it says of one that was made to hurt it."""

import dataclasses
import json

import numpy as np
import pytest

from cnnlab.desk import reading, rechecking
from cnnlab.desk.arrays import weight_shapes
from cnnlab.desk.hand_in import hand_in_of
from cnnlab.desk.opening import BadHandInError
from cnnlab.runs.guess import Guess
from labhelpers.config import CHOICES, CnnConfig
from labhelpers.digits import load_digits
from lessons import stored_answers
from tests.cnnlab.desk import hostile
from tests.cnnlab.desk.packing import data_of, packed, unpacked, with_changes

pytestmark = pytest.mark.keras


def read(content, folder):
    path = folder / "hand-in.zip"
    path.write_bytes(content)
    return reading.read(str(path), str(folder))


def texts(found):
    return " / ".join(remark["text"] for remark in found["remarks"])


def test_an_honest_hand_in_is_read_without_a_remark_that_asks_for_a_look(honest, tmp_path):
    found = read(packed(honest[0]), tmp_path)
    assert not found["remarks"]
    assert found["has_weights"]
    assert found["is_drawing"]
    assert found["statuses"]["kernel_sum"] in ("right", "not yet", "not tried")
    assert "right" in found["statuses"].values()
    assert all(len(values) == 64 for values in found["digests"].values())


def test_one_of_a_lab_that_kept_the_last_epochs_weights_is_read_so(honest, tmp_path):
    label = CHOICES["best_epoch"].label
    files = dict(honest[0])  # of one epoch: all else is as it was then
    data = data_of(files)
    del data["training"]["best_epoch"]
    lines = files["README.md"].decode().splitlines(keepends=True)
    older = [line for line in lines if not line.startswith(f"| {label} |")]
    assert len(older) == len(lines) - 1
    files |= {"hand-in.json": json.dumps(data).encode(), "README.md": "".join(older).encode()}
    found = read(packed(files), tmp_path)
    assert not found["remarks"]
    assert found["hand_in"]["training"]["best_epoch"] is False
    assert found["hand_in"]["unsaid"] == ["best_epoch"]


def test_a_hand_in_in_a_folder_of_its_zip_is_read_too(honest, tmp_path):
    content = packed(honest[0] | {"__MACOSX/._a": b"x"}, folder="")
    assert read(content, tmp_path)["hand_in"]["name"]
    assert read(packed(honest[1], folder="my hand-in/"), tmp_path)["hand_in"]["name"]


def test_hostile_zips_are_a_sentence_each(honest, tmp_path):
    for what, (content, part) in hostile.refused(honest[0]).items():
        with pytest.raises(BadHandInError) as caught:
            read(content, tmp_path)
        sentence = str(caught.value)
        assert part in sentence, f"{what}: {sentence}"
        assert sentence.endswith((".", "meant.")), f"{what}: {sentence}"
    assert {path.name for path in tmp_path.iterdir()} <= {"hand-in.zip"}


def test_hostile_parts_are_remarks_and_the_rest_is_read(honest, tmp_path):
    for what, (content, part) in hostile.remarked(honest[0]).items():
        folder = tmp_path / what.replace(" ", "-")
        folder.mkdir()
        found = read(content, folder)
        assert part in texts(found), f"{what}: {texts(found)}"
        assert found["hand_in"]["register"]


def test_names_cannot_leave_their_line(honest, tmp_path):
    files = with_changes(honest[0], name="a\nb\0c\u202ed" + "e" * 500, register="=1+1")
    hand_in = read(packed(files), tmp_path)["hand_in"]
    assert hand_in["name"].startswith("a b cd")
    assert len(hand_in["name"]) == 100
    assert hand_in["register"] == "=1+1"  # a cell of a table puts an apostrophe before it


def test_answers_nested_deep_are_not_right(honest, tmp_path):
    deep = []
    for _ in range(500):
        deep = [deep]
    entry = {"lesson": 1, "name": "kernel_sum", "answer": deep, "status": "right", "tries": 1}
    found = read(packed(with_changes(honest[0], exercises=[entry])), tmp_path)
    assert found["statuses"]["kernel_sum"] == "not yet"
    assert "Recorded as right" in texts(found)


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"filters": 3, "kernel_size": 5, "dropout": 0.3},
        {"batch_normalization": True, "strided": True, "dense_units": 7},
    ],
)
def test_the_shapes_of_weights_follow_from_the_choices(choices):
    from labhelpers.model import build_cnn

    cnn = CnnConfig(**choices)
    assert weight_shapes(cnn) == [values.shape for values in build_cnn(cnn).get_weights()]


def test_no_path_of_a_stranger_is_opened(honest, tmp_path):
    data = {"dataset": "/etc/passwd", "source": "/etc/passwd"}
    found = read(packed(with_changes(honest[0], data=data)), tmp_path)
    assert "images of its own" in found["why_not"]


def kinds_of(found, part):
    return [remark["kind"] for remark in found["remarks"] if part in remark["text"]]


def test_what_is_not_recomputed_is_always_said(honest, tmp_path):
    """Another checksum, images of one's own, no weights: ways to be compared with nothing."""
    other = read(packed(with_changes(honest[0], data={"checksum": "0" * 64})), tmp_path)
    assert kinds_of(other, "has another checksum") == ["disagrees"]
    own = read(packed(with_changes(honest[0], data={"dataset": "mine.npz"})), tmp_path)
    assert kinds_of(own, "It was not recomputed") == ["missing"]
    assert kinds_of(own, "were not compared") == ["note"]
    assert own["is_drawing"] is None  # nobody knows whether it is one of those test images
    files = {name: content for name, content in honest[0].items() if name != "weights.npz"}
    assert kinds_of(read(packed(files), tmp_path), "has room") == ["disagrees"]
    unread = {name: content for name, content in honest[0].items() if name != "predictions.npz"}
    found = read(packed(unread), tmp_path)
    assert kinds_of(found, "The answers to single images cannot be compared.") == ["missing"]
    assert not kinds_of(found, "cannot be recomputed")
    large = with_changes(files, cnn={"filters": 64, "dense_units": 256})
    assert not kinds_of(read(packed(large), tmp_path), "has room")
    assert kinds_of(read(packed(large), tmp_path), "weights.npz is not in it") == ["missing"]


def test_signs_that_the_lab_keeps_change_no_comparison(honest, tmp_path):
    """In some alphabets marks that turn the direction of writing belong to the words."""
    from tests.cnnlab.desk import students

    number = 3
    [run] = students.trained(tmp_path / "runs", 1, [number], "embedded", num_train=300)
    guess = Guess((0.5,), (4, 9))
    run = dataclasses.replace(run, given_title="my \u200frun", guess=guess)
    said = {"next": "More \u200f\u05d0 images,\u00a0 two  blanks\n\nand \ue000."}
    files = unpacked(students.hand_in(run, number, **said))
    assert "\u200f" in data_of(files)["sentences"]["next"]
    found = read(packed(files), tmp_path)
    assert not kinds_of(found, "is not what the lab writes")
    assert "\u200f" not in found["hand_in"]["sentences"]["next"]
    assert found["hand_in"]["guess"] == guess.to_dict()
    assert "My guess" in files["README.md"].decode()


def test_a_hand_in_from_before_there_were_guesses_is_read_and_a_changed_guess_is_told(
    honest, tmp_path
):
    assert data_of(honest[0])["guess"] == {"accuracies": [], "pair": []}
    older = read(packed(with_changes(honest[0], guess=None)), tmp_path)
    assert not older["remarks"]
    changed = with_changes(honest[0], guess={"accuracies": [0.9], "pair": [4, 9]})
    assert kinds_of(read(packed(changed), tmp_path), "README.md") == ["edited"]
    for wrong in ({"pair": [4, 4]}, {"accuracies": "0.9"}, {"accuracies": [7]}):
        found = read(packed(with_changes(honest[0], guess=wrong)), tmp_path)
        assert kinds_of(found, "What was guessed of the run") == ["note"]
        assert found["hand_in"]["guess"] == {"accuracies": [], "pair": []}


def test_exercises_are_judged_for_the_number_as_it_was_typed():
    student = "RA 22\u00a0\u00a01  7"
    lesson = rechecking._lesson(1, student)
    names = {"check": lesson, "np": np}
    exec(lesson.kernel_sum.solution_text, names)
    answer = stored_answers.encode(names["kernel_sum"])
    entry = {"lesson": 1, "name": "kernel_sum", "answer": answer, "status": "right"}
    content = json.dumps({"format": 1, "student": student, "exercises": [entry]})
    found = hand_in_of(content.encode())
    assert rechecking.rechecked(found.student, found.exercises)["kernel_sum"] == "right"


def test_lesson_2_is_judged_by_its_own_digits():
    """MNIST's answer is not that of the embedded digits; of a file of one's own nobody knows."""
    lesson = rechecking._lesson(2, "RA1", "embedded")
    names = {"check": lesson, "np": np, "digits": load_digits("embedded")}
    names["image"] = names["digits"].train_images[0]
    exec(lesson.constant_accuracy.solution_text, names)
    answer = stored_answers.encode(names["constant_accuracy"])
    statuses = {}
    for dataset in ("embedded digits", "MNIST", "mine.npz", ""):
        entry = {"lesson": 2, "name": "constant_accuracy", "answer": answer, "status": "right"}
        entries = [entry | {"dataset": dataset}]
        found = rechecking.rechecked("RA1", entries)
        statuses[dataset] = found["constant_accuracy"]
        is_said = bool(rechecking.remarks_on(entries, found))
        assert is_said == (dataset == "mine.npz")
    assert statuses == {
        "embedded digits": "right",
        "MNIST": "not yet",
        "mine.npz": "right, as recorded",
        "": "right",
    }
