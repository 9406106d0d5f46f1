"""Keras as it comes, whatever another course has left in `keras.json` or in the environment.

Keras reads its backend, its kind of floats and the order of an image's axes once, while it is
imported. The lab's networks are written for those that Keras has by itself, so these are what it
gets in every process that has imported `labhelpers`. Nothing is written, and nobody's file is
changed; Keras still finds its data sets where it always does.

And Keras's wrappers for scikit-learn wait until somebody asks for one: importing them with the
rest took a quarter of the seconds, and 58 MB, for scikit-learn and SciPy's statistics.
"""

import contextlib
import functools
import importlib.abc
import importlib.machinery
import os
import pathlib
import sys
from collections.abc import Iterator

from labhelpers.errors import LabError

# The module of Keras that reads `keras.json` and the environment.
READER = "keras.src.backend.config"
WRAPPERS = "keras.wrappers"
USUAL = {
    "backend": "tensorflow",
    "floatx": "float32",
    "epsilon": 1e-7,
    "image_data_format": "channels_last",
}
PREFIX = "KERAS_"
HOME = "KERAS_HOME"


def keras_home() -> pathlib.Path:
    """Return the folder of Keras's cache and `keras.json`, by Keras's own rules."""
    if home := os.environ.get(HOME):
        return pathlib.Path(os.path.abspath(os.path.expanduser(home)))
    user = os.path.expanduser("~")
    return pathlib.Path(user if os.access(user, os.W_OK) else "/tmp") / ".keras"


def use_usual_settings() -> None:
    """Have Keras import itself as it comes; where it was imported before, set it right.

    Raises LabError where that is too late: the backend cannot be changed any more.
    """
    if "keras" not in sys.modules:
        sys.meta_path.insert(0, _Finder())
        return
    config = sys.modules["keras"].config
    if config.backend() != USUAL["backend"]:
        came = f"Keras was imported before the lab, and computes with {config.backend()}"
        why = f"{PREFIX}BACKEND or {keras_home() / 'keras.json'} says so"
        advice = "Restart the kernel and import labhelpers before keras"
        raise LabError(f"{came}, because {why}; the lab needs TensorFlow. {advice}.")
    config.set_floatx(USUAL["floatx"])
    config.set_epsilon(USUAL["epsilon"])
    config.set_image_data_format(USUAL["image_data_format"])
    config.set_max_epochs(None)
    config.set_max_steps_per_epoch(None)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds two of Keras's modules as Python does, and has them executed in another way."""

    def find_spec(self, name, path=None, target=None):
        execute = {READER: _read_nothing, WRAPPERS: _wait_until_asked}.get(name)
        spec = importlib.machinery.PathFinder.find_spec(name, path) if execute else None
        if execute and spec and spec.loader:
            executed = functools.partial(execute, spec.loader.exec_module)
            spec.loader.exec_module = executed  # type: ignore[method-assign]
        return spec


def _read_nothing(execute, module):
    home = keras_home()
    with _no_settings():
        execute(module)
    module._KERAS_DIR = str(home)


# Python's own `LazyLoader` waits only until somebody asks for any attribute, `__file__` too, and
# TensorFlow asks all modules for that when it traces a first step.
def _wait_until_asked(execute, module):
    def __getattr__(name):  # noqa: N807 (a module's: Python asks it for what is not there)
        del module.__getattr__
        execute(module)
        return getattr(module, name)

    module.__getattr__ = __getattr__


@contextlib.contextmanager
def _no_settings() -> Iterator[None]:
    """Take Keras's variables out of the environment, and let its folder be one that is none."""
    kept = {name: os.environ.pop(name) for name in [*os.environ] if name.startswith(PREFIX)}
    os.environ[HOME] = os.devnull
    try:
        yield
    finally:
        del os.environ[HOME]
        os.environ.update(kept)
