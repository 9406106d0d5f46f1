"""The application behind the page: engine, runs, session, report, widgets, server."""

import logging

# Without a handler Python would print warnings to stderr, in the middle of a student's notebook.
logging.getLogger(__name__).addHandler(logging.NullHandler())
