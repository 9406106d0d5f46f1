"""Where the project lies, and files that are written whole or not at all."""

import contextlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


@contextlib.contextmanager
def replacing(path: str | Path, through: Path | None = None) -> Iterator[Path]:
    """Give a path beside `path` to write to; when the block ends well, move it there in one step.

    through: the folder for that path, on the same disk, which must be there; None for `path`'s.

    Raises OSError when the disk is full or the folder read-only; `path` is then as it was.
    """
    path = Path(path)
    if through is None:
        path.parent.mkdir(parents=True, exist_ok=True)
    beside = (through or path.parent) / f".{secrets.token_hex(4)}-{path.name}"
    try:
        yield beside
        with open(beside, "rb+") as written:
            os.fsync(written.fileno())
        move(beside, path)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def move(source: Path, target: Path) -> None:
    """Move a file or folder in one step, over what is there; OSError where that is impossible."""
    for _ in range(20):
        try:
            os.replace(source, target)
            return
        except PermissionError:  # Windows refuses while another process reads the old file
            time.sleep(0.05)
    os.replace(source, target)


def write_text(path: Path, text: str, through: Path | None = None) -> None:
    """Write a text file in one step; OSError where that is impossible."""
    with replacing(path, through) as beside:
        beside.write_text(text, encoding="utf-8")
