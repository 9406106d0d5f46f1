"""What is said of what could not be written."""

import errno
import os

import pytest

from cnnlab.engine.unwritten import Unwritten
from cnnlab.runs import Run


def error_of(number):
    return OSError(number, os.strerror(number))


def test_nothing_is_said_where_everything_is_written():
    unwritten = Unwritten()
    assert not unwritten
    assert (unwritten.sentence, unwritten.sentence_at_end) == ("", "")
    assert not unwritten.forget(Run.save)


def test_everything_is_written_again_only_when_the_last_of_it_is():
    unwritten = Unwritten()
    unwritten.note(Run.save_checkpoint, error_of(errno.ENOSPC))
    unwritten.note(Run.save_progress, error_of(errno.ENOSPC))
    assert not unwritten.forget(Run.save_progress)
    assert unwritten
    assert unwritten.forget(Run.save_checkpoint)
    assert not unwritten


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_for_want_of_room_it_is_told_to_make_some(number):
    unwritten = Unwritten()
    unwritten.note(Run.save_checkpoint, error_of(number))
    assert unwritten.is_for_want_of_room
    assert os.strerror(number) in unwritten.sentence
    assert "kept if there is room" in unwritten.sentence


def test_for_another_reason_the_folder_is_to_be_made_writable():
    unwritten = Unwritten()
    unwritten.note(Run.save_checkpoint, error_of(errno.EACCES))
    assert not unwritten.is_for_want_of_room
    assert "make the folder of runs writable" in unwritten.sentence
