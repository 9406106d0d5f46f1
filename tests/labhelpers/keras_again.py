"""Imports Keras three times in one process, each time as if it were the first: `python -m ... {}`.

TensorFlow, which takes the seconds and reads none of Keras's settings, is imported once. Told
how (see `Told`), as JSON; prints what Keras and the lab said each time, as one line of JSON.
"""

import contextlib
import dataclasses
import json
import os
import sys

FINDERS = [*sys.meta_path]
VARIABLES = dict(os.environ)


@dataclasses.dataclass(frozen=True)
class Told:
    """One time: where Keras's folder is, its variables, and what is done."""

    home: str
    variables: dict[str, str]
    first: str  # "keras" or "labhelpers"
    program: str = ""  # a run's, which is executed before the lab is imported
    file_sha256: str = ""  # of a file in Keras's cache, which Keras is asked for


def forget():
    """Leave no trace of Keras and of the lab in this process."""
    for name in [*sys.modules]:
        if name.partition(".")[0] in ("keras", "labhelpers"):
            del sys.modules[name]
    sys.meta_path[:] = FINDERS
    os.environ.clear()
    os.environ.update(VARIABLES)


def import_both(told):
    """Import Keras and the lab as told; return what they say."""
    os.environ.update(told.variables, KERAS_HOME=told.home)
    said = {}
    __import__(told.first)
    if told.program:
        said["stopped"] = stopped(told.program)
    if told.file_sha256:
        said["found"] = found(told.file_sha256)
    import keras

    import labhelpers  # noqa: F401

    config = keras.config
    said["settings"] = [config.backend(), config.floatx(), config.epsilon()]
    said["settings"] += [config.image_data_format(), config.max_epochs()]
    said["home"] = keras.src.backend.config.keras_home()

    from labhelpers.config import CnnConfig
    from labhelpers.model import build_cnn

    said["imports scikit-learn"] = "sklearn" in sys.modules
    said["computes with"] = build_cnn(CnnConfig(filters=1, dense_units=1)).compute_dtype
    said["wrapper"] = keras.wrappers.SKLearnClassifier.__name__
    return said


def stopped(program):
    """Return the sentence with which a run's program stops."""
    try:
        exec(compile(program, "program.py", "exec"), {})
    except AssertionError as error:
        return str(error)
    return "it did not stop"


def found(sha256):
    """Return where Keras finds a file of its cache, which it asks nobody for."""
    import keras

    nowhere = "http://127.0.0.1:9/mnist.npz"
    return keras.utils.get_file("mnist.npz", origin=nowhere, file_hash=sha256)


if __name__ == "__main__":
    all_said = []
    for told in json.loads(sys.argv[1]):
        forget()
        with contextlib.redirect_stdout(sys.stderr):
            all_said.append(import_both(Told(**told)))
    print(json.dumps(all_said))
