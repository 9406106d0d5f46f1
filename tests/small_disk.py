"""A small file system of one's own, for accounts that may mount one, and how it is filled."""

import contextlib
import shutil
import subprocess

CHUNK = bytes(1 << 20)


@contextlib.contextmanager
def small_disk(folder, size):
    """Mount a file system in memory at `folder`; give the folder, None where none can be.

    size: as mount takes it, such as "200k".
    """
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        # Even where a process still has a file open there: it goes with that process.
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder):
    """Write a file until there is no room for a byte more; return it."""
    filler = folder / "filler"
    with open(filler, "ab", buffering=0) as file:
        chunk = CHUNK
        while chunk:
            try:
                file.write(chunk)
            except OSError:
                chunk = chunk[: len(chunk) // 2]
    return filler
