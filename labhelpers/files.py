"""Where the project lies, and files that are written whole or not at all."""

import contextlib
import os
import secrets
import time
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


@contextlib.contextmanager
def replacing(path):
    """Give a path beside `path` to write to; when the block ends well, move it to `path` in one step.

    Raises OSError when the disk is full or the folder read-only; `path` is then as it was.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{secrets.token_hex(4)}-{path.name}")
    try:
        yield beside
        with open(beside, "rb+") as written:
            os.fsync(written.fileno())
        move(beside, path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def move(source, target):
    """Move a file or folder in one step, over what is there; OSError where that is not possible."""
    for _ in range(20):
        try:
            return os.replace(source, target)
        except PermissionError:  # Windows refuses while another process reads the old file
            time.sleep(0.05)
    return os.replace(source, target)


def write_text(path, text):
    """Write a text file in one step; OSError where that is not possible."""
    with replacing(path) as beside:
        beside.write_text(text, encoding="utf-8")
