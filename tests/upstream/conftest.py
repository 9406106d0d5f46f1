"""What the canaries share."""

import comm
import pytest
from comm.base_comm import BaseComm

from tests.upstream.slider_page import write_notebook


class RecordingComm(BaseComm):
    """A comm whose other end is this test, in place of a browser."""

    def __init__(self, *arguments, **options):
        self.sent = []
        super().__init__(*arguments, **options)

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        self.sent.append(data)

    def receive(self, **data):
        self.handle_msg({"content": {"data": data}, "buffers": []})


@pytest.fixture
def browser_comm(monkeypatch):
    """Have widgets talk to a RecordingComm."""
    monkeypatch.setattr(comm, "create_comm", RecordingComm)


@pytest.fixture
def notebook(tmp_path):
    """Return the folder of a notebook, page.ipynb, that shows one slider."""
    write_notebook(tmp_path)
    return tmp_path
