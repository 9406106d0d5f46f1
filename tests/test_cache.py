"""The cache of unpacked arrays: opened fast, shared, rebuilt when damaged, and never in the way."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from labhelpers.cache import cache_folder, shared_arrays


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


class Reader:
    """Gives arrays, and counts how often it was asked."""

    def __init__(self, fill=7, count=10):
        self.fill, self.count, self.calls = fill, count, 0

    def __call__(self):
        self.calls += 1
        images = np.full((self.count, 28, 28), self.fill, np.uint8)
        return {"name": np.array("test digits"), "x_train": images}


def shared(path, reader):
    """Return the arrays of a file that the reader would read."""
    return shared_arrays(path, ("name", "x_train"), reader)


def write(path, text):
    path.write_text(text)
    return path


def entries(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def source(tmp_path):
    """Return a file to stand for one of digits."""
    return write(tmp_path / "digits.npz", "1")


def test_read_once_and_mapped_from_then_on(folder, source):
    reader = Reader()
    for _ in range(3):
        arrays = shared(source, reader)
        assert str(arrays["name"]) == "test digits"
        assert type(arrays["x_train"]) is np.ndarray
        assert isinstance(arrays["x_train"].base, np.memmap)
        assert (arrays["x_train"] == 7).all()
        with pytest.raises(ValueError, match="read-only"):
            arrays["x_train"][0] = 1
    assert reader.calls == 1
    assert len(entries(folder)) == 2


@pytest.mark.parametrize("change", ["size", "time"])
def test_a_new_state_replaces_the_old_one(folder, source, tmp_path, change):
    elsewhere = write(tmp_path / "elsewhere.npz", "1")
    shared(source, Reader(fill=1))
    shared(elsewhere, Reader(fill=2))
    if change == "size":
        write(source, "longer")
    else:
        os.utime(source, ns=(0, 1))
    assert (shared(source, Reader(fill=3))["x_train"] == 3).all()
    assert len(entries(folder)) == 4
    reader = Reader()
    assert (shared(elsewhere, reader)["x_train"] == 2).all()
    assert reader.calls == 0


@pytest.mark.parametrize("damage", ["truncated", "no array", "missing", "text", "empty"])
@pytest.mark.parametrize("part", ["name", "x_train"])
def test_a_damaged_entry_is_made_again(folder, source, damage, part):
    shared(source, Reader())
    before = entries(folder)
    (damaged,) = folder.glob(f"*-{part}.npy")
    if damage == "truncated":
        os.truncate(damaged, 100)
    elif damage == "no array":
        damaged.write_bytes(bytes(damaged.stat().st_size))
    elif damage == "missing":
        damaged.unlink()
    elif damage == "text":
        damaged.write_bytes(b"\xff\xfe{")
    else:
        os.truncate(damaged, 0)
    reader = Reader()
    assert (shared(source, reader)["x_train"] == 7).all()
    assert reader.calls == 1
    shared(source, reader)
    assert reader.calls == 1
    assert entries(folder) == before


def test_without_a_cache_the_arrays_are_in_memory(source, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder can be made in a file")
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "file" / "cache"))
    reader = Reader()
    for calls in (1, 2):
        arrays = shared(source, reader)
        assert str(arrays["name"]) == "test digits"
        assert (arrays["x_train"] == 7).all()
        assert reader.calls == calls


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is full by nature is a thing of Linux")
def test_a_full_disk_leaves_nothing_behind(folder, source, monkeypatch):
    save = np.save

    def save_to_a_full_disk(file, array, allow_pickle):
        with open("/dev/full" if array.ndim else os.devnull, "wb") as full:
            save(full, array, allow_pickle=allow_pickle)

    monkeypatch.setattr(np, "save", save_to_a_full_disk)
    assert (shared(source, Reader())["x_train"] == 7).all()
    assert entries(folder) == []


def test_many_at_once_make_one_entry(folder, source):
    found, wait = [], threading.Barrier(8)

    def open_it():
        wait.wait()
        found.append(shared(source, Reader(count=2000))["x_train"])

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all((images == 7).all() for images in found)
    assert len(entries(folder)) == 2


def test_a_killed_process_leaves_no_entry(folder, source):
    code = (
        "import sys, time, numpy; from labhelpers import cache\n"
        "def slow(file, array, allow_pickle): file.write(b'half'); print('writing', flush=True); time.sleep(60)\n"
        "numpy.save = slow; cache.shared_arrays(sys.argv[1], ['x_train'], lambda: {'x_train': numpy.ones(9)})"
    )
    process = subprocess.Popen([sys.executable, "-c", code, source], stdout=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"writing"
    process.kill()
    process.wait()
    process.stdout.close()
    assert not list(folder.glob("*.npy"))
    reader = Reader()
    assert (shared(source, reader)["x_train"] == 7).all()
    assert reader.calls == 1


def private_bytes():
    """Return this process's memory that no file stands behind (Linux)."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("RssAnon")]
    return int(line.split()[1]) * 1024


def test_opening_again_is_fast(source):
    shared(source, Reader(count=60_000))
    start = time.perf_counter()
    shared(source, Reader())
    assert time.perf_counter() - start < 0.05


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux says which memory is private")
def test_arrays_cost_no_memory_of_ones_own(source):
    shared(source, Reader(count=60_000))
    before = private_bytes()
    arrays = shared(source, Reader())
    assert max(images.max() for images in arrays["x_train"]) == 7  # every page has been read
    assert private_bytes() - before < 5e6  # of 47 MB


def test_the_folder_is_the_users_own_by_default(monkeypatch):
    monkeypatch.delenv("LAB_CACHE")
    assert "cnn-lab" in str(cache_folder())
    assert cache_folder().is_absolute()
