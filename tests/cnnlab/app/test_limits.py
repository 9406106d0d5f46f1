"""What the server and a page's kernel take from a machine: by its memory, by its handles."""

import os
import subprocess
import sys

import psutil
import pytest

from cnnlab.app import limits

GROW = """
from cnnlab.app import limits
limits.bound_memory()
held = [bytes(100 * 2**20) for _ in range({hundreds})]
"""


def grown(hundreds):
    """Return how a process ends that has its limit and then takes so many hundred MiB."""
    done = subprocess.run(
        [sys.executable, "-c", GROW.format(hundreds=hundreds)], capture_output=True, text=True
    )
    return done.returncode, done.stderr.strip().rpartition("\n")[2]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps such a limit")
def test_a_kernel_may_grow_and_not_without_end():
    assert grown(5) == (0, "")
    assert grown(20) == (1, "MemoryError")


def test_a_machine_holds_as_many_pages_as_its_memory_does(monkeypatch):
    monkeypatch.setattr(limits, "most_handles", lambda: None)
    by_size = {}
    for gibibytes in (2, 4, 8, 32):
        monkeypatch.setattr(limits, "MEMORY_LIMIT", gibibytes * 2**30)
        by_size[gibibytes] = limits.most_pages()
    assert by_size == {2: 4, 4: 8, 8: 42, 32: 247}


def test_few_handles_make_few_pages(monkeypatch):
    monkeypatch.setattr(limits, "most_handles", lambda: 256)
    assert limits.most_pages() <= 9


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such limit")
def test_handles_are_counted_with_those_that_are_spare(monkeypatch):
    held = psutil.Process().num_fds()
    monkeypatch.setattr(limits, "most_handles", lambda: held + limits.SPARE_HANDLES + 3)
    assert limits.has_handles(3)
    assert not limits.has_handles(4)
