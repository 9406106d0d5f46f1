"""Notebooks that papermill runs with other parameters, one after another, and what they left."""

import dataclasses
import os

import nbformat

from cnnlab.app import forked_kernel
from cnnlab.runs import Book

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"

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
    "mnist": {
        "lessons": ["01", "02", "03", "04"],
        "training": ["05", "06"],
    },
    "embedded": {
        "training": ["05"],
        "without a run": ["06"],
        "lessons": ["01", "02", "03", "04"],
    },
}


@dataclasses.dataclass(frozen=True)
class Executed:
    """A notebook that was run: what it printed, the widgets it left, the book of runs it used."""

    notebook: nbformat.NotebookNode
    book: Book

    @property
    def text(self):
        """What the cells printed or showed as text."""
        texts = [output.get("text") or shown(output) for output in self.outputs()]
        return "\n".join(texts)

    def outputs(self):
        """Return the outputs of all cells."""
        outputs = []
        for cell in self.notebook.cells:
            outputs += cell.get("outputs", [])
        return outputs

    def slider(self, label):
        """Return where the slider of this label stands."""
        widgets = self.notebook.metadata.widgets[WIDGET_STATE]["state"]
        states = [
            widget["state"]
            for widget in widgets.values()
            if widget["model_name"] == "IntSliderModel"
        ]
        (slider,) = [state for state in states if state["description"] == label]
        return slider.get("value", 0)


def shown(output):
    data = output.get("data", {})
    return data.get("text/markdown") or data.get("text/plain", "")


def use_copies():
    """Have this process's kernels begin as copies of one that has imported TensorFlow already.

    `make test-notebooks` runs each notebook in a kernel that has imported nothing.
    """
    forked_kernel.IMPORTED_BEFORE.insert(0, "tests.notebooks.imported_before")
    forked_kernel.use_copies()


def execute_chain(project, numbers, dataset, folder):
    """Run these notebooks one after another with papermill; return what went wrong in each.

    This is what a process of its own does.
    """
    import papermill

    os.environ["LAB_RUNS"] = str(folder / "runs")
    failures = {}
    for number in numbers:
        (path,) = (project / "notebooks").glob(f"{number}_*.ipynb")
        try:
            papermill.execute_notebook(
                path,
                folder / f"{number}.ipynb",
                PARAMETERS[number] | {"DATASET": dataset},
                progress_bar=False,
                execution_timeout=600,
                cwd=str(path.parent),
                kernel_name="python3",
            )
        except papermill.PapermillExecutionError as error:
            failures[number] = str(error)
    return failures
