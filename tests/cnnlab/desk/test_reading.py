"""What the desk reads of a hand-in, and what it says of one that was made to hurt it."""

import pytest

from cnnlab.desk import reading
from cnnlab.desk.arrays import weight_shapes
from cnnlab.desk.opening import BadHandInError
from labhelpers.config import CnnConfig
from tests.cnnlab.desk import hostile
from tests.cnnlab.desk.packing import packed, with_changes

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
