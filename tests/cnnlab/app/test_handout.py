"""The students' folder: no answers in it, and nothing is written over a student's work."""

import json
import os
import subprocess
import sys

import pytest

from cnnlab.app import handout
from labhelpers.errors import LabError

NAMES = sorted(path.name for path in handout.LESSONS.glob("*.ipynb"))
ALL = [*NAMES, *handout.PAGES]
LESSONS = [name for name in NAMES if name != "dashboard.ipynb"]


def outcomes(done):
    return [outcome for _name, outcome in done]


def source(cell):
    return "".join(cell["source"])


def notebook(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """Return a students' folder, as it was handed out."""
    folder = tmp_path_factory.mktemp("handout")
    assert outcomes(handout.hand_out(folder)) == [handout.NEW] * len(ALL)
    return folder


@pytest.fixture
def lab(tmp_path):
    """Return a folder with one small lesson, as the project's notebooks/ is."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    write_lesson(folder, "1 + 1")
    return folder


def write_lesson(folder, code):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["**Predict:** how much?"]},
        {
            "cell_type": "code",
            "metadata": {},
            "execution_count": 1,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["2\n"]}],
            "source": [code],
        },
        {"cell_type": "markdown", "metadata": {}, "source": ["It is 2.\n", "\n", "## Next\n"]},
    ]
    lesson = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "01_sums.ipynb").write_text(json.dumps(lesson), encoding="utf-8")


def test_students_get_the_lessons_and_neither_solutions_nor_the_instructors_page(handed_out):
    found = sorted(path.name for path in handed_out.iterdir())
    assert found == sorted([*ALL, handout.RECORD])
    assert handout.FIRST in found


@pytest.mark.parametrize("name", NAMES)
def test_nothing_was_run_and_all_else_is_there(handed_out, name):
    copy = notebook(handed_out / name)
    original = notebook(handout.LESSONS / name)
    assert len(copy["cells"]) == len(original["cells"])
    for cell, of_lesson in zip(copy["cells"], original["cells"], strict=True):
        assert cell["metadata"] == of_lesson["metadata"]
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
            assert source(cell) == source(of_lesson)


@pytest.mark.parametrize("name", LESSONS)
def test_what_follows_a_predictions_cell_is_folded(handed_out, name):
    cells = notebook(handed_out / name)["cells"]
    predictions = [place for place, cell in enumerate(cells) if handout.PREDICT in source(cell)]
    assert len(predictions) >= 4
    for place in predictions:
        kinds = [cell["cell_type"] for cell in cells[place + 1 :]]
        code = place + 1 + kinds.index("code")
        after = code + kinds[code - place - 1 :].index("markdown")
        assert source(cells[after]).startswith("<details>\n"), source(cells[after])


def test_a_text_that_comes_back_to_a_prediction_is_folded_up_to_the_next_heading():
    texts = ["**Predict:** how much?", "It is 2.", "Your 2 again.", "## Next", "All to see."]
    cells = []
    for text in texts:
        cells.append({"cell_type": "markdown", "source": [text]})
        cells.append({"cell_type": "code", "source": ["1 + 1"]})
    folded = [source(cell) for cell in handout.answers(cells)]
    assert folded == ["It is 2.", "Your 2 again.", "## Next"]
    assert handout.fold("## Next") == "## Next"


def test_only_the_answer_is_folded():
    text = "It is 2.\n\n$$1 + 1$$\n\n## More\n\nNow add 3."
    folded = handout.fold(text)
    inside, rest = folded.split("</details>")
    assert "It is 2.\n\n$$1 + 1$$" in inside
    assert rest == "\n\n## More\n\nNow add 3."
    again = handout.fold("It is 2.\n\nNow: **Predict:** how much is 3?")
    assert again.endswith("</details>\n\nNow: **Predict:** how much is 3?")
    assert handout.fold("## A heading\n\nText") == "## A heading\n\nText"


def test_handing_out_again_leaves_what_is_there(lab, tmp_path):
    folder = tmp_path / "handout"
    handout.hand_out(folder, lab)
    before = (folder / "01_sums.ipynb").read_bytes()
    assert outcomes(handout.hand_out(folder, lab)) == [handout.SAME]
    assert (folder / "01_sums.ipynb").read_bytes() == before


def test_a_students_work_is_never_written_over(lab, tmp_path):
    folder = tmp_path / "handout"
    handout.hand_out(folder, lab)
    work = (folder / "01_sums.ipynb").read_text().replace("1 + 1", "1 + 1  # my answer")
    (folder / "01_sums.ipynb").write_text(work)
    write_lesson(lab, "2 + 2")
    for _ in range(2):
        assert outcomes(handout.hand_out(folder, lab)) == [handout.KEPT]
        assert (folder / "01_sums.ipynb").read_text() == work


def test_a_notebook_of_before_is_somebodys_work(lab, tmp_path):
    folder = tmp_path / "handout"
    folder.mkdir()
    (folder / "01_sums.ipynb").write_text("mine")
    assert outcomes(handout.hand_out(folder, lab)) == [handout.KEPT]
    (folder / handout.RECORD).write_text("[broken")
    assert outcomes(handout.hand_out(folder, lab)) == [handout.KEPT]
    assert (folder / "01_sums.ipynb").read_text() == "mine"


def test_a_newer_lesson_comes_where_nobody_has_worked(lab, tmp_path):
    folder = tmp_path / "handout"
    handout.hand_out(folder, lab)
    write_lesson(lab, "2 + 2")
    assert outcomes(handout.hand_out(folder, lab)) == [handout.RENEWED]
    assert source(notebook(folder / "01_sums.ipynb")["cells"][1]) == "2 + 2"


def test_a_lesson_that_was_renamed_is_handed_out_again(lab, tmp_path):
    folder = tmp_path / "handout"
    handout.hand_out(folder, lab)
    (folder / "01_sums.ipynb").rename(folder / "mine.ipynb")
    assert outcomes(handout.hand_out(folder, lab)) == [handout.NEW]
    assert (folder / "mine.ipynb").exists()


def test_the_lessons_own_folder_and_an_empty_one_are_refused(lab, tmp_path):
    with pytest.raises(LabError, match="holds the lessons themselves"):
        handout.hand_out(lab, lab)
    with pytest.raises(LabError, match="There are no notebooks"):
        handout.hand_out(tmp_path / "handout", tmp_path)


def test_the_command_says_what_became_of_each(tmp_path):
    command = [sys.executable, "-m", "cnnlab", "handout", str(tmp_path / "for students")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    assert done.stderr == ""
    assert done.stdout.count(" new\n") == len(ALL)
    assert str(tmp_path / "for students") in done.stdout
    refused = subprocess.run([*command, "--no-browser"], capture_output=True, text=True)
    assert refused.returncode == 2
    assert "need --open" in refused.stderr


def test_a_folder_that_cannot_be_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    command = [sys.executable, "-m", "cnnlab", "handout", str(tmp_path / "file")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 1
    assert done.stderr.startswith("Nothing was handed out: ")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_a_new_folder_is_readable_by_those_whom_it_is_for(tmp_path):
    usual = tmp_path / "usual"
    usual.mkdir()
    folder = tmp_path / "course" / "handout"
    handout.hand_out(folder)
    assert folder.stat().st_mode == folder.parent.stat().st_mode == usual.stat().st_mode
