"""Runs the notebooks again, top to bottom, and stores what they showed.

`make notebooks` runs them all, `python notebooks/rerun.py 04` one. Each notebook starts with no
runs, as in the tests that compare with what is stored, and is written only if every cell went
well. What would differ from run to run or fail elsewhere (widget views, timings) is left out.
"""

import argparse
import contextlib
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from traitlets.config import Config

FOLDER = Path(__file__).resolve().parent
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python"}
CELL_TIMEOUT = 300  # seconds
COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # what tells a terminal a colour


class RerunError(Exception):
    """A notebook was not run or not written, and the message says why."""


def chosen_notebooks(names):
    """Return the notebooks whose names begin so ("04", "dashboard"), solutions and slides too.

    Without a name, all of them.
    """
    folders = [FOLDER, FOLDER / "solutions", FOLDER / "slides"]
    notebooks = [path for folder in folders for path in sorted(folder.glob("*.ipynb"))]
    for name in names:
        if not any(begins(path, name) for path in notebooks):
            known = [path.stem for path in notebooks]
            raise RerunError(f"No notebook's name begins with {name!r}: there are {known}.")
    if not names:
        return notebooks
    return [path for path in notebooks if any(begins(path, name) for name in names)]


def begins(path, name):
    """Say whether a notebook's name begins with this one, which may be a file's."""
    return path.stem.startswith(Path(name).stem)


def require_mnist():
    """Raise RerunError where the notebooks would run on other digits than they are stored with."""
    from labhelpers.digits import load_digits

    digits = load_digits("auto")
    if digits.name != "MNIST":
        raise RerunError(
            "The stored notebooks are made with MNIST, "
            f"and here they would show the {digits.name}: {digits.reason} "
            "Set MNIST_NPZ to the path of an mnist.npz, then run this again."
        )


def execute(notebook):
    """Run a notebook in place, from a fresh kernel.

    Raises RerunError where a cell fails or writes to stderr.
    """
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=CELL_TIMEOUT,
        store_widget_state=False,
        config=Config(KernelManager={"transport_encryption": "auto"}),
        resources={"metadata": {"path": str(FOLDER)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise RerunError(COLOUR.sub("", str(error))) from error
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise RerunError(
                    f"a cell wrote to stderr: {output.text}\n--- the cell ---\n{cell.source}"
                )


def normalise(notebook):
    """Leave in a notebook only what is the same at each run and shows without running."""
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": LANGUAGE})
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if cell.cell_type == "code":
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET_VIEW, None)
                if "metadata" in output:
                    output.metadata.pop(WIDGET_VIEW, None)
            cell.outputs = merge_streams(cell.outputs)
    return notebook


def merge_streams(outputs):
    """Return the outputs with neighbouring pieces of one stream put together.

    How a stream is cut is chance.
    """
    merged = []
    for output in outputs:
        if merged and output.output_type == "stream" and merged[-1].get("name") == output.name:
            merged[-1].text += output.text
        else:
            merged.append(output)
    return merged


def write(notebook, path):
    """Write a notebook, with LF on every system; a crash leaves the old file or the new one."""
    nbformat.validate(notebook)
    beside = path.with_suffix(".ipynb.new")
    with open(beside, "w", encoding="utf-8", newline="\n") as file:
        nbformat.write(notebook, file)
    os.replace(beside, path)


def rerun(path, runs):
    """Run one notebook with `runs` as its empty LAB_RUNS, and store it."""
    runs.mkdir()
    os.environ["LAB_RUNS"] = str(runs)
    notebook = nbformat.read(path, as_version=4)
    execute(notebook)
    write(normalise(notebook), path)


def end_the_engine():
    """End the engine that the notebooks started, if they did.

    It would end by itself when it has been idle.
    """
    from cnnlab import engine

    with contextlib.suppress(OSError, ValueError):
        engine.end(json.loads(engine.connection_file().read_text())["pid"])


def rerun_all(names, scratch):
    """Run the notebooks that are named; return how many are left as they were.

    scratch: a folder for what they write meanwhile.
    """
    paths = chosen_notebooks(names)
    require_mnist()
    failed = 0
    for path in paths:
        shown = path.relative_to(FOLDER)
        print(f"{shown} ...", flush=True)
        try:
            rerun(path, Path(scratch) / f"{path.parent.name}-{path.stem}")
        except RerunError as error:
            failed += 1
            print(f"{shown} is left as it was: {error}", file=sys.stderr)
    return failed


def main():
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "names",
        nargs="*",
        help="how the notebooks' names begin, for example 04; all without",
    )
    names = parser.parse_args().names
    os.environ.pop("DASK_SCHEDULER_ADDRESS", None)
    with tempfile.TemporaryDirectory(prefix="lab-rerun-") as scratch:
        for variable in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            os.environ[variable] = os.path.join(scratch, variable.lower())
            os.mkdir(os.environ[variable], mode=0o700)
        try:
            return 1 if rerun_all(names, scratch) else 0
        except RerunError as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            end_the_engine()


if __name__ == "__main__":
    sys.exit(main())
