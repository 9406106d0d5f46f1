"""Keeps TensorFlow's start-up lines out of a notebook."""

import contextlib
import os
from collections.abc import Iterator


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Send what is written to file descriptor 2 in this block to the null device.

    TensorFlow writes there from C++, past `sys.stderr` and whatever `TF_CPP_MIN_LOG_LEVEL` says.
    An exception in the block is raised as ever. Where there is no file descriptor 2 (a Windows
    program without a console), nothing is redirected.
    """
    with contextlib.ExitStack() as afterwards:
        with contextlib.suppress(OSError):
            kept = os.dup(2)
            afterwards.callback(os.close, kept)
            afterwards.callback(os.dup2, kept, 2)  # before that: what was added last goes first
            with open(os.devnull, "wb") as null_device:
                os.dup2(null_device.fileno(), 2)
        yield
