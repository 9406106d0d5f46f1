"""The dots: where each run stands, what it is made of, and which are left out."""

import dataclasses
import math

import pytest

from cnnlab.wall import dots
from cnnlab.wall.dots import accuracy_of, class_dots
from cnnlab.wall.seen_runs import SeenRuns
from labhelpers.config import TrainingConfig
from labhelpers.events import Progress
from tests.cnnlab.wall.class_on_disk import add_run


@pytest.fixture
def seen(lab_runs):
    return SeenRuns()


def told(shown):
    """Return what each dot is made of, by the labels of its choices."""
    made_of = [shown["configurations"][dot[3]] for dot in shown["dots"]]
    return [dict(zip(shown["choices"], words, strict=True)) for words in made_of]


def test_a_dot_has_seconds_accuracy_state_and_configuration(seen):
    add_run("a", accuracy=0.9, seconds=12.34, filters=8, created=1)
    add_run("b", accuracy=0.96, seconds=40.0, filters=32, created=2, status="stopped")
    add_run("c", accuracy=0.8, seconds=3.0, filters=8, created=3, status="training", epochs=4)
    shown = class_dots(seen.look(), {})
    assert [dot[:3] for dot in shown["dots"]] == [
        (12.3, 0.9, "finished"),
        (40.0, 0.96, "other"),
        (3.0, 0.8, "training"),
    ]
    assert [(made["Filters"], made["Epochs"]) for made in told(shown)] == [
        ("8", "2"),
        ("32", "2"),
        ("8", "4"),
    ]


def test_equal_configurations_are_sent_once_and_choices_that_nobody_changed_not_at_all(seen):
    for seed in range(5):
        add_run("a", seed=seed)
    shown = class_dots(seen.look(), {})
    assert shown["choices"] == ["Filters", "Epochs"]
    assert len(shown["configurations"]) == 1
    add_run("a", augment=True)
    assert "Augmentation" in class_dots(seen.look(), {})["choices"]


def test_a_run_that_is_on_stands_where_it_says_it_is(seen):
    run = add_run("a", accuracy=0.8, seconds=3.0, status="training")
    newest = Progress(status="training", seconds=5.0, validation=((1.5, 0.3, 0.91),))
    (dot,) = class_dots(seen.look(), {run.folder: newest})["dots"]
    assert dot[:2] == (5.0, 0.91)


def test_runs_on_other_images_are_left_out_and_counted(seen):
    add_run("a")
    add_run("b")
    add_run("c", dataset="embedded digits")
    shown = class_dots(seen.look(), {})
    assert (len(shown["dots"]), shown["others"], shown["dataset"]) == (2, 1, "MNIST")


def test_the_newest_runs_are_shown_where_there_are_too_many(seen, monkeypatch):
    monkeypatch.setattr(dots, "MOST_DOTS", 2)
    for number in range(4):
        add_run("a", seconds=10.0 + number, created=number + 1)
    assert [dot[0] for dot in class_dots(seen.look(), {})["dots"]] == [12.0, 13.0]


@pytest.mark.parametrize("accuracy", [math.nan, math.inf, -0.1, 1.1])
def test_what_is_no_share_has_no_dot(accuracy):
    state = Progress(seconds=3.0, validation=((1.0, 0.3, accuracy),))
    assert accuracy_of(state, None) is None
    assert accuracy_of(dataclasses.replace(state, validation=((1.0, 0.3, 1.0),)), None) == 1.0
    assert accuracy_of(Progress(seconds=3.0), None) is None


def test_a_finished_run_stands_where_the_weights_do_that_it_has_kept(seen):
    for keeps_best in (True, False):
        run = add_run("a", created=2 - keeps_best, epochs=3, best_epoch=keeps_best)
        losses = {"val_loss": [0.5, 0.3, 0.4], "val_accuracy": [0.8, 0.9, 0.85]}
        newest = ((3.0, 0.4, 0.85),)
        ended = dataclasses.replace(run.progress, epoch=3, history=losses, validation=newest)
        run.save_progress(ended)
    assert [dot[1] for dot in class_dots(seen.look(), {})["dots"]] == [0.9, 0.85]
    on = dataclasses.replace(ended, status="training", epoch=2)
    assert accuracy_of(on, TrainingConfig(epochs=3)) == 0.85
