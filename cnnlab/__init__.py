"""The application behind the page: engine, runs, session, report, widgets, server."""

import logging

# Without a handler Python would print warnings to stderr, in the middle of a student's notebook.
logging.getLogger(__name__).addHandler(logging.NullHandler())

# How a line of any of the application's logs begins.
LOG_FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"
