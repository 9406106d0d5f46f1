"""Files that are written whole or not at all."""

import pytest

from labhelpers.files import PROJECT_ROOT, move, replacing, write_text


def test_the_project_s_root_holds_its_packages():
    assert (PROJECT_ROOT / "labhelpers" / "files.py").exists()


def test_a_file_is_replaced_when_the_block_ends_well(tmp_path):
    path = tmp_path / "folder" / "file.txt"
    for text in ("first", "second"):
        with replacing(path) as beside:
            assert beside.parent == path.parent
            beside.write_text(text)
        assert path.read_text() == text
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, error):
    path = tmp_path / "file.txt"
    path.write_text("old")
    with pytest.raises(error), replacing(str(path)) as beside:
        beside.write_text("half")
        raise error
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_an_os_error(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OSError), replacing(tmp_path / "file" / "file.txt"):
        pass


def test_moving_goes_over_what_is_there(tmp_path):
    source = tmp_path / "source"
    target = tmp_path / "target"
    source.write_text("new")
    target.write_text("old")
    move(source, target)
    assert target.read_text() == "new"
    assert not source.exists()


def test_text_is_utf_8_on_every_machine(tmp_path):
    write_text(tmp_path / "file.txt", "3 × 3 – “é”")
    assert (tmp_path / "file.txt").read_bytes().decode("utf-8") == "3 × 3 – “é”"
