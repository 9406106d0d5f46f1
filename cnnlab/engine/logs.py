"""Where the engine's own words go: to stderr, which is the log file beside the connection file."""

import logging
import sys

from distributed import Worker

from cnnlab import LOG_FORMAT


def configure_logging() -> None:
    """Have this process' log records written to stderr, each with time, level and process."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format=LOG_FORMAT)


def dask_setup(worker: Worker) -> None:
    """Called by Dask in the engine's worker, which preloads this module, when that starts."""
    configure_logging()
