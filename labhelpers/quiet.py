"""Keeps TensorFlow's start-up lines out of a notebook."""

import contextlib
import os


@contextlib.contextmanager
def quiet_stderr():
    """Send what is written to file descriptor 2 in this block to the null device.

    TensorFlow writes there from C++, past `sys.stderr` and whatever `TF_CPP_MIN_LOG_LEVEL` says.
    An exception in the block is raised as ever. Where there is no file descriptor 2 (a Windows
    program without a console), nothing is redirected.
    """
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with open(os.devnull, "wb") as null_device:
            os.dup2(null_device.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
