"""A whole desk: real processes, real networks, and hand-ins that are not what they seem."""

import json
import time

import pytest

from benchmarks.desk import is_shown, remarked
from cnnlab.desk import apart, retraining
from cnnlab.desk.apart import Apart, ApartError
from cnnlab.desk.desk import PRELOAD, Settings, rows_of
from cnnlab.desk.feedback import feedback_html
from cnnlab.desk.rows import asks_for_a_look
from cnnlab.desk.spreadsheets import write_tables
from cnnlab.desk.writing import make_folder, write_all
from cnnlab.report.drop import Drop, open_drop, take
from tests.cnnlab.desk import manipulations
from tests.cnnlab.desk.packing import packed

pytestmark = pytest.mark.keras

# One of each kind; `python -m benchmarks desk` does all of them to a class of a hundred.
SOME = [
    manipulations.claims_all_of_it,
    manipulations.has_anothers_predictions,
    manipulations.mends_the_history,
    manipulations.changes_the_readme,
    manipulations.changes_the_seed,
    manipulations.has_anothers_sentences,
]


@pytest.fixture(scope="module")
def desk(honest, tmp_path_factory):
    """Return {file: row} of two honest hand-ins, one witnessed, and of others."""
    folder = tmp_path_factory.mktemp("hand-ins")
    open_drop(folder)
    take(Drop(folder, None), packed(honest[0]), "Honest", "One")
    (folder / "honest.zip").write_bytes(packed(honest[1]))
    for change in SOME:
        (folder / f"{change.__name__}.zip").write_bytes(packed(change(*honest)))
    witnessed = next(folder.glob("cnn-lab-*.zip")).read_bytes()
    (folder / "broken.zip").write_bytes(witnessed[:-100])
    rows = rows_of(Settings(folder, folder / "marks"))
    return {row["file"]: row for row in rows}


def texts(row):
    return " / ".join(remark["text"] for remark in row["remarks"])


def test_what_is_honest_is_recomputed_and_agrees(desk):
    row = desk["honest.zip"]
    assert row["recomputed"] == "yes"
    assert row["recomputed_accuracy"] == pytest.approx(row["claimed"], abs=0.01)
    kinds = {remark["kind"] for remark in row["remarks"]}
    assert kinds <= {"together"}, texts(row)


@pytest.mark.parametrize("change", SOME)
def test_what_is_not_as_it_seems_is_shown_with_its_reason(desk, change):
    row = desk[f"{change.__name__}.zip"]
    assert manipulations.MANIPULATIONS[change] in texts(row)
    assert asks_for_a_look(row)


@pytest.mark.parametrize("change", SOME)
def test_the_benchmark_finds_it_in_the_table(desk, change, tmp_path):
    write_tables(tmp_path, list(desk.values()), {})
    found = remarked(tmp_path / "marks.csv")
    assert is_shown(change, found[f"{change.__name__}.zip"])


def test_a_broken_one_is_a_row_and_stops_nobody(desk):
    assert "no zip that can be read" in texts(desk["broken.zip"])
    assert len(desk) == len(SOME) + 3


def test_the_servers_receipt_is_a_witness(desk):
    row = next(row for name, row in desk.items() if name.startswith("cnn-lab-"))
    assert row["witnessed"] == "yes"
    assert row["time"]
    assert desk["honest.zip"]["witnessed"] == ""


def test_what_is_trained_again_has_the_same_history(desk):
    row = desk["honest.zip"]
    question = {"dataset": row["dataset"], "cnn": row["cnn"], "choices": row["training"]}
    assert retraining.drawn(list(desk.values()), 1)
    retraining.tell_of(row, retraining.train_again(**question)["history"])
    assert row["trained_again"] == "yes"
    mended = desk["mends_the_history.zip"]
    retraining.tell_of(mended, row["history"])
    assert mended["trained_again"] == "no"
    assert "another history" in texts(mended)


def test_everything_is_written_and_names_nobody_in_anothers_feedback(desk, tmp_path):
    rows = list(desk.values())
    make_folder(tmp_path / "marks")
    write_all(tmp_path / "marks", rows, {}, "hand-ins")
    written = {path.name for path in (tmp_path / "marks").iterdir()}
    assert written == {"marks.csv", "moodle.csv", "canvas.csv", "overview.html", "feedback"}
    assert len(list((tmp_path / "marks" / "feedback").iterdir())) == len(rows)
    for row in rows:
        told = feedback_html(row, {})
        whose = {row["name"], row["register"], ""}
        others = {other[field] for other in rows for field in ("name", "register")} - whose
        assert not [name for name in others if name in told], row["file"]
        assert ("Your answers were judged again" in told) == bool(row["tries"])
    handed_in_on_a_server = desk["honest.zip"] | {"tries": {}}
    assert "No answers came with this hand-in." in feedback_html(handed_in_on_a_server, {})


def sleep(seconds):
    time.sleep(seconds)
    return {}


def take_memory(megabytes):
    return {"taken": len(bytes(megabytes * 1_000_000))}


def test_a_process_of_its_own_ends_at_its_limits():
    processes = apart.context(PRELOAD)
    slow = Apart(processes, sleep)
    with pytest.raises(ApartError, match=r"longer than 0.5 s"):
        slow.ask(0.5, seconds=60)
    slow.end()
    with pytest.raises(ApartError, match="more memory"):
        apart.once(processes, take_memory, 20, 300_000_000, megabytes=2000)
    killed = Apart(processes, sleep)
    killed._process.kill()
    with pytest.raises(ApartError, match="without an answer"):
        killed.ask(5, seconds=0)
    killed.end()


def test_answers_hold_no_infinity():
    assert json.loads(json.dumps(apart._finite({"a": [float("inf"), 1.5]}))) == {"a": [None, 1.5]}
