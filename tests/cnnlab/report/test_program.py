"""The program of a run: how it looks, and that it does what the run did, in its own process."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from cnnlab.report.program import digits_file, program
from cnnlab.runs import Book, Run
from cnnlab.runs.final_weights import final_weights
from cnnlab.runs.kept_epoch import kept_epoch
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.presets import PRESETS
from tests.labhelpers.own_archive import embedded_arrays, save_disorder

MOST_LINES, LONGEST_LINE = 60, 100  # with everything chosen that may be
SAMPLE = 5  # the test image that is the sample
MOST_CORRECTIONS = 7  # lines, for a file of one's own
LARGEST = {
    "filters": 256,
    "kernel_size": 9,
    "dense_units": 1024,
    "dropout": 0.35,
    "batch_normalization": True,
}
SLOWEST = {
    "epochs": 100,
    "batch_size": 4096,
    "learning_rate": 0.000123,
    "seed": 2**31 - 1,
    "num_train": 1_000_000,
}
EVERYTHING_MORE = {
    "augment": True,
    "reproducible": True,
    "one_cycle": True,
    "optimizer": "sgd",
}
NETWORKS = ({}, LARGEST, LARGEST | {"strided": True})
TRAININGS = ({}, SLOWEST, SLOWEST | EVERYTHING_MORE)
ALL_KINDS = list(itertools.product(NETWORKS, TRAININGS, ("auto", "embedded")))
EXECUTE = """
import json, os, runpy, sys, numpy
for folder in sys.argv[1:]:
    os.chdir(folder)
    left = runpy.run_path("program.py")
    numpy.savez("learned.npz", *left["model"].get_weights())
    print(json.dumps(left["history"].history))
"""


def run_of(cnn=None, training=None, source="auto", dataset="MNIST"):
    network = CnnConfig(**cnn or {})
    schedule = TrainingConfig(**training or {})
    return Run(Path("nowhere"), network, schedule, source, dataset)


@pytest.mark.parametrize(
    ("cnn", "training", "source"),
    ALL_KINDS,
)
def test_it_is_short_and_flat(cnn, training, source):
    dataset = "MNIST" if source == "auto" else "embedded digits"
    text = program(run_of(cnn, training, source, dataset))
    compile(text, "program.py", "exec")
    lines = text.splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= LONGEST_LINE
    assert not re.search("labhelpers|def |class |lambda|{{|{%", text)
    assert "\n\n\n" not in text
    assert text.endswith("\n")
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


@pytest.mark.parametrize("preset", PRESETS)
def test_of_a_preset_it_is_short(preset):
    lines = program(Run(Path("nowhere"), *PRESETS[preset], "auto", "MNIST")).splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= LONGEST_LINE


@pytest.mark.parametrize("dark", [slice(None), slice(0, None, 3)])
def test_it_puts_a_file_of_ones_own_right_as_the_lab_does(tmp_path, monkeypatch, dark):
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    path = save_disorder(tmp_path / "it's mine.npz", dark)
    for cnn, training in itertools.product(NETWORKS, TRAININGS):
        text = program(run_of(cnn, training, str(path), path.name))
        compile(text, "program.py", "exec")
        assert len(text.splitlines()) <= MOST_LINES + MOST_CORRECTIONS
        assert max(map(len, text.splitlines())) <= LONGEST_LINE
    lines = text[text.index("digits = ") : text.index("\n\n# Preprocess")]
    found = {"np": np}
    exec(lines, found)
    digits = load_digits(path)
    np.testing.assert_array_equal(found["images"], digits.train_images)
    np.testing.assert_array_equal(found["labels"], digits.train_labels)
    np.testing.assert_array_equal(found["test_images"], digits.test_images)
    assert digits.reason.count(" so they were ") == 2


def test_it_says_what_was_chosen():
    text = program(run_of(LARGEST, SLOWEST))
    for words in (
        "Conv2D(256, 9",
        "Conv2D(512, 9",
        "Dense(1024",
        "Dropout(0.35",
        "Adam(0.000123)",
        "range(100)",
    ):
        assert words in text
    for words in ("(2147483647, epoch)", "[:1000000]", "batch_size=4096"):
        assert words in text
    assert "BatchNormalization()" in text
    assert "determinism" not in text
    plain = program(run_of())
    for words in ("Dropout", "BatchNormalization", "np.pad", "determinism", "[:"):
        assert words not in plain.replace("images[:count]", "").replace("rows[:count]", "")


@pytest.mark.parametrize(
    ("optimizer", "call"),
    [
        ("adam", "optimizers.Adam(0.001),"),
        ("sgd", "optimizers.SGD(0.001, momentum=0.9),"),
        ("rmsprop", "optimizers.RMSprop(0.001),"),
    ],
)
def test_it_compiles_with_the_optimizer_that_was_chosen(optimizer, call):
    assert f"model.compile({call}" in program(run_of(training={"optimizer": optimizer}))


@pytest.mark.parametrize(
    ("source", "dataset", "file"),
    [
        ("auto", "", ""),
        ("/somewhere/mnist.npz", "MNIST", ""),
        ("embedded", "", "digits.npz"),
        ("auto", "embedded digits", "digits.npz"),
        ("/home/somebody/it's\nmine.npz", "it's mine", "it's\nmine.npz"),
    ],
)
def test_where_its_digits_come_from(source, dataset, file):
    run = run_of(source=source, dataset=dataset)
    assert digits_file(run) == file
    text = program(run)
    compile(text, "program.py", "exec")
    assert ("MNIST_NPZ" in text) == (not file)
    assert (f"np.load({file!r})" in text) == bool(file)
    assert "/somewhere" not in text and "/home" not in text


def trained(engine, book, cnn, training, source):
    """Return a run that a worker of the engine trained and measured."""
    network = CnnConfig(filters=8, **cnn)
    schedule = TrainingConfig(epochs=2, reproducible=True, **training)
    run = book.new_run(network, schedule, source)
    run.save()
    engine.train(run)
    deadline = time.monotonic() + 90
    while not (run.progress.status == "finished" and run.metrics):
        assert time.monotonic() < deadline and run.progress.status != "failed", run.progress
        time.sleep(0.1)
    return run


def write_program(run, folder):
    """Write the script of a run into a new folder, beside its digits; return the folder."""
    folder.mkdir()
    if Path(run.source).is_absolute() and run.dataset != "MNIST":
        shutil.copy(run.source, folder)
    else:
        np.savez(folder / "digits.npz", **embedded_arrays())
    (folder / "program.py").write_text(program(run), encoding="utf-8")
    np.save(folder / "sample.npy", run.digits().test_images[SAMPLE])
    return folder


def assert_same_bits(run, folder):
    """Assert that a run's last checkpoint holds the weights that its script has learned."""
    weights, why = final_weights(run)
    assert not why
    with np.load(folder / "learned.npz") as learned:
        assert len(weights) == len(learned.files)
        for own, other in zip(weights, learned.values(), strict=True):
            np.testing.assert_array_equal(own, other)


RICH_NETWORK = {
    "dropout": 0.3,
    "batch_normalization": True,
    "kernel_size": 5,
    "dense_units": 20,
    "strided": True,
}
RICH_TRAINING = {
    "augment": True,
    "seed": 5,
    "learning_rate": 0.01,
    "batch_size": 20,
    "one_cycle": True,
    "optimizer": "sgd",
}


# Its steps are so large that its last epoch is not its best.
HASTY = {
    "learning_rate": 0.1,
    "num_train": 600,
    "batch_size": 32,
    "seed": 3,
    "optimizer": "rmsprop",
}


@pytest.mark.engine
def test_it_gives_the_history_and_the_weights_of_the_run(lab_runs, tmp_path, mnist_npz):
    from cnnlab import engine as engines

    engine = engines.connect()
    book = Book("tests", lab_runs)
    try:
        plain = trained(engine, book, {}, {"num_train": 1500, "seed": 3}, "auto")
        rich = trained(engine, book, RICH_NETWORK, RICH_TRAINING, "embedded")
        path = save_disorder(tmp_path / "it's mine.npz", dark=slice(0, None, 3))
        own = trained(engine, book, {"dense_units": 20}, HASTY, str(path))
    finally:
        engine.close()
    assert kept_epoch(own.training, own.progress) < own.training.epochs
    runs = {"plain": plain, "rich": rich, "own": own}
    folders = [write_program(run, tmp_path / name) for name, run in runs.items()]
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", EXECUTE, *map(str, folders)]
    done = subprocess.run(
        command, cwd=tmp_path, env=bare, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert told == [run.progress.history for run in runs.values()]  # bit for bit
    for run, folder in zip(runs.values(), folders, strict=True):
        assert f"Test accuracy: {run.metrics['accuracy']:.4f}"[:-1] in done.stdout
        assert f"New sample: read as {run.probabilities[SAMPLE].argmax()}" in done.stdout
        assert (folder / "training.png").stat().st_size > 1000
        assert_same_bits(run, folder)
    recorded = plain.metrics
    versions = {"python", "tensorflow", "keras", "numpy", "sklearn"}
    assert versions <= recorded["versions"].keys()
    assert {"system", "cores", "memory"} <= recorded["machine"].keys()
