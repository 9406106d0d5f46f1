"""The race to 99 %: its arithmetic by hand, and its command as others call it."""

import itertools
import json
import math
import subprocess
import sys
from collections import Counter

import pytest

from benchmarks.race import recipe_rows, shortest_schedule, summary, turns


def test_every_contestant_has_its_turns_spread_over_the_race():
    order = list(turns({"fast": 20, "yardstick": 5}))
    assert Counter(recipe for recipe, _ in order) == {"fast": 20, "yardstick": 5}
    assert [seed for recipe, seed in order if recipe == "yardstick"] == [0, 1, 2, 3, 4]
    places = [place for place, (recipe, _) in enumerate(order) if recipe == "yardstick"]
    assert {after - before for before, after in itertools.pairwise(places)} == {5}


def test_a_summary_by_hand():
    runs = [
        {"accuracy": 0.98, "seconds": 5.0},
        {"accuracy": 0.99, "seconds": 9.0},
        {"accuracy": 1.0, "seconds": 6.0},
    ]
    found = summary(runs)
    # Student's t for two degrees of freedom and 95 % is 4.303, the standard error 0.01 / sqrt(3).
    assert found["accuracy"] == pytest.approx(0.99)
    assert found["seconds"] == 6.0
    assert found["half"] == pytest.approx(4.303 * 0.01 / math.sqrt(3), rel=1e-3)
    assert math.isnan(summary(runs[:1])["half"])


def test_the_shortest_schedule_is_that_of_the_mean_and_its_seconds_are_a_median():
    curves = [
        ((0.985, 0.991, 0.99), (5, 10, 15)),
        ((0.986, 0.988, 0.991), (6, 12, 18)),
        ((0.98, 0.989, 0.992), (7, 9, 30)),
    ]
    runs = [
        {"accuracy_by_epoch": accuracies, "seconds_by_epoch": seconds}
        for accuracies, seconds in curves
    ]
    assert shortest_schedule(runs) == (3, 18)
    refusal = r"best mean accuracy is 0\.9910; expected 0\.995 within 15 epochs"
    with pytest.raises(ValueError, match=refusal):
        shortest_schedule(runs, goal=0.995)


def test_a_recipe_is_compared_with_the_yardstick_by_hand():
    runs = [{"accuracy": 0.99, "seconds": 8.0}, {"accuracy": 0.992, "seconds": 8.0}]
    rows = {row["what"]: row for row in recipe_rows("lesson", runs, yardstick=40.0)}
    assert rows["lesson: mean accuracy"]["measured"] == pytest.approx(99.1)
    assert rows["lesson: seconds of training"]["to_reach"] == 10.0
    assert rows["lesson: times less than the yardstick"]["measured"] == 5.0
    assert rows["lesson: times less than the yardstick"]["to_reach"] == 4
    # The embedded digits are others than the yardstick's: they are to take 20 s at most.
    rows = {row["what"]: row for row in recipe_rows("embedded", runs, yardstick=40.0)}
    assert rows["embedded: seconds of training"]["to_reach"] == 20
    assert len(rows) == 3


@pytest.mark.keras
def test_the_command_ends_with_one_line_of_json():
    recipe = ["--recipe", "embedded", "--seed", "3", "--json"]
    command = [sys.executable, "-m", "benchmarks.time_to_99", *recipe]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert {"recipe", "seconds", "accuracy", "epochs"} <= said.keys()
    assert (said["recipe"], said["epochs"], said["seed"]) == ("embedded", 20, 3)
    # Measured: 0.989 to 1, with the seeds 0 to 2 and 100.
    assert said["accuracy"] > 0.97
    assert 0 < said["seconds"] < 600
