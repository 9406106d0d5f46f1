"""What the zip holds for programs: hand-in.json, weights and predictions, as hand_in_format says.

That the weights are those of the network is in test_program.py.
"""

import dataclasses
import io
import json
import zipfile

import numpy as np
import pytest

from cnnlab.report import glossary
from cnnlab.report import hand_in_format as names
from cnnlab.report.experiment import experiment_in
from cnnlab.report.report import report_html, report_zip
from cnnlab.runs import Book
from cnnlab.runs.exercises import write_lesson
from cnnlab.runs.guess import Guess
from cnnlab.runs.guess_words import outcome
from cnnlab.runs.sentences import keep_sentence, sentences_of
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.events import Stopped
from tests.cnnlab.report.test_report import ARABIC, TAMIL, Reader
from tests.recorded import recorded_run

RIGHT = {"status": "right", "tries": 2, "hint": False, "solution": True}
EXPERIMENT = {
    "choice": "filters",
    "values": {"$tuple": [8, 2]},
    "prediction": "higher",
    "measured": [0.1234, 0.2345],
    "explanation": "Two <b>find</b> fewer patterns.",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return Book("tests", tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def run(book):
    made = recorded_run(book, "complete", filters=8)
    variables = {"model_000": np.ones((3, 3), "float32"), "model_001": np.zeros(2, "uint32")}
    place = {"epoch": np.asarray(3), "step": np.asarray(0)}
    made.save_checkpoint(variables | place | {"optimizer_000": np.ones(5, "float32")})
    return made


def handed_in(run, name="Anna", register="7"):
    """Return the files of a run's zip by name, and hand-in.json's content."""
    with zipfile.ZipFile(io.BytesIO(report_zip(run, name, register))) as archive:
        files = {member: archive.read(member) for member in archive.namelist()}
    return files, json.loads(files[names.HAND_IN])


def words_of(run):
    return " ".join(Reader(report_html(run)).words.split())


def test_hand_in_json_has_all_of_its_fields(run, book):
    run.note_look()
    keep_sentence(run, "changed", "The filters.\nFor speed.")
    write_lesson(book, 1, {"2126": {"kernel_sum": RIGHT | {"answer": 3}}})
    files, told = handed_in(run)
    assert tuple(told) == names.FIELDS
    assert (told["format"], told["name"], told["register"]) == (1, "Anna", "7")
    assert told["run"] | {"made": ""} == {
        "name": "complete",
        "title": run.title,
        "made": "",
        "status": "finished",
    }
    assert CnnConfig.from_dict(told["cnn"]) == run.cnn
    assert TrainingConfig.from_dict(told["training"]) == run.training
    assert told["data"] == {"dataset": "embedded digits", "source": "embedded", "checksum": ""}
    assert told["history"] == run.progress.history
    assert told["metrics"]["confusion"] == run.metrics["confusion_matrix"]
    assert told["looks"] == 1
    assert told["sentences"]["changed"] == "The filters.\nFor speed."
    assert told["student"] == "2126"
    assert told["exercises"] == [{"lesson": 1, "name": "kernel_sum"} | RIGHT | {"answer": 3}]
    assert told["left_out"] == {}
    assert sum(map(len, files.values())) < names.MOST_BYTES


def test_weights_and_predictions_are_plain_arrays(run):
    files, _ = handed_in(run)
    with np.load(io.BytesIO(files[names.WEIGHTS]), allow_pickle=False) as weights:
        assert weights.files == ["0"]
        assert weights["0"].dtype == "float32"
    with np.load(io.BytesIO(files[names.PREDICTIONS]), allow_pickle=False) as predictions:
        expected = run.probabilities.argmax(axis=1)
        np.testing.assert_array_equal(predictions["predicted"], expected)
        assert predictions["confidence"].dtype == "float16"


def test_weights_that_are_too_large_are_left_out_and_that_is_said(run):
    rng = np.random.default_rng(0)
    large = {"model_000": rng.normal(size=600_000).astype("float32")}
    run.save_checkpoint(large | {"epoch": np.asarray(3), "step": np.asarray(0)})
    files, told = handed_in(run)
    assert names.WEIGHTS not in files
    assert told["left_out"] == {names.WEIGHTS: "the weights take 2.2 MB, and 2 MB have room"}
    readme = files["README.md"].decode()
    assert "is not in the zip: the weights take 2.2 MB, and 2 MB have room." in readme
    assert "The result cannot be recomputed." in readme


def test_a_stopped_run_whose_checkpoint_is_an_earlier_one_has_no_weights(book):
    stopped = recorded_run(book, "stopped", Stopped(), filters=8)
    weights = {"model_000": np.ones(3, "float32")}
    stopped.save_checkpoint(weights | {"epoch": np.asarray(1), "step": np.asarray(0)})
    assert "did not keep them apart" in handed_in(stopped)[1]["left_out"][names.WEIGHTS]
    step = np.asarray(stopped.progress.step)
    stopped.save_checkpoint(weights | {"epoch": np.asarray(1), "step": step})
    assert names.WEIGHTS in handed_in(stopped)[0]


def test_a_folder_of_the_machine_is_not_told(run):
    own = dataclasses.replace(run, source="/home/somebody/secret/mine.npz")
    files, told = handed_in(own)
    assert told["data"]["source"] == "mine.npz"
    assert b"somebody" not in files[names.HAND_IN] + files[names.PROGRAM]


def test_what_was_written_stands_in_the_report_and_what_was_not_is_named(run, book):
    keep_sentence(run, "changed", "<script>alert(1)</script> *a*")
    keep_sentence(run, "next", "")
    html = report_html(run)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; *a*" in html
    words = words_of(run)
    assert "What I would try next. The student wrote nothing here." in words
    assert "What I predicted" not in words
    write_lesson(book, 5, {"2126": {"experiment": RIGHT | {"answer": EXPERIMENT}}})
    words = words_of(run)
    assert "My experiment (an exercise of step 5): filters, once 8 and once 2" in words
    assert "measured were 0.1234 and 0.2345. Two <b>find</b> fewer patterns." in words
    assert "What I predicted, and how it came out. The student wrote nothing here." in words


def test_a_guess_is_handed_in_and_stands_in_the_report_with_how_it_came_out(book):
    made = recorded_run(book, "guessed", filters=8)
    assert handed_in(made)[1]["guess"] == {"accuracies": [], "pair": []}
    assert "My guess" not in words_of(made)
    guess = Guess((0.4, 0.7, 0.9), (4, 9))
    dataclasses.replace(made, guess=guess).save()
    run = book.run("guessed")
    files, told = handed_in(run)
    assert told["guess"] == {"accuracies": [0.4, 0.7, 0.9], "pair": [4, 9]}
    sentences = outcome(guess, run.progress, run.metrics, "I")
    assert "I drew 90.0% after epoch 3; it was 80.3%, 9.7 percentage points lower." in sentences
    said = f"My guess, made before this run began and not changed since. {sentences}"
    assert said in words_of(run)
    assert said.partition(". ")[2][:40] in files["README.md"].decode()
    assert files["images/history.svg"] != handed_in(made)[0]["images/history.svg"]


def test_what_is_no_experiment_is_passed_over():
    told = {"name": "experiment", "lesson": 5} | RIGHT
    assert experiment_in([told | {"answer": EXPERIMENT}])
    assert not experiment_in([told | {"answer": EXPERIMENT, "status": "not yet"}])
    for answer in (None, 3, [], {}, EXPERIMENT | {"values": 3}, EXPERIMENT | {"choice": "x"}):
        assert not experiment_in([told | {"answer": answer}])


def test_the_report_has_the_two_standard_errors_of_step_6(book):
    run = recorded_run(book, "plus or minus", error=0.95, filters=8)
    accuracy = run.metrics["accuracy"]
    error = 2 * np.sqrt(accuracy * (1 - accuracy) / 355)
    assert f"The accuracy is {accuracy:.4f} ± {error:.4f}: two standard errors" in words_of(run)


def test_words_that_the_theory_does_not_explain_are_the_glossarys(run):
    assert len(glossary.words()) == len(glossary.WORDS)
    words = words_of(run)
    for word, meaning in glossary.words():
        assert f"{word} {meaning}" in words


def test_a_sentence_keeps_its_letters_in_any_script_and_nothing_that_no_file_can_hold(run):
    keep_sentence(run, "curves", f" {TAMIL}\n{ARABIC} \u0915\u094d\u200d\u0937 ")
    assert sentences_of(run)["curves"] == f"{TAMIL}\n{ARABIC} \u0915\u094d\u200d\u0937"
    keep_sentence(run, "curves", "a\x00b\ud800c\u202ed\u2028e")
    assert sentences_of(run)["curves"] == "a b c d e"
