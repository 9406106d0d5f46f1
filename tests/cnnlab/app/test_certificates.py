"""`cnn-lab certificates`: one file, with which a cluster's members know each other, tried."""

import contextlib
import os
import re
import stat
import subprocess
import sys

import pytest

from cnnlab.__main__ import main
from cnnlab.app import doctor, serve
from tests.browser.driving import free_port
from tests.waiting import wait_until

DASK = "from distributed.cli.dask_{0} import main; main()"
PAGE = """\
from cnnlab.session import LabSession
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
cnn = CnnConfig(filters=4, dense_units=8)
training = TrainingConfig(epochs=1, num_train=500)
session = LabSession("tests", load_digits("embedded"), cnn=cnn, training=training).start()
session.train()
print(session.wait(200).status)
session.close()
"""
STRANGER = """\
import os, sys
from distributed import Client
from cnnlab import engine
for scheme in ("tls", "tcp"):
    os.environ["DASK_SCHEDULER_ADDRESS"] = f"{scheme}://{sys.argv[1]}"
    try:
        engine.connect(timeout=5)
    except engine.EngineError as error:
        print(error)
    else:
        print("came in")
os._exit(0)  # Dask's farewell takes its time
"""


def test_the_file_is_its_owners_and_is_never_written_over(tmp_path, capsys):
    folder = tmp_path / "cluster"
    main(["certificates", str(folder)])
    file = folder / "dask.yaml"
    assert str(file) in capsys.readouterr().out
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    written = file.read_text()
    with pytest.raises(SystemExit, match="holds certificates already"):
        main(["certificates", str(folder)])
    assert file.read_text() == written


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit, match="Name a folder that you may write in"):
        main(["certificates", str(tmp_path / "file")])


def test_a_cluster_elsewhere_without_tls_is_a_problem(monkeypatch, capsys):
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "tcp://198.51.100.7:8786")
    assert doctor.report([doctor.check_engine])
    said = capsys.readouterr().out
    assert said.startswith("problem  engine    DASK_SCHEDULER_ADDRESS is tcp://198.51.100.7:8786")
    assert "whoever reaches that scheduler can run programs as you" in said


@pytest.fixture
def member(tmp_path, lab_runs):
    """The environment of a machine that has the cluster's file."""
    main(["certificates", str(tmp_path / "cluster")])
    has_file = {"DASK_CONFIG": str(tmp_path / "cluster" / "dask.yaml")}
    return os.environ | has_file | {"PYTHONPATH": str(serve.PROJECT_ROOT)}


@pytest.fixture
def start(tmp_path, member):
    """Give a function that starts one of Dask's commands; it returns the file of its words."""
    with contextlib.ExitStack() as running:

        def start(command, *options):
            log = tmp_path / f"{command}.log"
            words = [sys.executable, "-c", DASK.format(command), "--no-dashboard", *options]
            with log.open("w") as file:
                process = subprocess.Popen(words, env=member, stderr=file, cwd=tmp_path)
            running.callback(process.wait)
            running.callback(process.terminate)
            return log

        yield start


def said(code, *arguments, **environment):
    """Return what a program prints."""
    words = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(words, env=environment, stdout=subprocess.PIPE, text=True, timeout=300)
    return done.stdout.splitlines()


@pytest.mark.engine
def test_its_members_train_and_nobody_else_comes_in(tmp_path, start, member):
    log = start("scheduler", "--host=127.0.0.1", f"--port={free_port()}")
    wait_until(lambda: "Scheduler at:" in log.read_text())
    place = re.search(r"Scheduler at: +tls://(\S+)", log.read_text())[1]
    start("worker", f"tls://{place}", "--nthreads=2", "--resources=training=1")
    address = {"DASK_SCHEDULER_ADDRESS": f"tls://{place}"}
    assert said(PAGE, **member | address) == ["finished"]

    without = {name: value for name, value in member.items() if name != "DASK_CONFIG"}
    for_tls, for_tcp = said(STRANGER, place, **without)
    assert "do not go together" in for_tls
    assert "No engine answers" in for_tcp
    main(["certificates", str(tmp_path / "other")])
    other = {"DASK_CONFIG": str(tmp_path / "other" / "dask.yaml")}
    for_tls, for_tcp = said(STRANGER, place, **without | other)
    assert "No engine answers" in for_tls
    assert "do not go together" in for_tcp
