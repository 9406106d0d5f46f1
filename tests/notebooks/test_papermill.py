"""The six notebooks with other parameters, on MNIST and on the embedded digits: what the parameters change, changes.

Two notebooks run at a time, each in a process of its own; 06 waits for the 05 whose run it is
to find.
"""

import concurrent.futures
import dataclasses
import json
import multiprocessing
import os
import re

import nbformat
import numpy as np
import psutil
import pytest

from cnnlab.engine import connection_file
from cnnlab.runs import Book
from labhelpers.digits import load_digits

pytestmark = pytest.mark.papermill

PARAMETERS = {
    "01": {"SEED": 1},
    "02": {"SEED": 1},
    "03": {"SEED": 1, "EPOCHS": 2, "FILTERS": 6, "NUM_TRAIN": 500},
    "04": {"SEED": 1, "FILTERS": 9},
    "05": {"SEED": 1, "EPOCHS": 2, "FILTERS": 12, "NUM_TRAIN": 600},
    # 06 trains with its own only where there is no run to find.
    "06": {"SEED": 1, "EPOCHS": 1, "FILTERS": 10, "NUM_TRAIN": 400},
}
# Each chain is run in order, in one folder of runs: 06 finds the run of 05 on MNIST, and none
# on the embedded digits.
CHAINS = {
    "mnist": {"lessons": ["01", "02", "03", "04"], "training": ["05", "06"]},
    "embedded": {"training": ["05"], "without a run": ["06"], "lessons": ["01", "02", "03", "04"]},
}


@dataclasses.dataclass(frozen=True)
class Executed:
    """A notebook that was run: what it printed, the widgets it left, and the book of runs it used."""

    notebook: nbformat.NotebookNode
    book: Book

    @property
    def text(self):
        """What the cells printed or showed as text."""
        return "\n".join(output.get("text") or shown(output) for output in self.outputs())

    def outputs(self):
        return [output for cell in self.notebook.cells for output in cell.get("outputs", [])]

    def slider(self, label):
        """Return where the slider of this label stands."""
        state = self.notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
        models = [
            model["state"] for model in state.values() if model["model_name"] == "IntSliderModel"
        ]
        (value,) = [model.get("value", 0) for model in models if model["description"] == label]
        return value


def shown(output):
    data = output.get("data", {})
    return data.get("text/markdown") or data.get("text/plain", "")


def execute_chain(project, numbers, dataset, folder):
    """Run these notebooks one after another with papermill, in a process of its own; return what went wrong in each."""
    import papermill

    os.environ["LAB_RUNS"] = str(folder / "runs")
    failures = {}
    for number in numbers:
        (path,) = (project / "notebooks").glob(f"{number}_*.ipynb")
        parameters = PARAMETERS[number] | {"DATASET": dataset}
        output, options = (
            folder / f"{number}.ipynb",
            {"cwd": str(path.parent), "kernel_name": "python3"},
        )
        try:
            papermill.execute_notebook(
                path, output, parameters, progress_bar=False, execution_timeout=120, **options
            )
        except papermill.PapermillExecutionError as error:
            failures[number] = str(error)
    return failures


@pytest.fixture(scope="module")
def chains(project, tmp_path_factory):
    """Return the chains, under way: a future and a folder for each (dataset, name)."""
    folder = tmp_path_factory.mktemp("papermill")
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        started = {}
        for dataset in CHAINS if os.environ.get("MNIST_NPZ") else ["embedded"]:
            for name, numbers in CHAINS[dataset].items():
                place = folder / f"{dataset} {name}"
                place.mkdir()
                started[dataset, name] = (
                    pool.submit(execute_chain, project, numbers, dataset, place),
                    place,
                )
        yield started
        pool.shutdown(cancel_futures=True)
    # The notebooks' engine, which would take memory from the tests after these.
    if connection_file().exists():
        engine = psutil.Process(json.loads(connection_file().read_text())["pid"])
        engine.terminate()
        engine.wait(timeout=30)


@pytest.fixture
def executed(chains):
    """Return a function that gives the executed notebook of a data set, number and chain."""

    def find(dataset, number):
        (name,) = [name for name, numbers in CHAINS[dataset].items() if number in numbers]
        future, folder = chains[dataset, name]
        failures = future.result(timeout=240)
        assert number not in failures, failures[number]
        return Executed(
            nbformat.read(folder / f"{number}.ipynb", as_version=4), Book(root=folder / "runs")
        )

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
    assert [output for output in notebook.outputs() if output.get("name") == "stderr"] == []
    assert any("image/png" in output.get("data", {}) for output in notebook.outputs())
    injected = [
        cell.source
        for cell in notebook.notebook.cells
        if "injected-parameters" in cell.metadata.get("tags", [])
    ]
    assert len(injected) == 1
    assert f'DATASET = "{dataset}"' in injected[0]


def test_01_measures_its_classifiers_on_the_data_set(dataset, executed):
    digits = load_digits(dataset)
    guesses = np.random.default_rng(1).integers(10, size=len(digits.test_labels))
    accuracy = (guesses == digits.test_labels).mean()
    assert f"a random digit:   {accuracy:.2f}" in executed(dataset, "01").text


def test_02_shows_the_shapes_of_the_data_set(dataset, executed):
    digits, text = load_digits(dataset), executed(dataset, "02").text
    assert re.search(rf"train_images +\({len(digits.train_images)}, 28, 28\) +uint8", text)
    assert re.search(rf"test_images +\({len(digits.test_images)}, 28, 28\) +uint8", text)
    assert re.search(
        rf"it knows +{len(digits.train_images):,} of +{len(digits.train_images):,} images", text
    )


def test_03_trains_as_long_and_on_as_many_images_as_asked(dataset, executed):
    text = executed(dataset, "03").text
    assert text.count("epochs: 2") == 2
    assert "training: 450 validation: 50 together: 500" in text
    assert "8 batches, the last one of the shape (52, 28, 28, 1)" in text


def test_04_builds_with_as_many_filters_as_asked_and_its_slider_starts_there(dataset, executed):
    notebook = executed(dataset, "04")
    assert re.search(r"convolution_1 +\(None, 26, 26, 9\)", notebook.text)
    assert re.search(r"convolution_2 +\(None, 11, 11, 18\)", notebook.text)
    assert notebook.slider("Filters") == 9


# 05


def test_05_trains_as_long_and_as_wide_as_asked(dataset, executed):
    notebook = executed(dataset, "05")
    # In the cell, with plain Keras, and Keras's example in the race; what the engine trained is
    # on disk.
    assert re.findall(r"Epochs recorded: (\d+)", notebook.text) == ["2", "2"]
    assert "Better than a guess: True" in notebook.text
    assert "Filters of the first convolution: 12" in notebook.text
    assert "Status: finished" in notebook.text
    (run,) = notebook.book.runs()
    assert (run.cnn.filters, run.training.epochs, run.training.num_train, run.training.seed) == (
        12,
        2,
        600,
        1,
    )
    stored = json.loads((run.folder / "progress.json").read_text())
    assert stored["status"] == "finished"
    assert {name: len(values) for name, values in stored["history"].items()} == dict.fromkeys(
        ("loss", "accuracy", "val_loss", "val_accuracy"), 2
    )
    assert stored["steps"] == -(-540 // 128)
    assert load_digits(run.source).name == run.dataset == load_digits(dataset).name


def test_05_starts_its_sliders_at_the_parameters(dataset, executed):
    notebook = executed(dataset, "05")
    assert (notebook.slider("Epochs"), notebook.slider("Filters")) == (2, 12)


# 06


def check_result(notebook, run, dataset):
    """Compare the RESULT that 06 states with what the run's stored weights give on the test images."""
    from labhelpers.quiet import quiet_stderr

    with quiet_stderr():
        import keras

    model, digits = keras.models.load_model(run.model_path), load_digits(dataset)
    assert model.layers[0].kernel.shape == (3, 3, 1, run.cnn.filters)
    images = digits.test_images[..., np.newaxis].astype("float32") / 255
    predictions = model.predict(images, batch_size=500, verbose=0).argmax(axis=1)
    accuracy = float((predictions == digits.test_labels).mean())
    (result,) = [
        shown(output) for output in notebook.outputs() if shown(output).startswith("**RESULT.**")
    ]
    (stated,) = re.findall(r"\(accuracy (\d\.\d{4})\)", result)
    assert stated == f"{accuracy:.4f}"
    assert f"{len(digits.test_labels):,} test images of {digits.name}" in result
    assert run.metrics["accuracy"] == pytest.approx(accuracy, abs=1e-9)
    assert run.metrics["num_images"] == len(digits.test_labels)


def test_06_evaluates_the_run_of_05(mnist_npz, executed):
    notebook = executed("mnist", "06")
    (run,) = notebook.book.runs()
    assert run.cnn.filters == 12
    assert "no finished run" not in notebook.text
    assert f"This is the run of {run.title}, trained on MNIST." in notebook.text
    check_result(notebook, run, "mnist")


def test_06_trains_a_small_network_where_there_is_no_run(executed):
    notebook = executed("embedded", "06")
    (run,) = notebook.book.runs()
    assert (run.cnn.filters, run.training.epochs, run.training.num_train) == (10, 1, 400)
    assert len(run.progress.history["loss"]) == 1
    assert "There was no finished run, so a small network was trained now." in notebook.text
    check_result(notebook, run, "embedded")
