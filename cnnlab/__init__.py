"""The application behind the page: engine, runs, session, report, widgets, server.

This file is read before any other of the package, by Pythons too old for the rest: it has nothing
in it that Python 2 could not read.
"""

import logging
import sys

OLDEST_PYTHON = (3, 11)
OLD_PYTHON = """\
This is Python %d.%d (%s); the lab needs Python 3.11, 3.12 or 3.13. Activate the lab's environment;
README.md says under Start how to make it."""
if sys.version_info < OLDEST_PYTHON:
    sys.exit(OLD_PYTHON % (sys.version_info[0], sys.version_info[1], sys.executable))

# Without a handler Python would print warnings to stderr, in the middle of a student's notebook.
logging.getLogger(__name__).addHandler(logging.NullHandler())

# How a line of any of the application's logs begins.
LOG_FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"
