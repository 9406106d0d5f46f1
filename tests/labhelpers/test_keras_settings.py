"""Another course's settings of Keras stay outside: real processes that import Keras."""

import json
import os
import subprocess
import sys

import pytest

from labhelpers.files import PROJECT_ROOT

pytestmark = pytest.mark.keras

SAY = """
import json
import keras
config = keras.config
says = [config.backend(), config.floatx(), config.epsilon(), config.image_data_format()]
says += [config.max_epochs(), keras.src.backend.config.keras_home()]
from labhelpers.config import CnnConfig
from labhelpers.model import build_cnn
says.append(build_cnn(CnnConfig(filters=1, dense_units=1)).compute_dtype)
print(json.dumps(says))
"""
OTHERS = {
    "backend": "torch",
    "floatx": "float16",
    "epsilon": 0.5,
    "image_data_format": "channels_first",
}


def said_by(script, home, **variables):
    """Run a script in a process of its own; return its last line, and what it ended with."""
    environment = os.environ | {"KERAS_HOME": str(home)} | variables
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    lines = (done.stdout or done.stderr).splitlines()
    return lines[-1], done.returncode


@pytest.mark.parametrize(
    "stored",
    [
        json.dumps(OTHERS | {"nnx_enabled": True}),
        None,
    ],
    ids=["another course's", "no folder"],
)
def test_whatever_keras_json_and_the_environment_say(tmp_path, stored):
    if stored:
        (tmp_path / "keras.json").write_text(stored)
    home = tmp_path if stored else tmp_path / "nowhere"
    variables = {"KERAS_BACKEND": "jax", "KERAS_MAX_EPOCHS": "1", "KERAS_NNX_ENABLED": "1"}
    line, status = said_by(f"import labhelpers{SAY}", home, **variables)
    assert status == 0, line
    usual = ["tensorflow", "float32", 1e-7, "channels_last", None, str(home), "float32"]
    assert json.loads(line) == usual
    held = [path.read_text() for path in tmp_path.iterdir()]
    assert held == ([stored] if stored else []), "the lab wrote to Keras's folder"


def test_keras_that_was_imported_before_is_set_right(tmp_path):
    (tmp_path / "keras.json").write_text(json.dumps(OTHERS | {"backend": "tensorflow"}))
    line, status = said_by(f"import keras, labhelpers{SAY}", tmp_path, KERAS_MAX_EPOCHS="1")
    assert status == 0, line
    assert json.loads(line)[:5] == ["tensorflow", "float32", 1e-7, "channels_last", None]


def test_keras_that_was_imported_before_on_another_backend_is_a_sentence(tmp_path):
    # Every other backend needs a package that the lab does not have: this stands for one.
    (tmp_path / "keras").mkdir()
    torch = "import types\nconfig = types.SimpleNamespace(backend=lambda: 'torch')\n"
    (tmp_path / "keras" / "__init__.py").write_text(torch)
    path = os.pathsep.join([str(tmp_path), str(PROJECT_ROOT)])
    line, status = said_by("import keras, labhelpers", tmp_path, PYTHONPATH=path)
    assert status == 1
    assert f"computes with torch, because KERAS_BACKEND or {tmp_path / 'keras.json'}" in line
    assert "Restart the kernel and import labhelpers before keras." in line
