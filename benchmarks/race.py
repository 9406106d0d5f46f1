"""The race to 99 %: the presets beside Keras's own example, in turns, each in its own process."""

import json
import statistics
import subprocess
import sys

import numpy as np
from scipy import stats

from benchmarks.page import row

SEEDS = {
    "fast": 20,
    "lesson": 20,
    "accurate": 20,
    "embedded": 20,
    "yardstick": 5,
}
GOAL = 0.99
# What each recipe is to reach: how many times less than the yardstick, which accuracy. The
# embedded digits are others than the yardstick's.
GOALS = {
    "fast": (10, GOAL),
    "lesson": (4, GOAL),
    "accurate": (1, 0.996),
    "embedded": (None, 0.98),
}


def turns(seeds):
    """Yield (recipe, seed) so that all contestants are spread evenly over the whole race."""
    places = []
    for recipe, count in seeds.items():
        for seed in range(count):
            place = (seed + 0.5) / count
            places.append((place, recipe, seed))
    for _, recipe, seed in sorted(places):
        yield recipe, seed


def train(recipe, seed):
    """Return what one contestant's process measured."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.time_to_99",
        "--recipe",
        recipe,
        "--seed",
        str(seed),
        "--json",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(said.stdout.splitlines()[-1])


def summary(runs):
    """Return mean accuracy, the half width of its confidence interval, and median seconds.

    The interval is that of Student's t, with 95 %; one run has none, and NaN for its half.
    """
    accuracies = [run["accuracy"] for run in runs]
    half = float("nan")
    if len(accuracies) > 1:
        half = stats.t.ppf(0.975, len(accuracies) - 1) * stats.sem(accuracies)
    return {
        "accuracy": statistics.mean(accuracies),
        "half": float(half),
        "seconds": statistics.median(run["seconds"] for run in runs),
    }


def shortest_schedule(runs, goal=GOAL):
    """Return the fewest epochs after which the yardstick's mean accuracy is at the goal.

    Their median seconds come second. Raises ValueError where no number of epochs suffices.
    """
    means = np.mean([run["accuracy_by_epoch"] for run in runs], axis=0)
    if not (means >= goal).any():
        best = f"The yardstick's best mean accuracy is {means.max():.4f}"
        raise ValueError(f"{best}; expected {goal} within 15 epochs.")
    epochs = int(np.argmax(means >= goal)) + 1
    return epochs, statistics.median(run["seconds_by_epoch"][epochs - 1] for run in runs)


def run_race(seeds):
    """Return {recipe: what each of its processes measured}; say on stderr how it goes."""
    runs = {recipe: [] for recipe in seeds}
    for recipe, seed in turns(seeds):
        told = train(recipe, seed)
        runs[recipe].append(told)
        came = f"{told['accuracy']:.4f} after {told['seconds']:.1f} s"
        print(f"  {recipe}, seed {seed}: {came}", file=sys.stderr, flush=True)
    return runs


def recipe_rows(recipe, runs, yardstick):
    """Return the rows of one recipe; yardstick: the seconds that it is compared with."""
    ratio, goal = GOALS[recipe]
    found = summary(runs)
    seconds = found["seconds"]
    in_time = yardstick / ratio if ratio else 20
    rows = [
        row(f"{recipe}: mean accuracy", 100 * found["accuracy"], "%", 100 * goal),
        row(f"{recipe}: half width of its 95 % interval", 100 * found["half"], "%", 0.1),
        row(f"{recipe}: seconds of training", seconds, "s", in_time),
    ]
    if ratio:
        what = f"{recipe}: times less than the yardstick"
        rows.append(row(what, yardstick / seconds, "x", ratio))
    return rows


def measure(seeds=SEEDS):
    """Return the rows of the table; what every process said goes into the last row's "runs"."""
    runs = run_race(seeds)
    epochs, seconds = shortest_schedule(runs["yardstick"])
    all_epochs = statistics.median(run["seconds"] for run in runs["yardstick"])
    what = f"the yardstick's shortest schedule with a mean of 99.0 %: {epochs} epochs"
    rows = [row(what, seconds, "s", seconds)]
    for recipe in GOALS:
        against = all_epochs if recipe == "accurate" else seconds
        rows += recipe_rows(recipe, runs[recipe], against)
    rows[-1]["runs"] = runs
    return rows
