"""Messages as a browser sends them, through the way that ipywidgets has for them."""

import json
import logging


class _Failures(logging.Handler):
    """Keeps the errors that ipywidgets logs where a message's handler raises one."""

    def __init__(self):
        super().__init__()
        self.errors = []

    def emit(self, record):
        if record.exc_info:
            self.errors.append(record.exc_info[1])


def send_message(widget, content, *buffers):
    """Send a custom message to a widget; an error in the widget's handler is raised here.

    content: comes through as JSON. buffers: memoryviews.
    """
    failures = _Failures()
    data = {"method": "custom", "content": json.loads(json.dumps(content))}
    widget.log.addHandler(failures)
    try:
        widget.comm.handle_msg({"content": {"data": data}, "buffers": list(buffers)})
    finally:
        widget.log.removeHandler(failures)
    for error in failures.errors:
        raise error
    settle(widget)


def settle(widget):
    """Wait until what a widget's session was handed over is done."""
    session = getattr(widget, "session", None)
    if session is not None:
        session.do(list)


def send(widget, **content):
    """Send a message that is a dictionary, as those of our pages are."""
    send_message(widget, content)
