"""What is downloaded is what Keras itself would have downloaded, and Keras finds it."""

import hashlib
import inspect
import os
import subprocess
import sys

import pytest

from labhelpers.download import ADDRESS, FILE_SHA256, keras_file
from labhelpers.quiet import quiet_stderr

pytestmark = pytest.mark.keras


def test_address_and_checksum_are_those_of_keras():
    with quiet_stderr():
        from keras.src.datasets import mnist

    source = inspect.getsource(mnist.load_data)
    folder, _, name = ADDRESS.rpartition("/")
    assert f'"{folder}/"' in source
    assert f'"{name}"' in source
    assert FILE_SHA256 in source


FIND = """
import sys
import keras
_, checksum = sys.argv
nowhere = "http://127.0.0.1:9/mnist.npz"  # it is not asked where the file is found
print(keras.utils.get_file("mnist.npz", origin=nowhere, file_hash=checksum))
"""


def test_keras_finds_the_file_in_its_place(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    content = b"whole"
    keras_file().parent.mkdir(parents=True)
    keras_file().write_bytes(content)
    command = [sys.executable, "-c", FIND, hashlib.sha256(content).hexdigest()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, env=os.environ)
    assert done.stdout.strip() == str(keras_file()), done.stderr
