"""What is downloaded is what Keras would have downloaded; it finds it: test_keras_settings.py."""

import inspect

import pytest

from labhelpers.download import ADDRESS, FILE_SHA256
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
