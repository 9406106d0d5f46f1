"""Keras's file of MNIST, downloaded into Keras's cache, but without the seconds that Keras takes.

The file is received into memory and checked there. So Keras's cache never holds a part of a
file, however a download ends.
"""

import hashlib
import logging
import pathlib
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from labhelpers.errors import LabError
from labhelpers.files import replacing
from labhelpers.keras_settings import keras_home

logger = logging.getLogger(__name__)

# Keras's file; `keras.datasets.mnist.load_data()` deletes any other that it finds in its place.
ADDRESS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
FILE_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
FILE_BYTES = 11_490_434

SECONDS_TO_ANSWER = 7.0
SECONDS_OF_SILENCE = 30.0
CHUNK_BYTES = 2**16


class DownloadError(LabError):
    """There is no download; the text says why, as the end of a sentence without its full stop."""


def keras_file() -> pathlib.Path:
    """Return where Keras keeps MNIST, by Keras's own rules, whether or not a file is there."""
    return keras_home() / "datasets" / "mnist.npz"


def is_keras_file(path: str | pathlib.Path) -> bool:
    """Say whether this is what `keras.datasets.mnist.load_data()` would read: byte for byte."""
    target = keras_file()
    return str(path) == str(target) and _is_mnist(target.read_bytes())


def download_mnist(
    on_progress: Callable[[float], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> pathlib.Path:
    """Download Keras's file into Keras's cache and return its path.

    on_progress: called with the fraction done, 0 to 1; is_cancelled: True ends the download;
        each 20 times a second, in this thread. Raises DownloadError; where the server does not
        answer, after 7 s at the latest.
    """
    target = keras_file()
    try:
        with replacing(target) as beside:
            beside.write_bytes(_receive(on_progress, is_cancelled))
    except OSError as error:
        logger.warning("Keras's cache can't be written", exc_info=True)
        raise DownloadError(f"Keras's cache can't be written ({error.strerror})") from error
    return target


class _Transfer(threading.Thread):
    """Receives the file in a thread of its own: one can't interrupt a wait for the network."""

    def __init__(self) -> None:
        super().__init__(name="download of MNIST", daemon=True)
        self.content = bytearray()
        self.has_answer = False
        self.is_cut_short = False
        self.is_given_up = False
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            # `urlopen` would keep to the proxies of this process's first download.
            opener = urllib.request.build_opener()
            with opener.open(ADDRESS, timeout=SECONDS_OF_SILENCE) as answer:
                self.has_answer = True
                while not self.is_given_up and (chunk := answer.read1(CHUNK_BYTES)):
                    self.content += chunk
                self.is_cut_short = bool(answer.length)  # the server had announced so much more
        except Exception as error:  # _cause makes words of it
            self.error = error


def _receive(on_progress, is_cancelled):
    """Return the file's bytes; raise DownloadError where they don't come, or others do."""
    transfer = _Transfer()
    transfer.start()
    try:
        _wait_for(transfer, on_progress, is_cancelled)
    finally:
        transfer.is_given_up = True
    if transfer.error is not None:
        logger.warning("MNIST could not be downloaded", exc_info=transfer.error)
        raise DownloadError(_cause(transfer)) from transfer.error
    if transfer.is_cut_short:
        raise DownloadError(_broken_off(transfer))
    if not _is_mnist(transfer.content):
        raise DownloadError("what came is not Keras's file: its checksum is wrong")
    return transfer.content


def _wait_for(transfer, on_progress, is_cancelled):
    """Wait until the transfer has ended; raise DownloadError where it is not worth it any more."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while transfer.is_alive():
        if is_cancelled and is_cancelled():
            raise DownloadError("the download was cancelled")
        if not transfer.has_answer and time.monotonic() > deadline:
            raise DownloadError("no connection to the internet")
        transfer.join(0.05)
        if on_progress:
            on_progress(min(1.0, len(transfer.content) / FILE_BYTES))


def _cause(transfer):
    """Return in words why the transfer failed."""
    error = transfer.error
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code} {error.reason}"
    # urllib puts what went wrong in the reason of an error of its own.
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"the server's certificate is not trusted ({reason.verify_message})"
    refused, _, answer = str(reason).partition("Tunnel connection failed: ")
    if answer and not refused:
        return f"the proxy answered {answer}"
    if transfer.has_answer:
        return _broken_off(transfer)
    return "no connection to the internet"


def _broken_off(transfer):
    came = len(transfer.content) / 1e6
    return f"the connection broke off after {came:.1f} of {FILE_BYTES / 1e6:.1f} MB"


def _is_mnist(content):
    return hashlib.sha256(content).hexdigest() == FILE_SHA256
