"""What may become of a run's files: each kind of damage, by name, as a function of the file."""

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest

# Every file of a run, in the order in which a run gets them; the lease is a folder's.
FILES = (
    "run.json",
    "progress.json",
    "title.json",
    "guess.json",
    "checkpoint.npz",
    "model.keras",
    "predictions.npz",
    "metrics.json",
    "error.txt",
)
NESTED = b"[" * 100_000 + b"]" * 100_000
# In place of each value of a JSON object.
WRONG_VALUES = (None, True, [], {}, "\ud83d", -1, 10**400, 1e999, float("nan"), [[1]], {"a": {}})


def _gone(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _half(path):
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _folder(path):
    path.unlink()
    path.mkdir()


def _pipe(path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes with a name")
    path.unlink()
    os.mkfifo(path)


def _loop(path):
    """Refused to everybody, root included."""
    path.unlink()
    path.symlink_to(path)


def _written(content):
    return lambda path: path.write_bytes(content)


DAMAGES = {
    "missing": _gone,
    "empty": _written(b""),
    "half": _half,
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "garbage": _written(b"\x89PNG\r\n\x1a\n\x00\xff" * 40),
    "a folder": _folder,
    "a pipe": _pipe,
    "refused": _loop,
    "null": _written(b"null"),
    "a list": _written(b"[]"),
    "a number": _written(b"3"),
    "a text": _written(b'"finished"'),
    "an empty object": _written(b"{}"),
    "nested": _written(NESTED),
    "a huge number": _written(b'{"format": 2, "epoch": 1' + b"0" * 10_000 + b"}"),
    "a strange field": _written(json.dumps({"\ud83d" * 10_000: 1, "format": 2}).encode()),
}


def value_damages(path):
    """Yield, of a JSON object, every field with each wrong value, written to the file."""
    whole = json.loads(path.read_bytes())
    for name in whole:
        for value in WRONG_VALUES:
            path.write_text(json.dumps(whole | {name: value}))
            yield name, value
    path.write_text(json.dumps(whole))


@contextlib.contextmanager
def as_nobody(folder):
    """Do what is in the block as somebody who may read only what everybody may.

    folder: is copied to where that person can go, and given as the copy's path.
    """
    if not hasattr(os, "geteuid"):
        pytest.skip("Windows has other permissions")
    parent = Path(tempfile.mkdtemp(prefix="lab-nobody-"))
    copy = parent / folder.name
    try:
        shutil.copytree(folder, copy, symlinks=True)
        is_root = os.geteuid() == 0
        if is_root:
            for path in [parent, *parent.rglob("*")]:
                os.chown(path, 65534, 65534)
            os.seteuid(65534)
        try:
            yield copy
        finally:
            if is_root:
                os.seteuid(0)
    finally:
        shutil.rmtree(parent)
