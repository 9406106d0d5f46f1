"""The log: one file, to which the server and the kernels of its pages append.

On the page an error is a sentence; here it has its traceback. `cnn-lab serve --log FILE` names
the file, and the kernels inherit the name in the environment variable LAB_LOG.
"""

import contextlib
import logging
import os
from pathlib import Path

from cnnlab import LOG_FORMAT

VARIABLE = "LAB_LOG"
# These tell what they do too; everything else tells its warnings and errors only.
PACKAGES = ("labhelpers", "cnnlab")


class LogFile(logging.Handler):
    """Appends each record in one write, so that those of several processes stay whole.

    The file is opened anew for each, so that somebody may move it away.
    """

    def __init__(self, path: Path):
        super().__init__()
        self.path = path
        self.setFormatter(logging.Formatter(LOG_FORMAT))
        self.addFilter(_is_wanted)

    def emit(self, record: logging.LogRecord) -> None:
        text = f"{self.format(record)}\n"
        # On a full disk the lab goes on, and nobody is left to be told.
        with contextlib.suppress(OSError), open(self.path, "ab", buffering=0) as file:
            file.write(text.encode("utf-8", "backslashreplace"))


def name_log(path: Path | str) -> None:
    """Have this process, and those that it starts, log to `path`; OSError where nobody can."""
    path = Path(path).absolute()
    with open(path, "ab"):
        os.environ[VARIABLE] = str(path)


def log_as_named(*apart: str) -> None:
    """Log from now on to the file that LAB_LOG names; where it names none, do nothing.

    apart: the names of loggers that hand nothing on to the root, as Jupyter's applications' do.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        return
    handler = _handler(Path(named))
    for package in PACKAGES:
        logging.getLogger(package).setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    for name in apart:
        logging.getLogger(name).addHandler(handler)


def is_no_false_alarm(record: logging.LogRecord) -> bool:
    """Keep out an error of jupyter_server's that is none; a filter for the server's logger.

    Where it looks for idle kernels while others start, it asks with `hasattr` when each was last
    active, and traitlets raises a TraitError of its own for one that has not been so yet. That
    kernel is looked at again the next time.
    """
    from traitlets import TraitError  # the server says it where packages are missing

    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, TraitError) and "'last_activity'" in str(error))


def _is_wanted(record: logging.LogRecord) -> bool:
    """Keep out what others tell in detail: a kernel tells every message with its content."""
    is_own = record.name.partition(".")[0] in PACKAGES
    return is_own or record.levelno >= logging.WARNING


def _handler(path: Path) -> LogFile:
    """Return the root's handler for a file, or a new one: a page may be made twice in a kernel."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, LogFile) and handler.path == path:
            return handler
    return LogFile(path)
