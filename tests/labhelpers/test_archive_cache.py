"""The cache of unpacked digits: fast, shared, made again when damaged, and never in the way."""

import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from labhelpers import archive
from labhelpers.archive import DataError, cache_folder, open_archive, read_archive
from labhelpers.digits import load_digits
from tests.labhelpers.own_archive import own_arrays, save_filled


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def path(tmp_path):
    """Return the path of a file all of whose training pixels are 7."""
    return save_filled(tmp_path / "own.npz", 7)


@pytest.fixture
def read(monkeypatch):
    """Return the list of the files that were read and not found in the cache."""
    files = []

    def note(path):
        files.append(path)
        return read_archive(path)

    monkeypatch.setattr(archive, "read_archive", note)
    return files


@pytest.fixture
def no_cache(tmp_path, monkeypatch):
    """Let the cache be a place where no folder can be made."""
    (tmp_path / "file").write_text("no folder can be made in a file")
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "file" / "cache"))


def entries():
    return sorted(path.name for path in cache_folder().iterdir())


def training_pixels(path):
    """Return the only value that a file's training images have, by way of the cache."""
    (value,) = set(open_archive(path)["x_train"].flat)
    return value


def test_read_once_and_mapped_from_then_on(path, read):
    for _ in range(3):
        record = open_archive(path)
        assert isinstance(record, np.memmap)
        assert (record["x_train"] == 7).all()
        with pytest.raises(ValueError, match="read-only"):
            record["x_train"][0] = 1
    assert read == [path]
    assert len(entries()) == 1
    images = load_digits(path).train_images
    assert type(images) is np.ndarray
    assert isinstance(images.base, np.memmap)


@pytest.mark.parametrize("change", ["size", "time"])
def test_a_new_state_replaces_the_old_one(tmp_path, path, read, change):
    elsewhere = save_filled(tmp_path / "elsewhere.npz", 2)
    open_archive(path)
    open_archive(elsewhere)
    if change == "size":
        save_filled(path, 3, count=40)
    else:
        save_filled(path, 3)
        os.utime(path, ns=(0, 1))
    assert training_pixels(path) == 3
    assert len(entries()) == 2
    assert training_pixels(elsewhere) == 2
    assert read == [path, elsewhere, path]


def test_other_digits_of_the_same_size_and_time_replace_the_old_ones(path):
    arrays = own_arrays()
    for images in (arrays["x_train"], np.flip(arrays["x_train"], axis=2)):
        np.savez(path, **arrays | {"x_train": images})
        os.utime(path, ns=(0, 1))
        assert np.array_equal(open_archive(path)["x_train"], images)
    assert len(entries()) == 1


def test_a_file_of_zeros_is_never_the_digits_that_it_was(path):
    open_archive(path)
    before = path.stat()
    path.write_bytes(bytes(before.st_size))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(DataError, match="can't be read"):
        open_archive(path)


def test_what_is_read_while_the_file_changes_is_not_kept(path, monkeypatch):
    def read_and_change(changing):
        record = read_archive(changing)
        save_filled(changing, 3)
        return record

    with monkeypatch.context() as patch:
        patch.setattr(archive, "read_archive", read_and_change)
        open_archive(path)
    assert training_pixels(path) == 3


def test_an_entry_of_an_older_version_gives_way(path, read):
    open_archive(path)
    (entry,) = cache_folder().iterdir()
    state = path.stat()
    start, _, _ = entry.name.partition("-")
    older = entry.rename(entry.with_name(f"{start}-{state.st_size}-{state.st_mtime_ns}.npy"))
    assert training_pixels(path) == 7
    assert read == [path, path]
    assert not older.exists()


def cut(entry):
    os.truncate(entry, entry.stat().st_size - 1)


def make_zeros(entry):
    entry.write_bytes(bytes(entry.stat().st_size))


def make_text(entry):
    entry.write_bytes(b"\xff\xfe{")


def make_empty(entry):
    os.truncate(entry, 0)


@pytest.mark.parametrize("damage", [cut, make_zeros, make_text, make_empty, Path.unlink])
def test_a_damaged_entry_is_made_again(path, read, damage):
    open_archive(path)
    before = entries()
    (entry,) = cache_folder().iterdir()
    damage(entry)
    for _ in range(2):
        assert training_pixels(path) == 7
    assert read == [path, path]
    assert entries() == before


def test_without_a_cache_the_arrays_are_in_memory(path, read, no_cache, caplog):
    with caplog.at_level(logging.WARNING, "labhelpers"):
        for calls in (1, 2):
            assert training_pixels(path) == 7
            assert len(read) == calls
    assert "can't be kept in the cache" in caplog.text
    with pytest.raises(ValueError, match="read-only"):
        open_archive(path)["x_train"][0] = 1


@pytest.mark.skipif(
    not os.path.exists("/dev/full"), reason="a disk that is full by nature is a thing of Linux"
)
def test_a_full_disk_leaves_nothing_behind(path, monkeypatch):
    save_array = np.save

    def save_to_a_full_disk(file, array, allow_pickle):
        with open("/dev/full", "wb") as full:
            save_array(full, array, allow_pickle=allow_pickle)

    monkeypatch.setattr(np, "save", save_to_a_full_disk)
    assert training_pixels(path) == 7
    assert entries() == []


def test_many_at_once_make_one_entry(tmp_path):
    path = save_filled(tmp_path / "large.npz", 7, count=2000)
    barrier = threading.Barrier(8)
    found = []

    def open_it():
        barrier.wait()
        found.append(training_pixels(path))

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [7] * 8
    assert len(entries()) == 1


HALF_WRITTEN = """
import pathlib, sys, time, numpy
from labhelpers import archive

def save_half(file, array, allow_pickle):
    file.write(b"half")
    print("writing", flush=True)
    time.sleep(60)

numpy.save = save_half
archive.open_archive(pathlib.Path(sys.argv[1]))
"""


def test_a_killed_process_leaves_no_entry(path, read):
    command = [sys.executable, "-c", HALF_WRITTEN, path]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"writing"
    process.kill()
    process.wait()
    process.stdout.close()
    assert not list(cache_folder().glob("[!.]*"))
    assert training_pixels(path) == 7
    assert read == [path]


@pytest.fixture
def mnist_sized(tmp_path):
    """Return the path of a file with as many images as MNIST has, which is in the cache."""
    path = save_filled(tmp_path / "large.npz", 7, count=60_000)
    open_archive(path)
    return path


def test_opening_again_is_fast(mnist_sized):
    began = time.perf_counter()
    open_archive(mnist_sized)
    assert time.perf_counter() - began < 0.05


def private_bytes():
    """Return this process's memory that no file stands behind (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) * 1024
    raise ValueError("/proc/self/status has no RssAnon; expected one. Run this on Linux.")


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="Linux says which memory is private"
)
def test_arrays_cost_no_memory_of_ones_own(mnist_sized):
    before = private_bytes()
    record = open_archive(mnist_sized)
    assert max(images.max() for images in record["x_train"]) == 7  # every page has been read
    assert private_bytes() - before < 5e6  # of 47 MB


def test_the_folder_is_the_users_own_by_default(monkeypatch):
    monkeypatch.delenv("LAB_CACHE")
    assert "cnn-lab" in str(cache_folder())
    assert cache_folder().is_absolute()


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_what_is_kept_is_this_accounts_alone(path):
    open_archive(path)
    assert cache_folder().stat().st_mode & 0o077 == 0
