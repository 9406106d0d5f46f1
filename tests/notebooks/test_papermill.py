"""The six notebooks with other parameters, on both data sets: what the parameters change, changes.

Two notebooks run at a time, each in a process of its own; 06 waits for the 05 whose run it is
to find.
"""

import concurrent.futures
import json
import multiprocessing
import os
import re

import nbformat
import numpy as np
import psutil
import pytest
from nbconvert import HTMLExporter

from cnnlab.engine import connection_file
from cnnlab.runs import Book
from labhelpers.digits import load_digits
from tests.notebooks.executing import (
    CHAINS,
    PARAMETERS,
    Executed,
    execute_chain,
    shown,
    use_copies,
)

pytestmark = pytest.mark.papermill


@pytest.fixture(scope="module")
def chains(project, tmp_path_factory):
    """Return the chains, under way: a future and a folder for each (dataset, name)."""
    folder = tmp_path_factory.mktemp("papermill")
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(2, context, use_copies) as pool:
        started = {}
        datasets = CHAINS if os.environ.get("MNIST_NPZ") else ["embedded"]
        for dataset in datasets:
            for name, numbers in CHAINS[dataset].items():
                place = folder / f"{dataset} {name}"
                place.mkdir()
                future = pool.submit(
                    execute_chain,
                    project,
                    numbers,
                    dataset,
                    place,
                )
                started[dataset, name] = (future, place)
        yield started
        pool.shutdown(cancel_futures=True)
    # The notebooks' engine, which would take memory from the tests after these.
    if connection_file().exists():
        connection = json.loads(connection_file().read_text())
        engine = psutil.Process(connection["pid"])
        engine.terminate()
        engine.wait(timeout=30)


@pytest.fixture
def executed(chains):
    """Return a function that gives the executed notebook of a data set, number and chain."""

    def find(dataset, number):
        found = CHAINS[dataset].items()
        (name,) = [name for name, numbers in found if number in numbers]
        future, folder = chains[dataset, name]
        failures = future.result(timeout=1200)
        assert number not in failures, failures[number]
        path = folder / f"{number}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        return Executed(notebook, Book(root=folder / "runs"))

    return find


@pytest.fixture(params=["mnist", "embedded"])
def dataset(request):
    """Return "mnist" and "embedded" in turn; without MNIST the former is skipped."""
    if request.param == "mnist":
        request.getfixturevalue("mnist_npz")
    return request.param


# 01 to 04


@pytest.mark.parametrize("number", sorted(PARAMETERS))
def test_a_notebook_runs_on_both_data_sets_and_writes_nothing_to_stderr(number, dataset, executed):
    notebook = executed(dataset, number)
    digits = load_digits(dataset)
    assert digits.name in notebook.text
    kinds = set()
    for output in notebook.outputs():
        assert output.get("name") != "stderr", output
        kinds |= output.get("data", {}).keys()
    assert "image/png" in kinds
    (injected,) = [
        cell
        for cell in notebook.notebook.cells
        if "injected-parameters" in cell.metadata.get("tags", [])
    ]
    assert f'DATASET = "{dataset}"' in injected.source


def test_01_measures_its_classifiers_on_the_data_set(dataset, executed):
    digits = load_digits(dataset)
    labels = digits.test_labels
    guesses = np.random.default_rng(1).integers(10, size=len(labels))
    accuracy = (guesses == labels).mean()
    text = executed(dataset, "01").text
    assert f"a random digit:   {accuracy:.2f}" in text


def test_02_shows_the_shapes_of_the_data_set(dataset, executed):
    digits = load_digits(dataset)
    text = executed(dataset, "02").text
    training = len(digits.train_images)
    test = len(digits.test_images)
    assert re.search(rf"train_images +\({training}, 28, 28\) +uint8", text)
    assert re.search(rf"test_images +\({test}, 28, 28\) +uint8", text)
    assert re.search(rf"it knows +{training:,} of +{training:,} images", text)


def test_03_trains_as_long_and_on_as_many_images_as_asked(dataset, executed):
    text = executed(dataset, "03").text
    assert text.count("epochs: 2") == 2
    assert "training: 450 validation: 50 together: 500" in text
    assert "8 batches, the last one of the shape (52, 28, 28, 1)" in text


def test_04_builds_with_as_many_filters_as_asked_and_its_slider_starts_there(dataset, executed):
    notebook = executed(dataset, "04")
    text = notebook.text
    assert re.search(r"convolution_1 +\(None, 26, 26, 9\)", text)
    assert re.search(r"convolution_2 +\(None, 11, 11, 18\)", text)
    assert notebook.slider("Filters") == 9


# 05


def test_05_trains_as_long_and_as_wide_as_asked(dataset, executed):
    notebook = executed(dataset, "05")
    # In the cell, with plain Keras, and Keras's example in the race; what the engine trained is
    # on disk.
    epochs = re.findall(r"Epochs recorded: (\d+)", notebook.text)
    assert epochs == ["2", "2"]
    assert "Better than a guess: True" in notebook.text
    assert "Filters of the first convolution: 12" in notebook.text
    assert "Status: finished" in notebook.text
    (run,) = notebook.book.runs()
    assert run.cnn.filters == 12
    assert run.training.epochs == 2
    assert run.training.num_train == 600
    assert run.training.seed == 1
    stored = json.loads((run.folder / "progress.json").read_text())
    assert stored["status"] == "finished"
    history = stored["history"]
    assert history.keys() == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert {len(values) for values in history.values()} == {2}
    assert stored["steps"] == -(-540 // 128)
    digits = load_digits(dataset)
    assert load_digits(run.source).name == digits.name
    assert run.dataset == digits.name


def test_05_starts_its_sliders_at_the_parameters(dataset, executed):
    notebook = executed(dataset, "05")
    assert notebook.slider("Epochs") == 2
    assert notebook.slider("Filters") == 12


def test_05_keeps_a_picture_of_its_fit_and_html_shows_it(executed):
    notebook = executed("embedded", "05").notebook
    (cell,) = [cell for cell in notebook.cells if "LivePlot()" in cell.source]
    picture = cell.outputs[0].data
    assert picture.keys() == {"text/plain", "image/png"}
    html, _ = HTMLExporter().from_notebook_node(notebook)
    assert "".join(picture["image/png"].split()) in "".join(html.split())


# 06


def check_result(notebook, run, dataset):
    """Compare the RESULT that 06 states with what the run's stored weights give."""
    from labhelpers.quiet import quiet_stderr

    with quiet_stderr():
        import keras

    model = keras.models.load_model(run.model_path)
    digits = load_digits(dataset)
    assert model.layers[0].kernel.shape == (3, 3, 1, run.cnn.filters)
    images = digits.test_images[..., np.newaxis].astype("float32") / 255
    answers = model.predict(images, batch_size=500, verbose=0)
    predictions = answers.argmax(axis=1)
    accuracy = float((predictions == digits.test_labels).mean())
    texts = [shown(output) for output in notebook.outputs()]
    (result,) = [text for text in texts if text.startswith("**RESULT.**")]
    (stated,) = re.findall(r"\(accuracy (\d\.\d{4})\)", result)
    assert stated == f"{accuracy:.4f}"
    count = len(digits.test_labels)
    assert f"{count:,} test images of {digits.name}" in result
    assert run.metrics["accuracy"] == pytest.approx(accuracy, abs=1e-9)
    assert run.metrics["num_images"] == len(digits.test_labels)


def test_06_evaluates_the_run_of_05(mnist_npz, executed):
    notebook = executed("mnist", "06")
    (run,) = notebook.book.runs()
    assert run.cnn.filters == 12
    assert "no finished run" not in notebook.text
    which = f"This is the run of {run.title}, trained on MNIST."
    assert which in notebook.text
    check_result(notebook, run, "mnist")


def test_06_trains_a_small_network_where_there_is_no_run(executed):
    notebook = executed("embedded", "06")
    (run,) = notebook.book.runs()
    assert run.cnn.filters == 10
    assert run.training.epochs == 1
    assert run.training.num_train == 400
    assert len(run.progress.history["loss"]) == 1
    assert "There was no finished run, so a small network was trained now." in notebook.text
    check_result(notebook, run, "embedded")
