"""The folder to install from without internet: what is in it, and an installation without one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cnnlab.__main__ import main
from cnnlab.app.wheelhouse import PLATFORMS, mnist_here, pins_for
from tests.labhelpers.own_archive import save_own

ONLY_LINUX = "only Linux cuts a process off in this way"
# A network namespace of its own: no way out, and a loopback for the engine.
WITHOUT_NETWORK = ["unshare", "--user", "--map-root-user", "--net", "sh", "-c"]
INSTALL = """
ip link set lo up
! {python} -c 'import socket; socket.create_connection(("1.1.1.1", 443), 5)' 2>/dev/null || exit 9
{python} -m venv .venv
.venv/bin/python -m pip install --quiet --no-index --find-links {wheels} --editable .
mkdir data
cp {wheels}/mnist.npz data/
.venv/bin/cnn-lab doctor
"""


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize(
    ("platform", "present", "absent"),
    [
        ("windows", {"tensorflow-cpu", "msvc-runtime", "pywinpty"}, {"tensorflow", "appnope"}),
        ("macos", {"tensorflow", "appnope"}, {"tensorflow-cpu", "msvc-runtime", "pywinpty"}),
        ("linux", {"tensorflow-cpu", "pexpect"}, {"tensorflow", "appnope", "msvc-runtime"}),
    ],
)
def test_each_system_gets_its_own_packages(platform, python, present, absent):
    pins = list(pins_for(platform, python))
    names = {pin.partition("==")[0] for pin in pins}
    assert len(names) == len(pins) > 150
    assert present | {"uv", "pip", "setuptools"} <= names
    assert not names & absent


def test_a_folder_that_cannot_be_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match=r"cannot be filled \(Not a directory\)\. Name a folder"):
        main(["wheelhouse", str(tmp_path / "file" / "wheels")])


def test_a_system_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["wheelhouse", "wheels", "--platform", "amiga"])
    said = capsys.readouterr().err
    assert all(platform in said for platform in PLATFORMS)


def test_a_file_of_ones_own_is_not_taken_for_mnist(tmp_path, monkeypatch):
    own = save_own(tmp_path / "mine.npz")
    monkeypatch.setenv("MNIST_NPZ", str(own))
    assert mnist_here() != own


def test_mnist_is_found(mnist_npz, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", str(mnist_npz))
    assert mnist_here() == Path(mnist_npz)


@pytest.mark.wheelhouse
@pytest.mark.skipif(not shutil.which("unshare"), reason=ONLY_LINUX)
def test_the_lab_is_installed_and_trains_without_a_network(tmp_path, project, mnist_npz):
    wheels = tmp_path / "wheels"
    main(["wheelhouse", str(wheels)])
    files = subprocess.check_output(["git", "ls-files", "-z"], cwd=project, text=True)
    for name in files.strip("\0").split("\0"):
        (tmp_path / "lab" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(project / name, tmp_path / "lab" / name)
    words = INSTALL.format(python=sys.executable, wheels=wheels)
    own = ("PYTHONPATH", "MNIST_NPZ", "PIP_FIND_LINKS", "JUPYTER_RUNTIME_DIR")
    environment = {name: value for name, value in os.environ.items() if name not in own}
    runtime = {"JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")}
    done = subprocess.run(
        [*WITHOUT_NETWORK, f"set -e\n{words}"],
        cwd=tmp_path / "lab",
        env=environment | runtime,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "MNIST, from data/mnist.npz in the project" in done.stdout
    assert "starts and trains" in done.stdout
