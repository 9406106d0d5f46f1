"""Whether this machine can do the lab, each problem with its fix: `cnn-lab doctor`.

The command's status is 0 or 1. The checks import what they need themselves, and whatever goes
wrong in one is a line: it is run where the lab fails.
"""

from __future__ import annotations

import io
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from cnnlab import OLDEST_PYTHON
from cnnlab.app.packages import INSTALL, check_packages, check_runtime
from labhelpers.errors import LabError

logger = logging.getLogger(__name__)

NEWEST = (3, 13)
# Memory: a worker takes 0.9 GB; disk: 6 MB a run, 55 MB for MNIST unpacked, and some to spare.
LEAST_BYTES = 10**9
ANSWER_SECONDS = 5.0  # of a cluster that should be up
START_SECONDS = 60.0  # of an engine that starts, and its worker
UNENCRYPTED = (
    "but without TLS: whoever reaches its scheduler, from this machine or the network, can run "
    "programs as you. `cnn-lab certificates` makes what keeps them out."
)
ASK = "Show this line to whoever looks after the lab."


class MachineError(LabError):
    """What a check raises; the message says what is wrong and what to do."""


def check_python() -> str:
    """Say which Python this is: the lab's packages exist for three of them."""
    version = ".".join(map(str, sys.version_info[:3]))
    found = f"{version}, {sys.executable}"
    if not OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST:
        advice = "Activate the lab's environment; README.md says under Start how to make it."
        raise MachineError(f"This is {found}; the lab needs Python 3.11, 3.12 or 3.13. {advice}")
    return found


def check_cores() -> str:
    """Count the cores that this process may use, in a container too."""
    from dask.system import CPU_COUNT

    if CPU_COUNT < 2:
        second = "Give the virtual machine or container a second one"
        came = "There is one: the page is slow while a network trains."
        raise MachineError(f"{came} {second}, or train with fewer images and epochs.")
    return str(CPU_COUNT)


def check_memory() -> str:
    """Measure whether a worker has room; that of an engine that is up has its share already."""
    import psutil

    free = psutil.virtual_memory().available
    says = f"{free / 1e9:.1f} GB free"
    if free < LEAST_BYTES:
        from cnnlab import engine

        if not engine.is_up():
            advice = "Close other programs and notebooks."
            raise MachineError(f"{says}; a worker takes 0.9. {advice}")
    return says


def check_disk() -> str:
    """Write a file where the runs are kept, or will be, and look how much more fits there."""
    from cnnlab.runs import runs_folder

    folder = runs_folder()
    try:
        free = _writable_bytes(folder)
        if free < LEAST_BYTES:
            raise OSError(f"{free / 1e9:.1f} GB free")
    except OSError as error:
        came = f"Runs cannot be kept in {folder} ({error.strerror or error})."
        advice = "Let LAB_RUNS name a folder that you may write in, on a disk with more room."
        raise MachineError(f"{came} {advice}") from error
    return f"{free / 1e9:.1f} GB free for runs in {folder}"


def _writable_bytes(folder: Path) -> int:
    """Return how much more fits where `folder` is or will be; OSError where nothing does."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    with tempfile.TemporaryFile(dir=place) as file:
        file.write(bytes(4096))
    return shutil.disk_usage(place).free


def check_digits() -> str:
    """Open the digits that the lab would use; nothing is downloaded."""
    from labhelpers import digits

    if digits.find_mnist()[0] is not None:
        found = digits.load_digits("auto")
        if found.problem:
            raise MachineError(found.reason)
        return found.reason
    instead = "the lab downloads it, or shows the embedded digits where there is no internet"
    advice = "To have it without internet, copy an mnist.npz to the project's folder data."
    return f"MNIST is not here; {instead}. {advice}"


def check_runs() -> str:
    """Look for the images of all runs that are kept; nothing is downloaded."""
    from cnnlab.runs import all_runs
    from labhelpers.archive import DataError

    runs = all_runs()
    problems = []
    # Many runs have the same images, which are looked for once.
    for run in {(run.source, run.dataset, run.checksum): run for run in runs}.values():
        try:
            run.digits(may_download=False)
        except DataError as error:
            problems.append(str(error))
    if problems:
        raise MachineError(" ".join(problems))
    return f"{len(runs)} kept, all with their images" if runs else "none yet"


def check_keras() -> str:
    """Name the settings that another course has left for Keras: nothing of the lab takes them."""
    from cnnlab.app.other_settings import other_settings

    found = other_settings()
    if not found:
        return "its settings are the usual ones"
    return f"the page and the notebooks are not affected by {'; '.join(found)}"


def check_engine() -> str:
    """Have a worker rehearse a training; an engine that was started for that ends again.

    Raises EngineError, what TensorFlow raises where it cannot be imported, or what Dask does
    where no worker lives.
    """
    from cnnlab import engine
    from cnnlab.engine import warming
    from cnnlab.engine.insecure import is_encrypted

    has_address = os.environ.get("DASK_SCHEDULER_ADDRESS")
    is_mine = not has_address and not engine.is_up()
    connection = engine.connect(timeout=ANSWER_SECONDS if has_address else START_SECONDS)
    try:
        connection.client.submit(warming.warm, pure=False, priority=10).result(START_SECONDS)
    finally:
        connection.close()
        if is_mine and connection.pid is not None:
            engine.end(connection.pid)
    if has_address and not is_encrypted(has_address):
        return f"is up and trains, {UNENCRYPTED}"
    return "starts and trains" if is_mine else "is up and trains"


def check_logs() -> str:
    """Say where to look when something went wrong that no check finds."""
    from cnnlab import engine

    engines = engine.connection_file().with_suffix(".log")
    pages = os.environ.get("LAB_LOG") or "in the file that `cnn-lab serve --log FILE` names"
    return f"the engine's: {engines}; the page's: {pages}"


QUICK = (
    check_python,
    check_packages,
    *([check_runtime] if os.name == "nt" else []),
    check_cores,
    check_memory,
    check_disk,
    check_digits,
)
ALL = (*QUICK, check_runs, check_keras, check_engine, check_logs)


def report(
    checks: Iterable[Callable[[], str]],
    file: TextIO | None = None,
    shows_all: bool = True,
) -> bool:
    """Print what the checks find to `file` (None: stdout); return whether anything is wrong.

    shows_all: whether what is well is printed too.
    """
    is_wrong = False
    for check in checks:
        name = check.__name__.removeprefix("check_")
        try:
            says = check()
        except (Exception, KeyboardInterrupt) as error:
            # A line serves a student better than a traceback.
            logger.warning("The check of %s found a problem", name, exc_info=True)
            if isinstance(error, ModuleNotFoundError) and is_wrong:
                continue  # what is missing has been said
            is_wrong = True
            _print_line("problem", name, _sentence(error), file)
        else:
            if shows_all:
                _print_line("ok", name, says, file)
        if check is check_python and is_wrong:
            break  # another Python has other packages
    return is_wrong


def _print_line(mark: str, name: str, says: str, file: TextIO | None) -> None:
    print(f"{mark:<9}{name:<10}{says}", file=file, flush=True)


def _sentence(error: BaseException) -> str:
    """Return what to say of an error: its own words where it is one of the lab's."""
    if isinstance(error, LabError):
        return str(error)
    advice = INSTALL if isinstance(error, ImportError) else ASK
    return f"This check ended early ({type(error).__name__}: {error}). {advice}"


def show_problems(file: TextIO | None = None) -> None:
    """Print what the quick checks, all but the engine's, find wrong: nothing where all is well."""
    report(QUICK, file, shows_all=False)


def main() -> None:
    """Run all checks, and end with status 1 where one finds a problem."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A path may hold what a console cannot print.
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.unraisablehook = _pass_over  # Dask's farewell to a cluster that it never reached
    sys.exit(report(ALL))


def _pass_over(unraisable: sys.UnraisableHookArgs) -> None:
    logger.info("Passed over: %s", unraisable.exc_value)
