"""A page's kernel says at which step the page is, and the server reads it."""

import time

import pytest

from cnnlab.app import page_steps, visitor_files


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder of a server's files, in which this process is the kernel "kernel"."""
    monkeypatch.setenv(visitor_files.VARIABLE, str(tmp_path))
    monkeypatch.setattr(visitor_files, "own_id", lambda: "kernel")
    return tmp_path


def test_the_server_reads_where_a_page_is_and_since_when(folder):
    now = time.time()
    assert page_steps.read(folder, "kernel", now) is None
    page_steps.note(4)
    step, since = page_steps.read(folder, "kernel", now + 5)
    assert step == 4
    assert now <= since <= now + 5
    page_steps.note(0)
    assert page_steps.read(folder, "kernel", now).step == 0
    page_steps.remove(folder, "kernel")
    assert page_steps.read(folder, "kernel", now) is None


@pytest.mark.parametrize("text", ["", "{}", "[1]", "[7, 0]", "[-1, 0]", '["a", 0]', "[1, null]"])
def test_what_is_no_step_is_passed_over(folder, text):
    (folder / "kernel-step.json").write_text(text)
    assert page_steps.read(folder, "kernel", time.time()) is None


def test_without_a_server_that_wants_to_know_nothing_is_written(folder, monkeypatch):
    monkeypatch.delenv(visitor_files.VARIABLE)
    page_steps.note(4)
    assert list(folder.iterdir()) == []
