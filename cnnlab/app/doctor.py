"""Whether this machine can do the lab, each problem with its fix: `cnn-lab doctor`, status 0 or 1.

The checks import what they need themselves, and whatever goes wrong in one is a line: it is run
where the lab fails.
"""

import os
import shutil
import sys
import tempfile
from importlib import metadata
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
OLDEST, NEWEST = (3, 11), (3, 13)
# Memory: a worker takes 0.9 GB; disk: 6 MB a run, 55 MB for MNIST unpacked, and some to spare.
LEAST_BYTES = 10**9
# Of a cluster that should be up; of an engine that starts, and its worker.
ANSWER_SECONDS, START_SECONDS = 5.0, 60.0
INSTALL = "In the lab's environment and the project's folder, run: python -m pip install -r requirements.txt"


class MachineError(Exception):
    """What a check raises; the message says what is wrong and what to do, as those of the other rooms do."""


def check_python():
    """Say which Python this is: the lab's packages exist for three of them."""
    found = f"{'.'.join(map(str, sys.version_info[:3]))}, {sys.executable}"
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        advice = "Activate the lab's environment; README.md says under Start how to make it."
        raise MachineError(f"This is {found}; the lab needs Python 3.11, 3.12 or 3.13. {advice}")
    return found


def check_packages():
    """Compare what is installed with what the lab needs, and with what that needs in turn."""
    import tomllib

    from packaging.requirements import Requirement

    # From this copy of the lab: what was noted when it was installed may be older, or missing.
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted, found, wrong = (
        [("the lab", Requirement(need)) for need in project["dependencies"]],
        {},
        [],
    )
    for needed_by, need in wanted:  # which grows on the way
        if need.marker and not need.marker.evaluate({"extra": ""}):
            continue
        if need.name not in found:
            found[need.name] = next(metadata.distributions(name=need.name), None)
            wanted += [
                (need.name, Requirement(its))
                for its in getattr(found[need.name], "requires", None) or []
            ]
        if found[need.name] is None:
            wrong.append(f"{need.name} is missing")
        elif not need.specifier.contains(version := found[need.name].version, prereleases=True):
            wrong.append(f"{need.name} is {version}, and {needed_by} needs {need.specifier}")
    if wrong:
        raise MachineError(f"{'; '.join(dict.fromkeys(wrong))}. {INSTALL}")
    return f"all {len(found)} are there and fit together"


def check_cores():
    """Count the cores that this process may use, in a container too."""
    from dask.system import CPU_COUNT

    if CPU_COUNT < 2:
        advice = "Give the virtual machine or container a second one, or train with fewer images and epochs."
        raise MachineError(f"There is one: the page is slow while a network trains. {advice}")
    return str(CPU_COUNT)


def check_memory():
    """Measure whether a worker has room; that of an engine that is up has its share already."""
    import psutil

    free = psutil.virtual_memory().available
    if free < LEAST_BYTES:
        from cnnlab import engine

        if not engine.connection_file().exists():
            raise MachineError(
                f"{free / 1e9:.1f} GB free; a worker takes 0.9. Close other programs and notebooks."
            )
    return f"{free / 1e9:.1f} GB free"


def check_disk():
    """Write a file where the runs are kept, or will be, and look how much more fits there."""
    from cnnlab.runs import runs_folder

    folder = runs_folder()
    try:
        place = next(path for path in (folder, *folder.parents) if path.exists())
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(bytes(4096))
        free = shutil.disk_usage(place).free
        if free < LEAST_BYTES:
            raise OSError(f"{free / 1e9:.1f} GB free")
    except OSError as error:
        advice = "Let LAB_RUNS name a folder that you may write in, on a disk with more room."
        raise MachineError(
            f"Runs cannot be kept in {folder} ({error.strerror or error}). {advice}"
        ) from error
    return f"{free / 1e9:.1f} GB free for runs in {folder}"


def check_digits():
    """Open the digits that the lab would use; nothing is downloaded."""
    from labhelpers import digits

    if digits.find_mnist()[0] is None:
        download = "MNIST is not here; the lab downloads it, or shows the embedded digits where there is no internet."
        return f"{download} To have it without internet, copy an mnist.npz to the project's folder data."
    return digits.load_digits("auto").reason


def check_engine():
    """Have a worker rehearse a training; an engine that was started for that ends again.

    Raises EngineError, what TensorFlow raises where it cannot be imported, or what Dask does
    where no worker lives.
    """
    from cnnlab import engine
    from cnnlab.engine import warming

    has_address = os.environ.get("DASK_SCHEDULER_ADDRESS")
    is_mine = not has_address and not engine.connection_file().exists()
    connection = engine.connect(timeout=ANSWER_SECONDS if has_address else START_SECONDS)
    try:
        connection.client.submit(warming.warm, pure=False, priority=10).result(START_SECONDS)
    finally:
        connection.close()
        if is_mine:
            engine.end(connection.pid)
    return "starts and trains" if is_mine else "is up and trains"


QUICK = (check_python, check_packages, check_cores, check_memory, check_disk, check_digits)


def report(checks, file=None, shows_all=True):
    """Print what the checks find to `file` (None: stdout), or only what is wrong; return whether anything is."""
    is_wrong = False
    for check in checks:
        try:
            mark, says = "ok", check()
        except (
            Exception,
            KeyboardInterrupt,
        ) as error:  # a line serves a student better than a traceback
            if isinstance(error, ModuleNotFoundError) and is_wrong:
                continue  # what is missing has been said
            mark, says, is_wrong = "problem", _sentence(error), True
        if shows_all or mark == "problem":
            print(
                f"{mark:<9}{check.__name__.removeprefix('check_'):<10}{says}", file=file, flush=True
            )
        if check is check_python and is_wrong:
            break  # another Python has other packages
    return is_wrong


def _sentence(error):
    """Return what to say of an error: its own words where it is one of the lab's, which say what to do."""
    if type(error).__module__.partition(".")[0] in ("labhelpers", "cnnlab"):
        return str(error)
    advice = (
        INSTALL
        if isinstance(error, ImportError)
        else "Show this line to whoever looks after the lab."
    )
    return f"This check ended early ({type(error).__name__}: {error}). {advice}"


def show_problems(file=None):
    """Print what the quick checks, all but the engine's, find wrong: nothing where all is well."""
    report(QUICK, file, shows_all=False)


def main():
    """Run all checks, and end with status 1 where one finds a problem."""
    sys.stdout.reconfigure(errors="backslashreplace")  # a path may hold what a console cannot print
    sys.unraisablehook = lambda _: None  # Dask's farewell to a cluster that it never reached
    sys.exit(report((*QUICK, check_engine)))
