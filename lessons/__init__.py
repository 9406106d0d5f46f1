"""What only the notebooks use: each step's exercises, and the pictures drawn for one lesson."""

import logging

# Python's last resort prints warnings to stderr, which a student would see in red.
logging.getLogger(__name__).addHandler(logging.NullHandler())
