"""Hand-ins are found in a folder, in a download of a course's system, and on a server."""

import os

import pytest

from cnnlab.desk.collecting import NothingToReadError, collected
from tests.cnnlab.desk.packing import packed

HAND_IN = packed({"hand-in.json": b"{}"})
REPORT = b"<html>"


def found(folder, tmp_path):
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir(exist_ok=True)
    return collected(folder, unpacked, tmp_path / "marks")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "hand-ins"
    made.mkdir()
    return made


def test_a_folder_of_zips_and_what_is_in_the_place_of_one(folder, tmp_path):
    (folder / "a.zip").write_bytes(HAND_IN)
    (folder / "b.keras").write_bytes(HAND_IN)
    (folder / "list.csv").write_text("names")
    os.symlink("/etc/passwd", folder / "c.zip")
    sent = {one.label: one.problem for one in found(folder, tmp_path)}
    assert sent["a.zip"] == ""
    assert "can hold a program" in sent["b.keras"]
    assert "link" in sent["c.zip"]
    assert "list.csv" not in sent


def test_moodles_download_is_a_zip_of_folders(folder, tmp_path):
    ada = "Ada Lovelace_4711_assignsubmission_file_/"
    files = {f"{ada}my hand-in.zip": HAND_IN, f"{ada}report.html": REPORT}
    files |= {"Alan Turing_12_assignsubmission_file_report.html": REPORT}
    (folder / "CS-Lab-1234.zip").write_bytes(packed(files))
    ada, alan = found(folder, tmp_path)
    assert (ada.person, ada.moodle, ada.problem) == ("Ada Lovelace", "4711", "")
    assert ada.path.read_bytes() == HAND_IN
    assert (alan.moodle, alan.canvas) == ("12", "")
    assert "no zip" in alan.problem


def test_canvas_download_is_one_zip_of_files(tmp_path):
    files = {"doejane_LATE_77_88_hand-in.zip": HAND_IN, "roejo_78_89_hand-in-1.zip": HAND_IN}
    download = tmp_path / "submissions.zip"
    download.write_bytes(packed(files))
    jane, jo = found(download, tmp_path)
    assert (jane.canvas, jane.is_late, jo.canvas, jo.is_late) == ("77", True, "78", False)


def test_a_members_path_never_says_where_it_is_written(folder, tmp_path):
    names = ["../../evil.zip", "/root-evil.zip", "a_1_assignsubmission_file_b.zip"]
    files = dict.fromkeys(names, HAND_IN)
    (folder / "all.zip").write_bytes(packed(files))
    sent = found(folder, tmp_path)
    assert len(sent) == 3
    assert {one.path.parent for one in sent} == {tmp_path / "unpacked"}
    assert not (tmp_path.parent / "evil.zip").exists()


def test_what_was_handed_in_again_is_read_once(folder, tmp_path):
    (folder / "receipts.key").write_text("00")
    (folder / "earlier").mkdir()
    (folder / "earlier" / "a.zip").write_bytes(HAND_IN)
    (folder / "a.zip").write_bytes(HAND_IN)
    assert [one.label for one in found(folder, tmp_path)] == ["a.zip"]


def test_the_desks_own_folder_is_no_hand_in(folder, tmp_path):
    (folder / "a.zip").write_bytes(HAND_IN)
    marks = folder / "marks" / "feedback"
    marks.mkdir(parents=True)
    (marks / "RA1.html").write_text("feedback")
    (tmp_path / "u").mkdir()
    assert len(collected(folder, tmp_path / "u", folder / "marks")) == 1


def test_a_folder_without_hand_ins_is_a_sentence(folder, tmp_path):
    with pytest.raises(NothingToReadError, match="holds no zip"):
        found(folder, tmp_path)
    with pytest.raises(NothingToReadError, match="does not exist"):
        found(folder / "nowhere", tmp_path)
