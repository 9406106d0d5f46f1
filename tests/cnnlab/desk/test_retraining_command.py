"""`cnn-lab desk --retrain` from the command line, with a history that nothing else can show."""

import csv
import subprocess
import sys

import pytest

from cnnlab.desk import apart, limits, retraining
from cnnlab.desk.desk import PRELOAD
from tests.cnnlab.desk.packing import data_of, packed, with_changes

pytestmark = pytest.mark.keras


def with_a_better_beginning(files):
    """Return the files with another first epoch, in hand-in.json and in the README alike.

    Weights, result and last epoch are the run's, so only training it again shows the edit.
    """
    history = data_of(files)["history"]
    readme = files["README.md"].decode()
    for name, better in {"loss": 0.8}.items():
        before = f"{history[name][0]:.4f}"
        history[name][0] *= better
        assert before in readme
        readme = readme.replace(before, f"{history[name][0]:.4f}")
    return with_changes(files, history=history) | {"README.md": readme.encode()}


@pytest.fixture(scope="module")
def written(honest, tmp_path_factory):
    """Return (what the command printed, {file: its line of marks.csv}, the folder it wrote)."""
    folder = tmp_path_factory.mktemp("hand-ins")
    (folder / "honest.zip").write_bytes(packed(honest[1]))
    (folder / "edited.zip").write_bytes(packed(with_a_better_beginning(honest[1])))
    to = folder.parent / "retrained-marks"
    command = [sys.executable, "-m", "cnnlab", "desk", str(folder), "--to", str(to)]
    done = subprocess.run(
        [*command, "--retrain", "2"], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    with open(to / "marks.csv", encoding="utf-8-sig", newline="") as file:
        return done.stdout, {line["file"]: line for line in csv.DictReader(file)}, to


def test_only_the_edited_history_is_another_one(written):
    _, lines, _ = written
    assert [lines[name]["recomputed"] for name in lines] == ["yes", "yes"]
    assert lines["honest.zip"]["trained again"] == "yes"
    assert lines["edited.zip"]["trained again"] == "no"
    assert "Trained again, it has another history" in lines["edited.zip"]["remarks"]
    assert "another history" not in lines["honest.zip"]["remarks"]
    assert "README" not in lines["edited.zip"]["remarks"]
    assert lines["edited.zip"]["look first"] == "yes"


def test_it_is_said_where_people_read(written):
    printed, _, to = written
    assert "2 runs trained again: the same history in 1, another history in 1." in printed
    overview = (to / "overview.html").read_text(encoding="utf-8")
    assert "Trained again, it has another history" in overview
    assert '"trained_again": "no"' in overview
    told = [path.read_text(encoding="utf-8") for path in (to / "feedback").iterdir()]
    assert sum("it has another history" in text for text in told) == 1


def test_what_cannot_be_trained_here_is_a_remark(monkeypatch):
    data = {"dataset": "embedded digits", "cnn": {"filters": 256}}
    data["training"] = {"batch_size": 4096}
    row = data | {"file": "a.zip", "remarks": [], "trained_again": ""}
    monkeypatch.setattr(limits, "SECONDS_TO_RETRAIN", 0.1)
    retraining._retrain(apart.context(PRELOAD), row)
    assert row["trained_again"] == ""
    assert row["remarks"][0]["text"].startswith("It was not trained again. It took longer than")
    question = {"dataset": data["dataset"], "cnn": data["cnn"], "choices": data["training"]}
    answer = apart._answer(retraining.train_again, question)
    assert "256 filters in batches of 4096 takes about" in answer["problem"].replace(",", "")
