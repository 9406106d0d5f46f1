"""Reading .npz files: MNIST itself, a data set of one's own, and every kind of wrong file as a sentence.

Then the cache of what was unpacked: opened fast, shared, rebuilt when damaged, and never in the
    way.
"""

import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from labhelpers import archive
from labhelpers.archive import KEYS, DataError, cache_folder, open_archive, read_archive
from labhelpers.digits import load_digits


def own_digits(count=30):
    generator = np.random.default_rng(0)
    return {
        "x_train": generator.integers(0, 256, (count, 28, 28), np.uint8),
        "y_train": (np.arange(count) % 10).astype(np.uint8),
        "x_test": generator.integers(0, 256, (10, 28, 28), np.uint8),
        "y_test": np.arange(10, dtype=np.uint8),
    }


@pytest.fixture
def save(tmp_path, monkeypatch):
    """Return a function that writes own.npz with some arrays replaced (None: left out) and returns its path."""
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "cache"))

    def write(**replaced):
        arrays = {
            key: array for key, array in {**own_digits(), **replaced}.items() if array is not None
        }
        np.savez_compressed(tmp_path / "own.npz", **arrays)
        return tmp_path / "own.npz"

    return write


def message(path):
    """Return what is said about a wrong file, by the reader and the same, with advice, by load_digits."""
    with pytest.raises(DataError) as caught:
        read_archive(path)
    assert isinstance(caught.value, ValueError)
    said = str(caught.value)
    assert path.name in said
    assert "expected" in said
    with pytest.raises(DataError) as caught:
        load_digits(path)
    assert str(caught.value).startswith(f"{said} Choose ")
    return said


def test_mnist_is_known_by_its_arrays(mnist_npz):
    record = read_archive(mnist_npz)
    assert record["is_mnist"]
    assert {key: record[key].shape for key in KEYS} == {
        "x_train": (60_000, 28, 28),
        "y_train": (60_000,),
        "x_test": (10_000, 28, 28),
        "y_test": (10_000,),
    }


def test_one_wrong_pixel_is_not_mnist(mnist_npz, tmp_path):
    with np.load(mnist_npz, allow_pickle=False) as file:
        arrays = {key: file[key] for key in KEYS}
    arrays["x_test"][9_999, 27, 27] ^= 1
    np.savez(tmp_path / "mnist.npz", **arrays)
    assert not read_archive(tmp_path / "mnist.npz")["is_mnist"]
    with pytest.raises(
        DataError, match=r"mnist\.npz does not hold MNIST: its checksum is wrong; expected"
    ):
        load_digits(tmp_path / "mnist.npz")  # the file's name says MNIST


@pytest.mark.parametrize("label_type", ["u1", "i1", "i8", ">i4"])
def test_a_data_set_of_ones_own(save, label_type):
    labels = own_digits()["y_train"]
    arrays = read_archive(save(y_train=labels.astype(label_type)))
    assert not arrays["is_mnist"]
    assert arrays["y_train"].dtype == np.uint8
    for key, array in own_digits().items():
        np.testing.assert_array_equal(arrays[key], array)


def test_column_order_is_read_as_rows(save):
    images = np.asfortranarray(own_digits()["x_train"])
    arrays = read_archive(save(x_train=images))
    np.testing.assert_array_equal(arrays["x_train"], images)
    assert arrays["x_train"].flags.c_contiguous


@pytest.mark.parametrize(
    ("replaced", "said"),
    [
        (
            {"x_train": np.zeros((30, 32, 32), np.uint8)},
            "x_train is uint8 with shape (30, 32, 32); expected uint8, (1 or more, 28, 28)",
        ),
        ({"x_train": np.zeros((30, 784), np.uint8)}, "with shape (30, 784); expected"),
        (
            {"x_test": np.zeros((10, 28, 28, 1), np.uint8)},
            "x_test is uint8 with shape (10, 28, 28, 1)",
        ),
        (
            {"x_train": np.zeros((30, 28, 28), np.float32)},
            "x_train is float32 with shape (30, 28, 28); expected uint8",
        ),
        ({"x_train": np.zeros((30, 28, 28), np.int64)}, "is int64"),
        (
            {"y_train": np.zeros(30)},
            "y_train is float64 with shape (30,); expected whole numbers, (30,)",
        ),
        ({"y_train": np.array(["3"] * 30)}, "is <U1"),
        (
            {"y_train": np.zeros((30, 10), np.uint8)},
            "with shape (30, 10); expected whole numbers, (30,)",
        ),
        ({"y_train": np.full(30, 10)}, "has labels from 10 to 10; expected 0 to 9"),
        ({"y_test": np.arange(-1, 9)}, "has labels from -1 to 8"),
        (
            {"y_train": np.zeros(29, np.uint8)},
            "y_train is uint8 with shape (29,); expected whole numbers, (30,)",
        ),
        (
            {"y_test": None},
            "has no y_test; it holds x_train, y_train, x_test; expected x_train, y_train, x_test, y_test",
        ),
        (
            {"x_test": np.zeros((0, 28, 28), np.uint8)},
            "x_test is uint8 with shape (0, 28, 28); expected uint8, (1 or more",
        ),
        (
            {"y_train": np.array([{"digit": 3}] * 30)},
            "can't be read (pickled Python objects could run code); expected a .npz file of plain numbers",
        ),
    ],
)
def test_wrong_arrays(save, replaced, said):
    path = save(**replaced)
    assert said in message(path)


def test_an_empty_archive(save, tmp_path):
    with zipfile.ZipFile(tmp_path / "own.npz", "w"):
        pass
    assert "has no x_train and no y_train and no x_test and no y_test; it holds nothing" in message(
        tmp_path / "own.npz"
    )


def test_truncated_files_of_any_length(save):
    path = save()
    whole = path.read_bytes()
    for length in (len(whole) - 1, len(whole) // 2, 100, 2):
        path.write_bytes(whole[:length])
        assert f"own.npz, with {length:,} bytes, can't be read" in message(path)


def test_flipped_bits_never_pass(save):
    path = save()
    whole = path.read_bytes()
    right = read_archive(path).tobytes()
    for position in range(0, len(whole), 997):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x10]) + whole[position + 1 :])
        try:
            record = read_archive(path)
        except DataError:
            continue
        # A bit that nothing depends on, such as a time stamp's, may differ.
        assert record.tobytes() == right


def test_a_header_that_promises_terabytes(save, tmp_path):
    path = save()
    member = io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": (10**12, 28, 28)}
    np.lib.format.write_array_header_1_0(member, header)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("x_train.npy", member.getvalue() + b"0" * 100)
        for key in KEYS[1:]:
            file.writestr(f"{key}.npy", b"")
    assert "can't be read (Unable to allocate" in message(path)


def test_a_member_that_is_no_array(save):
    path = save()
    with zipfile.ZipFile(path, "w") as file:
        for key in KEYS:
            file.writestr(f"{key}.npy", b"not an array at all")
    assert "can't be read" in message(path)


@pytest.mark.parametrize(
    "content", [b"", b"label,pixel0\n5,0\n", b"\x80\x04\x95", b"\x93NUMPY\x01\x00v\x00"]
)
def test_files_that_are_no_archive(save, tmp_path, content):
    path = tmp_path / "own.npz"
    path.write_bytes(content)
    assert f"with {len(content)} bytes, can't be read (File is not a zip file)" in message(path)


def test_a_folder_and_nothing_at_all(save, tmp_path):
    (tmp_path / "folder.npz").mkdir()
    assert "folder.npz" in message(tmp_path / "folder.npz")
    with pytest.raises(
        DataError, match=r"absent\.npz does not exist; expected a \.npz file\. Choose "
    ):
        load_digits(tmp_path / "absent.npz")


@pytest.fixture
def read(monkeypatch):
    """Return the list of the files that were read and not found in the cache."""
    files = []

    def note(path):
        files.append(path)
        return read_archive(path)

    monkeypatch.setattr(archive, "read_archive", note)
    return files


def entries():
    return sorted(path.name for path in cache_folder().iterdir())


def filled(save, fill, count=30):
    """Return the path of own.npz, all of whose training pixels are `fill`."""
    return save(x_train=np.full((count, 28, 28), fill, np.uint8), y_train=np.zeros(count, np.uint8))


def test_read_once_and_mapped_from_then_on(save, read):
    path = filled(save, 7)
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
def test_a_new_state_replaces_the_old_one(save, read, change):
    elsewhere = filled(save, 2).rename(cache_folder().parent / "elsewhere.npz")
    path = filled(save, 1)
    for opened in (path, elsewhere):
        open_archive(opened)
    filled(save, 3, count=30 if change == "time" else 40)
    if change == "time":
        os.utime(path, ns=(0, 1))
    assert (open_archive(path)["x_train"] == 3).all()
    assert len(entries()) == 2
    assert (open_archive(elsewhere)["x_train"] == 2).all()
    assert read == [path, elsewhere, path]


@pytest.mark.parametrize("damage", ["truncated", "no array", "missing", "text", "empty"])
def test_a_damaged_entry_is_made_again(save, read, damage):
    path = filled(save, 7)
    open_archive(path)
    before = entries()
    (damaged,) = cache_folder().iterdir()
    if damage == "truncated":
        os.truncate(damaged, damaged.stat().st_size - 1)
    elif damage == "no array":
        damaged.write_bytes(bytes(damaged.stat().st_size))
    elif damage == "missing":
        damaged.unlink()
    elif damage == "text":
        damaged.write_bytes(b"\xff\xfe{")
    else:
        os.truncate(damaged, 0)
    for _ in range(2):
        assert (open_archive(path)["x_train"] == 7).all()
    assert read == [path, path]
    assert entries() == before


def test_without_a_cache_the_arrays_are_in_memory(save, read, tmp_path, monkeypatch):
    path = filled(save, 7)
    (tmp_path / "file").write_text("no folder can be made in a file")
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "file" / "cache"))
    for calls in (1, 2):
        assert (open_archive(path)["x_train"] == 7).all()
        assert len(read) == calls


@pytest.mark.skipif(
    not os.path.exists("/dev/full"), reason="a disk that is full by nature is a thing of Linux"
)
def test_a_full_disk_leaves_nothing_behind(save, monkeypatch):
    path, save_array = filled(save, 7), np.save

    def save_to_a_full_disk(file, array, allow_pickle):
        with open("/dev/full", "wb") as full:
            save_array(full, array, allow_pickle=allow_pickle)

    monkeypatch.setattr(np, "save", save_to_a_full_disk)
    assert (open_archive(path)["x_train"] == 7).all()
    assert entries() == []


def test_many_at_once_make_one_entry(save):
    path, found, wait = filled(save, 7, count=2000), [], threading.Barrier(8)

    def open_it():
        wait.wait()
        found.append(open_archive(path)["x_train"])

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all((images == 7).all() for images in found)
    assert len(entries()) == 1


def test_a_killed_process_leaves_no_entry(save, read):
    path = filled(save, 7)
    code = (
        "import pathlib, sys, time, numpy; from labhelpers import archive\n"
        "def slow(file, array, allow_pickle): file.write(b'half'); print('writing', flush=True); time.sleep(60)\n"
        "numpy.save = slow; archive.open_archive(pathlib.Path(sys.argv[1]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE)
    assert process.stdout.readline().strip() == b"writing"
    process.kill()
    process.wait()
    process.stdout.close()
    assert not list(cache_folder().glob("[!.]*"))
    assert (open_archive(path)["x_train"] == 7).all()
    assert read == [path]


def private_bytes():
    """Return this process's memory that no file stands behind (Linux)."""
    (line,) = [
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("RssAnon")
    ]
    return int(line.split()[1]) * 1024


def test_opening_again_is_fast(save):
    path = filled(save, 7, count=60_000)
    open_archive(path)
    start = time.perf_counter()
    open_archive(path)
    assert time.perf_counter() - start < 0.05


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="Linux says which memory is private"
)
def test_arrays_cost_no_memory_of_ones_own(save):
    path = filled(save, 7, count=60_000)
    open_archive(path)
    before = private_bytes()
    record = open_archive(path)
    assert max(images.max() for images in record["x_train"]) == 7  # every page has been read
    assert private_bytes() - before < 5e6  # of 47 MB


def test_the_folder_is_the_users_own_by_default(monkeypatch):
    monkeypatch.delenv("LAB_CACHE")
    assert "cnn-lab" in str(cache_folder())
    assert cache_folder().is_absolute()
