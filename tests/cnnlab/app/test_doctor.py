"""The look at the machine: processes where something really is broken, and one that is well."""

import os
import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest
from distributed import Security

from cnnlab import engine
from cnnlab.app import doctor, packages
from cnnlab.engine.connection_file import write_connection
from labhelpers.errors import LabError
from labhelpers.files import PROJECT_ROOT
from tests.labhelpers.own_archive import save_disorder, save_filled

ONLY_LINUX = "only Linux binds a process to a core in this way"


def run(*command, **environment):
    """Run a command in a process of its own, with these environment variables.

    Returns its status and stderr; stdout, without the columns, one space between words; problems,
    the names of the checks that found one.
    """
    usual = {"PYTHONPATH": str(PROJECT_ROOT), "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        env=os.environ | usual | environment,
        timeout=600,
    )
    words = [line.split() for line in (done.stdout + done.stderr).splitlines()]
    problems = [line[1] for line in words if line[:1] == ["problem"]]
    says = " ".join(done.stdout.split())
    return SimpleNamespace(
        status=done.returncode, stdout=says, stderr=done.stderr, problems=problems
    )


def run_doctor(**environment):
    return run("-m", "cnnlab", "doctor", **environment)


def install(folder, name, version, needs=()):
    """Let a folder say that a version of a package is installed, as pip does."""
    entry = folder / f"{name}-{version}.dist-info"
    entry.mkdir()
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {need}" for need in needs]
    entry.joinpath("METADATA").write_text("\n".join([*lines, ""]))


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
    bad_digits = tmp_path / "Ziffern-\N{GREEK SMALL LETTER PI}.npz"
    no_folder = tmp_path / "file"
    for path in (bad_digits, no_folder):
        path.write_text("neither digits nor a folder")
    (tmp_path / "packages").mkdir()
    install(tmp_path / "packages", "voila", "0.4.0")
    done = run_doctor(
        PYTHONPATH=os.pathsep.join([str(tmp_path / "packages"), str(PROJECT_ROOT)]),
        PYTHONIOENCODING="ascii",
        MNIST_NPZ=str(bad_digits),
        LAB_RUNS=str(no_folder / "runs"),
        DASK_SCHEDULER_ADDRESS="tcp://127.0.0.1:1",
    )
    assert done.status == 1
    assert done.problems == ["packages", "disk", "digits", "engine"]
    misfit = "voila is 0.4.0, and the lab needs <0.6,>=0.5.8. In the lab's environment"
    assert misfit in done.stdout
    assert "Runs cannot be kept in" in done.stdout
    assert "Let LAB_RUNS name a folder" in done.stdout
    assert "can't be read (File is not a zip file)" in done.stdout
    assert "Let MNIST_NPZ name another file, or unset it." in done.stdout
    no_engine = "No engine answers at tcp://127.0.0.1:1 (OSError). Check DASK_SCHEDULER_ADDRESS"
    assert no_engine in done.stdout
    assert done.stderr == ""


@pytest.mark.engine
def test_where_all_is_well_an_engine_starts_and_ends_again(runtime, mnist_npz):
    own = {"JUPYTER_RUNTIME_DIR": str(runtime), "LAB_RUNS": str(runtime / "runs")}
    done = run_doctor(**own, KERAS_BACKEND="torch")
    assert (done.status, done.problems, done.stderr) == (0, [], "")
    digits = "ok digits MNIST, from the file that MNIST_NPZ names. ok runs none yet"
    assert f"{digits} ok keras the page" in done.stdout
    assert "are not affected by KERAS_BACKEND=torch" in done.stdout
    assert f"ok engine starts and trains ok logs the engine's: {runtime}" in done.stdout
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
    # Without site-packages; "packaging", that reads needs, is there too.
    done = run("-S", "-m", "cnnlab", "doctor")
    assert (done.status, done.stderr) == (1, "")
    assert done.problems == ["packages"]
    missing = "(ModuleNotFoundError: No module named 'packaging'). In the lab's environment"
    assert missing in done.stdout


def test_the_server_says_so_too_where_packages_are_missing():
    done = run("-S", "-m", "cnnlab", "serve")
    assert (done.status, done.problems) == (1, ["packages"])
    assert done.stderr.endswith("The lab cannot be served: No module named 'jupyter_core'.\n")
    assert "Traceback" not in done.stderr


def test_an_older_python_is_the_only_thing_said(tmp_path):
    older = "import sys\nsys.version_info = (3, 10, 4, 'final', 0)\n"
    tmp_path.joinpath("sitecustomize.py").write_text(older)
    done = run_doctor(PYTHONPATH=os.pathsep.join([str(tmp_path), str(PROJECT_ROOT)]))
    assert (done.status, done.stdout) == (1, "")
    came = f"This is Python 3.10 ({sys.executable}); the lab needs Python 3.11, 3.12 or 3.13."
    assert done.stderr.startswith(came)


def test_what_packages_need_in_turn_has_to_fit_too(tmp_path, monkeypatch):
    needs = [
        "numpy<2",
        "no-such-package-of-the-lab",
        'only-elsewhere; sys_platform == "none"',
        'more; extra == "more"',
    ]
    install(tmp_path, "voila", "0.5.99", needs)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(LabError) as raised:
        packages.check_packages()
    numpy_misfit, missing = str(raised.value).removesuffix(f". {packages.INSTALL}").split("; ")
    assert numpy_misfit.startswith("numpy is ")
    assert numpy_misfit.endswith(", and voila needs <2")
    assert missing == "no-such-package-of-the-lab is missing"


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason=ONLY_LINUX)
def test_one_core_is_a_problem():
    bind = "import os; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])"
    check = "from cnnlab.app import doctor; doctor.report([doctor.check_cores])"
    done = run("-c", f"{bind}\n{check}")
    assert done.problems == ["cores"]
    assert "There is one: " in done.stdout


def test_little_memory_is_a_problem_unless_an_engine_has_its_share(tmp_path, monkeypatch):
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=640_000_000))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    says = r"^0\.6 GB free; a worker takes 0\.9\. Close other programs"
    with pytest.raises(doctor.MachineError, match=says):
        doctor.check_memory()
    engine.connection_file().write_text("{}")  # one that died long ago
    with pytest.raises(doctor.MachineError, match=says):
        doctor.check_memory()
    cluster = Security.temporary()
    write_connection(engine.connection_file(), "tls://127.0.0.1:1", cluster)  # of this process
    assert doctor.check_memory() == "0.6 GB free"


def test_a_disk_that_is_nearly_full_is_a_problem(lab_runs, monkeypatch):
    nearly_full = SimpleNamespace(free=120_000_000)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: nearly_full)
    says = r"^Runs cannot be kept in .* \(0\.1 GB free\)\. Let LAB_RUNS name"
    with pytest.raises(doctor.MachineError, match=says):
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
    instead = "the lab downloads it, or shows the embedded digits"
    assert says.startswith(f"ok digits MNIST is not here; {instead}")
    assert "copy an mnist.npz" in says
    assert list(tmp_path.iterdir()) == []


def test_what_was_put_right_in_the_digits_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", str(save_disorder(tmp_path / "mine.npz")))
    says = doctor.check_digits()
    assert says.startswith("mine.npz, from the file that MNIST_NPZ names. Its images are dark ink")
    assert "not in a random order, so they were put in one" in says


def test_digits_that_teach_nothing_are_a_problem(tmp_path, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", str(save_filled(tmp_path / "mine.npz", fill=1)))
    with pytest.raises(LabError, match=r"nearly blank .*: spread them over 0 to 255\."):
        doctor.check_digits()


def test_a_lesson_shows_only_what_is_wrong(lab_runs, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "nowhere.npz"))
    doctor.show_problems()
    shown = capsys.readouterr()
    (line,) = shown.out.splitlines()
    assert line.split()[:2] == ["problem", "digits"]
    assert shown.err == ""


def test_whatever_goes_wrong_in_a_check_is_a_line(capsys):
    def check_moon():
        raise RuntimeError("behind a cloud")

    assert doctor.report([check_moon])
    says = " ".join(capsys.readouterr().out.split())
    assert says.startswith("problem moon This check ended early (RuntimeError: behind a cloud).")


class TokenError(Exception):
    """An error of somebody else's, whose module has a name much like the lab's."""


TokenError.__module__ = "labhelpers.digits"


@pytest.mark.parametrize("error", [doctor.MachineError, LabError])
def test_the_labs_own_errors_say_themselves_what_to_do(error, capsys):
    def check_moon():
        raise error("It is behind a cloud. Wait.")

    assert doctor.report([check_moon])
    assert capsys.readouterr().out.split("  ")[-1].strip() == "It is behind a cloud. Wait."


def test_an_error_is_not_the_labs_because_of_its_modules_name(capsys):
    def check_moon():
        raise TokenError("no words")

    assert doctor.report([check_moon])
    assert "This check ended early (TokenError: no words)" in capsys.readouterr().out


def test_what_became_a_line_is_logged_with_its_traceback(caplog):
    def check_moon():
        raise RuntimeError("behind a cloud")

    doctor.report([check_moon])
    (record,) = caplog.records
    assert record.getMessage() == "The check of moon found a problem"
    assert record.exc_info[0] is RuntimeError


def test_the_places_of_the_logs_are_told(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("LAB_LOG", raising=False)
    engines = engine.connection_file().with_suffix(".log")
    page = "in the file that `cnn-lab serve --log FILE` names"
    assert doctor.check_logs() == f"the engine's: {engines}; the page's: {page}"
    monkeypatch.setenv("LAB_LOG", "/var/log/lab.log")
    assert doctor.check_logs().endswith("; the page's: /var/log/lab.log")
