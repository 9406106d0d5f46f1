"""Which epoch's weights a run has, in words, for new runs and for those of an older lab."""

import dataclasses
import json

from cnnlab.runs import Book, Run
from cnnlab.runs.kept_epoch import best_epoch, kept_epoch, kept_sentence, kept_value, kept_words
from labhelpers.config import TrainingConfig
from labhelpers.events import Progress
from tests.recorded import forget_choices, recorded_run

LOSSES = {"val_loss": [0.5, 0.3, 0.4], "val_accuracy": [0.8, 0.9, 0.95]}
WHOLE = Progress(status="finished", epoch=3, epochs=3, steps=10, history=LOSSES)
THREE = TrainingConfig(epochs=3)


def test_a_whole_run_has_the_weights_of_its_lowest_loss():
    assert kept_epoch(THREE, WHOLE) == 2
    assert kept_value(THREE, WHOLE, "val_loss") == 0.3
    assert kept_value(THREE, WHOLE, "val_accuracy") == 0.9
    words = "weights of epoch 2 of 3, the lowest validation loss"
    assert kept_words(THREE, WHOLE) == words
    assert kept_sentence(THREE, WHOLE) == f"The network has the {words}."


def test_one_that_keeps_the_last_epoch_or_is_not_at_its_end_has_the_newest():
    last = dataclasses.replace(THREE, best_epoch=False)
    begun = dataclasses.replace(WHOLE, status="stopped", epoch=2, step=5)
    for training, progress, epoch in ((last, WHOLE, 3), (THREE, begun, 2)):
        assert kept_epoch(training, progress) == epoch
        assert kept_value(training, progress, "val_loss") == 0.4
        assert kept_words(training, progress) == kept_sentence(training, progress) == ""


def test_of_one_epoch_there_is_nothing_to_say():
    one = Progress(status="finished", epoch=1, epochs=1, history={"val_loss": [0.5]})
    assert kept_words(TrainingConfig(epochs=1), one) == ""
    assert best_epoch([]) == 0
    assert kept_value(THREE, Progress(), "val_loss") is None


def test_a_run_from_before_the_choice_has_the_weights_of_its_last_epoch(tmp_path):
    run = recorded_run(Book("old", tmp_path), "old")
    assert kept_words(run.training, run.progress)
    path = run.folder / "run.json"
    state = json.loads(path.read_text())
    del state["training"]["best_epoch"]
    path.write_text(json.dumps(state))
    forget_choices(run)
    old = Run.load(run.folder)
    assert old.training == dataclasses.replace(run.training, best_epoch=False)
    assert kept_words(old.training, old.progress) == ""
