"""Another course's settings of Keras stay outside: real processes that import Keras."""

import dataclasses
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnnlab.report.program import program
from cnnlab.runs import Run
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.download import keras_file
from labhelpers.files import PROJECT_ROOT
from tests.labhelpers.keras_again import Told

pytestmark = pytest.mark.keras

OTHERS = {
    "backend": "torch",
    "floatx": "float16",
    "epsilon": 0.5,
    "image_data_format": "channels_first",
}
STORED = json.dumps(OTHERS | {"nnx_enabled": True})
VARIABLES = {"KERAS_BACKEND": "jax", "KERAS_MAX_EPOCHS": "1", "KERAS_NNX_ENABLED": "1"}
USUAL = ["tensorflow", "float32", 1e-7, "channels_last", None]
OTHER_COURSE = "another course's"
NO_FOLDER = "no folder"
KERAS_FIRST = "Keras before the lab"


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """Return a folder of Keras's for each time that it is imported; one is not there."""
    homes = {name: tmp_path_factory.mktemp("home") for name in (OTHER_COURSE, KERAS_FIRST)}
    (homes[OTHER_COURSE] / "keras.json").write_text(STORED)
    on_tensorflow = json.dumps(OTHERS | {"backend": "tensorflow"})
    (homes[KERAS_FIRST] / "keras.json").write_text(on_tensorflow)
    return homes | {NO_FOLDER: tmp_path_factory.mktemp("home") / "nowhere"}


@pytest.fixture(scope="module")
def cached(homes):
    """Put a file into Keras's cache where the lab says that Keras keeps it; return its path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_HOME", str(homes[KERAS_FIRST]))
        path = keras_file()
    path.parent.mkdir()
    path.write_bytes(b"whole")
    return path


@pytest.fixture(scope="module")
def said(homes, cached):
    """Return what Keras and the lab said each time, by its name."""
    run = Run(Path("nowhere"), CnnConfig(), TrainingConfig(), "embedded", "")
    checksum = hashlib.sha256(cached.read_bytes()).hexdigest()
    first = {"KERAS_MAX_EPOCHS": "1"}
    told = {
        OTHER_COURSE: Told(str(homes[OTHER_COURSE]), VARIABLES, "labhelpers"),
        KERAS_FIRST: Told(str(homes[KERAS_FIRST]), first, "keras", program(run), checksum),
        NO_FOLDER: Told(str(homes[NO_FOLDER]), VARIABLES, "labhelpers"),
    }
    asked = json.dumps([dataclasses.asdict(one) for one in told.values()])
    line = ended("-m", "tests.labhelpers.keras_again", asked)
    return dict(zip(told, json.loads(line), strict=True))


def ended(*arguments, status=0, **variables):
    """Run Python in a process of its own; return the last line that it wrote."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT_ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == status, done.stderr
    return (done.stdout or done.stderr).splitlines()[-1]


@pytest.mark.parametrize("where", [OTHER_COURSE, NO_FOLDER])
def test_whatever_keras_json_and_the_environment_say(said, homes, where):
    assert said[where]["settings"] == USUAL
    assert said[where]["home"] == str(homes[where])
    assert said[where]["computes with"] == "float32"
    held = [path.read_text() for path in homes[OTHER_COURSE].iterdir()]
    assert held == [STORED], "the lab wrote to Keras's folder"
    assert not homes[NO_FOLDER].exists(), "the lab wrote to Keras's folder"


def test_scikit_learn_is_imported_for_keras_wrappers_when_one_is_asked_for(said):
    assert not said[OTHER_COURSE]["imports scikit-learn"]
    assert {one["wrapper"] for one in said.values()} == {"SKLearnClassifier"}


def test_keras_that_was_imported_before_is_set_right(said):
    assert said[KERAS_FIRST]["settings"] == USUAL


def test_a_runs_program_stops_where_another_course_has_set_keras_otherwise(said):
    has = ["tensorflow", "float16", 0.5, "channels_first"]
    assert said[KERAS_FIRST]["stopped"] == f"keras.json has {has}"


def test_keras_finds_what_the_lab_downloads_in_its_place(said, cached):
    assert said[KERAS_FIRST]["found"] == str(cached)


def test_keras_that_was_imported_before_on_another_backend_is_a_sentence(tmp_path):
    # Every other backend needs a package that the lab does not have: this stands for one.
    (tmp_path / "keras").mkdir()
    torch = "import types\nconfig = types.SimpleNamespace(backend=lambda: 'torch')\n"
    (tmp_path / "keras" / "__init__.py").write_text(torch)
    path = os.pathsep.join([str(tmp_path), str(PROJECT_ROOT)])
    home = str(tmp_path)
    line = ended("-c", "import keras, labhelpers", status=1, PYTHONPATH=path, KERAS_HOME=home)
    assert f"computes with torch, because KERAS_BACKEND or {tmp_path / 'keras.json'}" in line
    assert "Restart the kernel and import labhelpers before keras." in line
