"""What holds for every test run, `pytest --nbval` included: folders of its own.

So nothing touches anyone's runs.

The fixtures are in tests/conftest.py; this file is above the notebooks too.
"""

import gc
import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

FOLDER = pytest.StashKey[Path]()
NEEDS_MNIST = "the stored outputs were made with MNIST, and it is not to be had here: {reason}"


def pytest_configure(config):
    """Give the run its own runs, runtime folder (with it, its own engine) and IPython settings."""
    folder = Path(tempfile.mkdtemp(prefix="lab-test-"))
    config.stash[FOLDER] = folder
    own = {
        "LAB_RUNS": "runs",
        "LAB_CACHE": "cache",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
    }
    for variable, name in own.items():
        os.environ[variable] = str(folder / name)
        (folder / name).mkdir(mode=0o700)
    os.environ.pop("DASK_SCHEDULER_ADDRESS", None)
    # A shell has its background jobs ignore interrupts, and what they start, too.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure(config):
    """End the engine that this run started, and take its folders away."""
    folder = config.stash.get(FOLDER, None)
    if folder is None:
        return
    end_engine(folder / "runtime")
    shutil.rmtree(folder, ignore_errors=True)


def end_engine(runtime_folder):
    """End what was started with this runtime folder and is still there: engine and worker.

    An engine ends by itself when it has been idle; a test run does not wait for that.
    """
    import psutil

    def belongs(process):
        try:
            return process.environ().get("JUPYTER_RUNTIME_DIR") == str(runtime_folder)
        except (psutil.Error, OSError):
            return False

    left = [
        process
        for process in psutil.process_iter()
        if process.pid != os.getpid() and belongs(process)
    ]
    for process in left:
        process.terminate()
    _, left = psutil.wait_procs(left, timeout=10)
    for process in left:
        process.kill()


def pytest_collection_finish():
    """Leave what there is before the tests out of every collection: a session asks for many."""
    gc.collect()
    gc.freeze()


def is_notebook_cell(item):
    """Say whether nbval made this test: a cell of a notebook."""
    return item.path.suffix == ".ipynb"


def pytest_collection_modifyitems(items):
    """Skip the notebooks' cells where there is no MNIST, with which their outputs were made."""
    cells = [item for item in items if is_notebook_cell(item)]
    if not cells:
        return
    from labhelpers.digits import load_digits

    digits = load_digits("auto")
    for cell in cells:
        cell.add_marker(pytest.mark.notebooks)
        if digits.name != "MNIST":
            cell.add_marker(pytest.mark.skip(reason=NEEDS_MNIST.format(reason=digits.reason)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Let every notebook start with no runs, as `make notebooks` does.

    Its kernel starts with its first cell.
    """
    if is_notebook_cell(item):
        runs = item.config.stash[FOLDER] / "runs" / f"{item.path.parent.name}-{item.path.stem}"
        runs.mkdir(exist_ok=True)
        os.environ["LAB_RUNS"] = str(runs)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Let a skipped test fail where the machine is said to have everything: LAB_CI, of .ci/run."""
    report = yield
    if os.environ.get("LAB_CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"{item.nodeid} was skipped, and with LAB_CI set nothing may be: {report.longrepr[-1]}"
        )
    return report
