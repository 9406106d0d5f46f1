"""The look at the machine: processes where something really is broken, and one where all is well."""

import os
import subprocess
import sys
import tomllib
from types import SimpleNamespace

import psutil
import pytest

from cnnlab import engine
from cnnlab.app import doctor


def run(*command, **environment):
    """Run a command in a process of its own, with these environment variables, and return what came of it.

    stdout: without the columns, one space between words; problems: the names of the checks that
        found one.
    """
    environment = {"PYTHONPATH": str(doctor.PROJECT), "PYTHONUTF8": "0"} | environment
    done = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        timeout=120,
    )
    words = [line.split() for line in (done.stdout + done.stderr).splitlines()]
    problems = [line[1] for line in words if line[:1] == ["problem"]]
    says = " ".join(done.stdout.split())
    return SimpleNamespace(
        status=done.returncode, stdout=says, stderr=done.stderr, problems=problems
    )


def install(folder, name, version, needs=()):
    """Let a folder say that a version of a package is installed, as pip does."""
    entry = folder / f"{name}-{version}.dist-info"
    entry.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    entry.joinpath("METADATA").write_text(
        "\n".join([*lines, *(f"Requires-Dist: {need}" for need in needs)]) + "\n"
    )


@pytest.fixture
def runtime(tmp_path):
    """Return an empty folder for an engine's address, and end what was started with it."""
    folder = tmp_path / "runtime"
    folder.mkdir(mode=0o700)
    yield folder
    for process in started_with(folder):
        process.kill()


def started_with(runtime_folder):
    """Return the other processes that have this runtime folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("JUPYTER_RUNTIME_DIR") == str(runtime_folder):
                found.append(process)
        except (psutil.Error, OSError):
            pass
    return found


@pytest.mark.engine
def test_whatever_is_broken_is_a_line_with_what_to_do(tmp_path):
    bad_digits, no_folder = tmp_path / "Ziffern-\N{GREEK SMALL LETTER PI}.npz", tmp_path / "file"
    for path in (bad_digits, no_folder):
        path.write_text("neither digits nor a folder")
    (tmp_path / "packages").mkdir()
    install(tmp_path / "packages", "voila", "0.4.0")
    done = run(
        "-m",
        "cnnlab",
        "doctor",
        PYTHONPATH=os.pathsep.join([str(tmp_path / "packages"), str(doctor.PROJECT)]),
        PYTHONIOENCODING="ascii",
        MNIST_NPZ=str(bad_digits),
        LAB_RUNS=str(no_folder / "runs"),
        DASK_SCHEDULER_ADDRESS="tcp://127.0.0.1:1",
    )
    assert done.status == 1
    assert done.problems == ["packages", "disk", "digits", "engine"]
    assert "voila is 0.4.0, and the lab needs >=0.5.8. In the lab's environment" in done.stdout
    assert "Runs cannot be kept in" in done.stdout
    assert "Let LAB_RUNS name a folder" in done.stdout
    assert "can't be read (File is not a zip file)" in done.stdout
    assert "Let MNIST_NPZ name another file, or unset it." in done.stdout
    assert (
        "No engine answers at tcp://127.0.0.1:1 (OSError). Check DASK_SCHEDULER_ADDRESS"
        in done.stdout
    )
    assert done.stderr == ""


@pytest.mark.engine
def test_where_all_is_well_an_engine_starts_and_ends_again(runtime, mnist_npz):
    done = run("-m", "cnnlab", "doctor", JUPYTER_RUNTIME_DIR=str(runtime))
    assert (done.status, done.problems, done.stderr) == (0, [], "")
    assert done.stdout.endswith(
        "ok digits MNIST, from the file that MNIST_NPZ names. ok engine starts and trains"
    )
    psutil.wait_procs(started_with(runtime), timeout=5)
    assert started_with(runtime) == []


@pytest.mark.engine
def test_an_engine_that_is_up_stays_up():
    connection = engine.connect()
    try:
        assert doctor.check_engine() == "is up and trains"
        assert connection.is_connected
        assert psutil.pid_exists(connection.pid)
    finally:
        connection.close()


def test_without_packages_that_is_said_and_nothing_else_is_said():
    done = run(
        "-S", "-m", "cnnlab", "doctor"
    )  # without site-packages; "packaging", that reads needs, is there too
    assert (done.status, done.stderr) == (1, "")
    assert done.problems == ["packages"]
    assert (
        "(ModuleNotFoundError: No module named 'packaging'). In the lab's environment"
        in done.stdout
    )


def test_the_server_says_so_too_where_packages_are_missing():
    done = run("-S", "-m", "cnnlab", "serve")
    assert (done.status, done.problems) == (1, ["packages"])
    assert done.stderr.endswith("The lab cannot be served: No module named 'psutil'.\n")
    assert "Traceback" not in done.stderr


def test_another_python_is_the_only_problem(tmp_path):
    tmp_path.joinpath("sitecustomize.py").write_text(
        "import sys\nsys.version_info = (3, 10, 4, 'final', 0)\n"
    )
    done = run(
        "-m", "cnnlab", "doctor", PYTHONPATH=os.pathsep.join([str(tmp_path), str(doctor.PROJECT)])
    )
    assert (done.status, done.problems) == (1, ["python"])
    assert (
        f"This is 3.10.4, {sys.executable}; the lab needs Python 3.11, 3.12 or 3.13." in done.stdout
    )


def test_the_same_pythons_are_meant_as_in_pyproject():
    project = tomllib.loads((doctor.PROJECT / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    (oldest, newest), after = (doctor.OLDEST, doctor.NEWEST), doctor.NEWEST[1] + 1
    assert project["requires-python"] == f">={oldest[0]}.{oldest[1]},<{newest[0]}.{after}"


def test_what_packages_need_in_turn_has_to_fit_too(tmp_path, monkeypatch):
    needs = [
        "numpy<2",
        "no-such-package-of-the-lab",
        'only-elsewhere; sys_platform == "none"',
        'more; extra == "more"',
    ]
    install(tmp_path, "voila", "99.0", needs)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(doctor.MachineError) as raised:
        doctor.check_packages()
    numpy_misfit, missing = str(raised.value).removesuffix(f". {doctor.INSTALL}").split("; ")
    assert numpy_misfit.startswith("numpy is ")
    assert numpy_misfit.endswith(", and voila needs <2")
    assert missing == "no-such-package-of-the-lab is missing"


@pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="only Linux binds a process to a core in this way"
)
def test_one_core_is_a_problem():
    code = "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n"
    done = run("-c", f"{code}from cnnlab.app import doctor; doctor.report([doctor.check_cores])")
    assert done.problems == ["cores"]
    assert "There is one: " in done.stdout


def test_little_memory_is_a_problem_unless_an_engine_has_its_share(tmp_path, monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=640_000_000))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(
        doctor.MachineError, match=r"^0\.6 GB free; a worker takes 0\.9\. Close other programs"
    ):
        doctor.check_memory()
    engine.connection_file().touch()
    assert doctor.check_memory() == "0.6 GB free"


def test_a_disk_that_is_nearly_full_is_a_problem(lab_runs, monkeypatch):
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: SimpleNamespace(free=120_000_000))
    with pytest.raises(
        doctor.MachineError,
        match=r"^Runs cannot be kept in .* \(0\.1 GB free\)\. Let LAB_RUNS name",
    ):
        doctor.check_disk()


def test_the_disk_is_looked_at_and_left_as_it_is(lab_runs, monkeypatch):
    monkeypatch.setenv("LAB_RUNS", str(lab_runs / "not" / "yet"))
    assert doctor.check_disk().endswith(f"GB free for runs in {lab_runs / 'not' / 'yet'}")
    assert list(lab_runs.iterdir()) == []


def test_without_mnist_nothing_is_downloaded_and_nothing_is_wrong(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr("labhelpers.digits.PROJECT_ROOT", tmp_path)
    assert not doctor.report([doctor.check_digits])
    says = " ".join(capsys.readouterr().out.split())
    assert says.startswith(
        "ok digits MNIST is not here; the lab downloads it, or shows the embedded digits"
    )
    assert "copy an mnist.npz" in says
    assert list(tmp_path.iterdir()) == []


def test_a_lesson_shows_only_what_is_wrong(lab_runs, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "nowhere.npz"))
    doctor.show_problems()
    shown = capsys.readouterr()
    assert [line.split()[:2] for line in shown.out.splitlines() if line[0] != " "] == [
        ["problem", "digits"]
    ]
    assert shown.err == ""


def test_whatever_goes_wrong_in_a_check_is_a_line(capsys):
    def check_moon():
        raise RuntimeError("behind a cloud")

    assert doctor.report([check_moon])
    says = " ".join(capsys.readouterr().out.split())
    assert says.startswith("problem moon This check ended early (RuntimeError: behind a cloud).")
