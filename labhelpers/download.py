"""MNIST by Keras's own download, in a process of its own: this one never imports TensorFlow, and it can cancel.

Keras downloads into a temporary folder beside its cache; only a whole file, which Keras has
checked, is moved into the cache. So neither a cancelled download nor one still going on looks
like a broken file to others.
"""

import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from labhelpers.errors import LabError

REACH_SECONDS = 7.0

# Keras's file; `keras.datasets.mnist.load_data()` deletes any other that it finds in its place.
FILE_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
FILE_BYTES = 11_490_434

# The thread ends the process, and its folder, when the one that started it hangs up or has
# gone. The folder "datasets" says that the server has answered; Keras, which takes seconds to
# start, is imported only then.
KERAS_PROGRAM = """
import os, shutil, socket, threading, urllib.request
def end_with_parent():
    os.read(0, 1)
    shutil.rmtree(os.environ["KERAS_HOME"], ignore_errors=True)
    os._exit(1)
threading.Thread(target=end_with_parent, daemon=True).start()
socket.setdefaulttimeout(30)
address = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
urllib.request.urlopen(urllib.request.Request(address, method="HEAD")).close()
os.mkdir(os.path.join(os.environ["KERAS_HOME"], "datasets"))
from keras.datasets import mnist
mnist.load_data()
"""


class DownloadError(LabError):
    """There is no download; the text says why, as the end of a sentence without its full stop."""


def keras_file():
    """Return where Keras keeps MNIST, by Keras's own rules: a pathlib.Path, whether or not a file is there."""
    home = os.environ.get("KERAS_HOME", os.path.join("~", ".keras"))
    return pathlib.Path(os.path.abspath(os.path.expanduser(home))) / "datasets" / "mnist.npz"


def is_keras_file(path):
    """Say whether `keras.datasets.mnist.load_data()` would read this file as it is: in its place, byte for byte."""
    target = keras_file()
    return (
        str(path) == str(target) and hashlib.sha256(target.read_bytes()).hexdigest() == FILE_SHA256
    )


def download_mnist(on_progress=None, is_cancelled=None):
    """Let Keras download MNIST into its cache and return the file's path, a pathlib.Path.

    on_progress: called with the fraction done, 0 to 1; is_cancelled: True ends the download;
        each 20 times a second. Raises DownloadError; where the server can't be reached, after 7
        s at the latest.
    """
    target = keras_file()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=".download-", dir=target.parent, ignore_cleanup_errors=True
        ) as home:
            _run_keras(home, on_progress, is_cancelled)
            os.replace(os.path.join(home, "datasets", "mnist.npz"), target)
    except OSError as error:
        raise DownloadError(f"Keras's cache can't be written ({error.strerror})") from error
    return target


def _run_keras(home, on_progress, is_cancelled):
    """Download into the folder `home`; raise DownloadError where that fails or is cancelled."""
    options = {
        "env": {**os.environ, "KERAS_HOME": home, "KERAS_BACKEND": "tensorflow"},
        "errors": "replace",
    }
    options |= {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    options |= {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
    folder, end = pathlib.Path(home, "datasets"), time.monotonic() + REACH_SECONDS
    # However this block is left, the process then loses its standard input, and ends.
    with subprocess.Popen([sys.executable, "-P", "-c", KERAS_PROGRAM], **options) as process:
        while process.poll() is None and (folder.exists() or time.monotonic() < end):
            if is_cancelled and is_cancelled():
                raise DownloadError("the download was cancelled")
            if on_progress:
                on_progress(
                    min(sum(file.stat().st_size for file in folder.glob("*")) / FILE_BYTES, 1.0)
                )
            time.sleep(0.05)
        if not folder.exists():
            raise DownloadError("no connection to the internet")
        if process.returncode:
            reason = process.stderr.read().strip().rpartition("\n")[2].replace(home, "its folder")
            raise DownloadError(f"Keras's download failed ({reason or 'no reason given'})")
