"""The log: one file, to which the server and the kernels of its pages append.

On the page an error is a sentence; here it has its traceback. `cnn-lab serve --log FILE` names
the file, and the kernels inherit the name in the environment variable LAB_LOG.
"""

import collections
import contextlib
import logging
import os
from io import FileIO
from pathlib import Path

from cnnlab import LOG_FORMAT

VARIABLE = "LAB_LOG"
# These tell what they do too; everything else tells its warnings and errors only.
PACKAGES = ("labhelpers", "cnnlab")

# Of records that say the same, so many in so many seconds: who knocks a thousand times a second
# must not fill the disk.
MOST_OF_A_KIND = 50
SECONDS_OF_A_KIND = 60.0


class Flood(logging.Filter):
    """Keeps out records that come too often; the first one after them says how many there were.

    Of one kind are those of one place in the code.
    """

    def __init__(self) -> None:
        super().__init__()
        self._began: dict[tuple[str, int], float] = {}
        self._came: collections.Counter[tuple[str, int]] = collections.Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        kind = (record.pathname, record.lineno)
        left_out = self._came[kind] - MOST_OF_A_KIND
        if record.created - self._began.get(kind, 0.0) > SECONDS_OF_A_KIND:
            self._began[kind] = record.created
            self._came[kind] = 0
            if left_out > 0:
                record.msg = f"{record.msg} ({left_out:,} like it before were left out)"
        self._came[kind] += 1
        return self._came[kind] <= MOST_OF_A_KIND


class LogFile(logging.Handler):
    """Appends each record in one write, so that those of several processes stay whole.

    The file is opened anew for each, so that somebody may move it away.
    """

    def __init__(self, path: Path):
        super().__init__()
        self.path = path
        self.setFormatter(logging.Formatter(LOG_FORMAT))
        self.addFilter(_is_wanted)
        self.addFilter(Flood())

    def emit(self, record: logging.LogRecord) -> None:
        text = f"{self.format(record)}\n"
        # On a full disk the lab goes on, and nobody is left to be told.
        with contextlib.suppress(OSError), _open(self.path) as file:
            file.write(text.encode("utf-8", "backslashreplace"))


def name_log(path: Path | str) -> None:
    """Have this process, and those that it starts, log to `path`; OSError where nobody can."""
    path = Path(path).absolute()
    with _open(path):
        os.environ[VARIABLE] = str(path)


def _open(path: Path) -> FileIO:
    """Open a log for one write; where there is none, it is made for this account alone."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    return open(path, "ab", buffering=0, opener=opener)


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
