"""The race to 99 %: the presets beside Keras's own example, in turns, each training in a process of its own."""

import json
import statistics
import subprocess
import sys

import numpy as np
from scipy import stats

from benchmarks.page import row

SEEDS = {"fast": 20, "lesson": 20, "accurate": 20, "embedded": 20, "yardstick": 5}
GOAL = 0.99


def turns(seeds):
    """Yield (recipe, seed) so that all contestants are spread evenly over the whole race."""
    places = [
        ((seed + 0.5) / count, recipe, seed)
        for recipe, count in seeds.items()
        for seed in range(count)
    ]
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
    """Return mean accuracy with the half width of its 95 % confidence interval (Student's t), and median seconds."""
    accuracies = [run["accuracy"] for run in runs]
    mean, half = statistics.mean(accuracies), float("nan")
    if len(accuracies) > 1:
        half = stats.t.ppf(0.975, len(accuracies) - 1) * stats.sem(accuracies)
    return {
        "accuracy": mean,
        "half": float(half),
        "seconds": statistics.median(run["seconds"] for run in runs),
    }


def shortest_schedule(runs, goal=GOAL):
    """Return the fewest epochs after which the yardstick's mean accuracy is at the goal, and their median seconds."""
    means = np.mean([run["accuracy_by_epoch"] for run in runs], axis=0)
    if not (means >= goal).any():
        raise ValueError(
            f"The yardstick's best mean accuracy is {means.max():.4f}; expected {goal} within 15 epochs."
        )
    epochs = int(np.argmax(means >= goal)) + 1
    return epochs, statistics.median(run["seconds_by_epoch"][epochs - 1] for run in runs)


def measure(seeds=SEEDS):
    """Return the rows of the table; what every process said goes into the last row's "runs"."""
    runs = {recipe: [] for recipe in seeds}
    for recipe, seed in turns(seeds):
        runs[recipe].append(train(recipe, seed))
        told = runs[recipe][-1]
        came = f"{told['accuracy']:.4f} after {told['seconds']:.1f} s"
        print(f"  {recipe}, seed {seed}: {came}", file=sys.stderr, flush=True)
    epochs, seconds = shortest_schedule(runs["yardstick"])
    all_epochs = statistics.median(run["seconds"] for run in runs["yardstick"])
    means = {recipe: summary(measured) for recipe, measured in runs.items()}
    rows = [
        row(
            f"the yardstick's shortest schedule with a mean of 99.0 %: {epochs} epochs",
            seconds,
            "s",
            seconds,
        )
    ]
    goals = {
        "fast": (10, GOAL),
        "lesson": (4, GOAL),
        "accurate": (1, 0.996),
        "embedded": (None, 0.98),
    }
    for recipe, (ratio, goal) in goals.items():
        found, against = means[recipe], all_epochs if recipe == "accurate" else seconds
        rows.append(row(f"{recipe}: mean accuracy", 100 * found["accuracy"], "%", 100 * goal))
        rows.append(
            row(f"{recipe}: half width of its 95 % interval", 100 * found["half"], "%", 0.1)
        )
        rows.append(
            row(
                f"{recipe}: seconds of training",
                found["seconds"],
                "s",
                against / ratio if ratio else 20,
            )
        )
        if ratio:
            rows.append(
                row(
                    f"{recipe}: times less than the yardstick",
                    against / found["seconds"],
                    "x",
                    ratio,
                )
            )
    rows[-1]["runs"] = runs
    return rows
