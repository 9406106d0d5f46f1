"""Arrays unpacked once for each user and mapped into memory, so that all processes share the same pages."""

import contextlib
import hashlib
import os
import pathlib
import tempfile

import numpy as np
import platformdirs


def cache_folder():
    """Return the folder of the unpacked data sets: the one that LAB_CACHE names, or else this user's own."""
    return pathlib.Path(os.environ.get("LAB_CACHE") or platformdirs.user_cache_dir("cnn-lab", appauthor=False))


def shared_arrays(path, keys, read):
    """Return a dictionary of a file's arrays, memory-mapped and read-only where the cache can be used.

    path: the file, which exists; keys: the names of its arrays; read: called without arguments where the cache does
    not have them all as the file is now, gives the dictionary.
    """
    start, state = hashlib.sha256(os.fsencode(path)).hexdigest()[:16], os.stat(path)
    folder = cache_folder()
    files = {key: folder / f"{start}-{state.st_size}-{state.st_mtime_ns}-{key}.npy" for key in keys}
    with contextlib.suppress(OSError, ValueError, EOFError):
        return _map(files)
    arrays = read()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Written elsewhere and moved into place in one step each: what is in place is whole.
        with tempfile.TemporaryDirectory(prefix="unpacking-", dir=folder, ignore_cleanup_errors=True) as temporary:
            for key in files:
                with open(os.path.join(temporary, key), "wb", buffering=0) as file:
                    np.save(file, arrays[key], allow_pickle=False)
                    os.fsync(file.fileno())  # after a power cut, too
            for key, target in files.items():
                os.replace(os.path.join(temporary, key), target)
        for outdated in set(folder.glob(f"{start}-*")) - set(files.values()):
            outdated.unlink(missing_ok=True)
        return _map(files)
    except (OSError, ValueError):  # a full disk or a read-only folder costs memory, not the lesson
        return arrays


def _map(files):
    # Plain views: shown in a notebook they say "array", as anyone would expect.
    return {key: np.asarray(np.load(file, mmap_mode="r", allow_pickle=False)) for key, file in files.items()}
