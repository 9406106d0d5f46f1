"""The block that keeps file descriptor 2 quiet."""

import os

import pytest

from labhelpers.quiet import quiet_stderr


def test_what_is_written_inside_is_lost_and_what_comes_after_is_not(capfd):
    os.write(2, b"before ")
    with quiet_stderr():
        os.write(2, b"inside ")
    os.write(2, b"after")
    assert capfd.readouterr().err == "before after"


def test_an_exception_passes_and_the_descriptor_comes_back(capfd):
    with pytest.raises(RuntimeError, match="inside"), quiet_stderr():
        raise RuntimeError("inside")
    os.write(2, b"after")
    assert capfd.readouterr().err == "after"


def test_it_leaves_no_descriptor_open():
    first = os.dup(2)
    os.close(first)
    with quiet_stderr():
        pass
    second = os.dup(2)
    os.close(second)
    assert first == second


def test_without_a_descriptor_nothing_is_redirected(monkeypatch):
    def refuse(_descriptor):
        raise OSError("bad file descriptor")

    monkeypatch.setattr(os, "dup", refuse)
    ran = []
    with quiet_stderr():
        ran.append(True)
    assert ran == [True]
