"""Hand-ins are found in a folder, in a download of a course's system, and on a server."""

import os
import time

import pytest

from cnnlab.desk import downloads, limits
from cnnlab.desk.collecting import NothingToReadError, check_to, collected
from cnnlab.desk.command import main
from cnnlab.desk.sent import is_of_a_system
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


def test_a_loose_file_deep_in_a_download_hides_nobody(folder, tmp_path):
    ada, alan = (f"{name}_assignsubmission_file_/" for name in ("Ada_1", "Alan_2"))
    files = {f"{ada}a.zip": HAND_IN, f"{alan}hand-in.json": b"{}", f"{alan}program.py": b""}
    (folder / "download.zip").write_bytes(packed(files))
    assert [one.person for one in found(folder, tmp_path)] == ["Ada", "Alan"]


@pytest.mark.parametrize("top", ["", "my hand-in/"])
def test_a_hand_in_is_no_download_whatever_else_is_in_it(folder, tmp_path, top):
    files = {f"{top}hand-in.json": b"{}", f"{top}a.zip": HAND_IN, f"{top}b.zip": HAND_IN}
    (folder / "mine.zip").write_bytes(packed(files))
    assert [one.label for one in found(folder, tmp_path)] == ["mine.zip"]


@pytest.mark.parametrize("name", ["Eve_7_assignsubmission_file_/mine.zip", "eve_7_8_mine.zip"])
def test_a_students_zip_of_zips_is_one_row(folder, tmp_path, name):
    forged = {f"Ada_{number}_assignsubmission_file_/a.zip": HAND_IN for number in range(3)}
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(packed(forged))
    assert [one.label for one in found(folder, tmp_path)] == [name]


def test_a_name_of_a_million_characters_takes_no_time():
    began = time.process_time()
    assert not is_of_a_system("a" * 1_000_000)
    assert time.process_time() - began < 1


def test_a_download_of_too_many_is_its_own_row(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_IN_A_FOLDER", 3)
    (folder / "many.zip").write_bytes(packed({f"{number}.zip": b"" for number in range(5)}))
    (folder / "one.zip").write_bytes(HAND_IN)
    many, one = found(folder, tmp_path)
    assert "5 files" in many.problem
    assert one.problem == ""


def test_all_downloads_share_one_budget_of_bytes(folder, tmp_path, monkeypatch):
    content = packed({"a.zip": HAND_IN, "b.zip": HAND_IN})
    monkeypatch.setattr(downloads, "MOST_OF_ALL", len(content))
    for name in ("first.zip", "second.zip"):
        (folder / name).write_bytes(content)
    (folder / "third.zip").write_bytes(content + b"0")
    problems = [one.problem for one in found(folder, tmp_path)]
    assert problems[0] == problems[1] == ""
    assert "no room" in problems[3]
    assert "unpack it into the folder" in problems[4].lower()


def test_what_is_alike_has_labels_of_its_own(folder, tmp_path):
    long = "x" * 400
    for name in ("first.zip", "second.zip"):
        files = {"a.zip": HAND_IN, f"{long}1.zip": HAND_IN, f"{long}2.zip": HAND_IN}
        (folder / name).write_bytes(packed(files))
    labels = [one.label for one in found(folder, tmp_path)]
    assert len(set(labels)) == 6
    assert {"first.zip/a.zip", "second.zip/a.zip"} < set(labels)
    assert max(map(len, labels)) == 200


def test_only_what_lies_beside_one_zip_is_its_companion(folder, tmp_path):
    for name in ("one/a.zip", "one/a.html", "all/a.zip", "all/b.zip", "all/c.html"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(HAND_IN)
    labels = [one.label for one in found(folder, tmp_path)]
    assert labels == ["all/a.zip", "all/b.zip", "all/c.html", "one/a.zip"]


def test_a_link_that_leads_to_itself_is_a_row(folder, tmp_path):
    os.symlink(folder / "loop.zip", folder / "loop.zip")
    assert "link" in found(folder, tmp_path)[0].problem


def test_marks_do_not_lie_around_the_hand_ins(folder, tmp_path):
    for to in (folder, tmp_path, folder / "marks" / ".."):
        with pytest.raises(NothingToReadError, match="name a folder of its own"):
            check_to(folder, to)
    with pytest.raises(SystemExit, match="name a folder of its own"):
        main(str(folder), str(folder))
    assert not list(folder.iterdir())
    check_to(folder, folder / "marks")
    check_to(folder, tmp_path / "marks")
