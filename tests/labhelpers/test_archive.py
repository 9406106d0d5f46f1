"""Reading .npz files: MNIST, a data set of one's own, and what is said of every wrong file."""

import io
import logging
import zipfile

import numpy as np
import pytest

from labhelpers.archive import KEYS, DataError, read_archive
from labhelpers.digits import load_digits
from tests.labhelpers.own_archive import own_arrays, save_own


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def path(tmp_path):
    """Return where a test may put a file of its own."""
    return tmp_path / "own.npz"


def message(path):
    """Return what the reader says about a wrong file; load_digits says the same, with advice."""
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
    path = tmp_path / "mnist.npz"
    np.savez(path, **arrays)
    assert not read_archive(path)["is_mnist"]
    said = r"mnist\.npz does not hold MNIST: its checksum is wrong; expected"
    with pytest.raises(DataError, match=said):
        load_digits(path)  # the file's name says MNIST


@pytest.mark.parametrize("label_type", ["u1", "i1", "i8", ">i4"])
def test_a_data_set_of_ones_own(path, label_type):
    labels = own_arrays()["y_train"].astype(label_type)
    record = read_archive(save_own(path, y_train=labels))
    assert not record["is_mnist"]
    assert record["y_train"].dtype == np.uint8
    for key, array in own_arrays().items():
        np.testing.assert_array_equal(record[key], array)


def test_column_order_is_read_as_rows(path):
    images = np.asfortranarray(own_arrays()["x_train"])
    record = read_archive(save_own(path, x_train=images))
    np.testing.assert_array_equal(record["x_train"], images)
    assert record["x_train"].flags.c_contiguous


IMAGES = "expected uint8, (20 or more, 28, 28)"
LABELS = "expected whole numbers, (30,)"
PICKLED = "can't be read (pickled Python objects could run code); expected a .npz file of plain"


@pytest.mark.parametrize(
    "key, array, said",
    [
        ("x_train", np.zeros((30, 32, 32), "u1"), f"is uint8 with shape (30, 32, 32); {IMAGES}"),
        ("x_train", np.zeros((30, 784), "u1"), f"with shape (30, 784); {IMAGES}"),
        ("x_test", np.zeros((10, 28, 28, 1), "u1"), "x_test is uint8 with shape (10, 28, 28, 1)"),
        ("x_test", np.zeros((0, 28, 28), "u1"), "with shape (0, 28, 28); expected uint8, (1 or m"),
        ("x_train", np.zeros((19, 28, 28), "u1"), f"{IMAGES}. The lessons need so many."),
        ("x_train", np.zeros((30, 28, 28), "f4"), f"float32 with shape (30, 28, 28); {IMAGES}"),
        ("x_train", np.zeros((30, 28, 28), "i8"), "x_train is int64"),
        ("y_train", np.zeros(30), f"y_train is float64 with shape (30,); {LABELS}"),
        ("y_train", np.array(["3"] * 30), "y_train is <U1"),
        ("y_train", np.zeros((30, 10), "u1"), f"with shape (30, 10); {LABELS}"),
        ("y_train", np.zeros(29, "u1"), f"with shape (29,); {LABELS}"),
        ("y_train", np.full(30, 10), "y_train has labels from 10 to 10; expected 0 to 9"),
        ("y_test", np.arange(-1, 9), "y_test has labels from -1 to 8"),
        ("y_test", None, "has no y_test; it holds x_train, y_train, x_test; expected x_train, y_"),
        ("y_train", np.array([{"digit": 3}] * 30), PICKLED),
    ],
)
def test_wrong_arrays(path, key, array, said):
    save_own(path, **{key: array})
    assert said in message(path)


def test_an_empty_archive(path):
    with zipfile.ZipFile(path, "w"):
        pass
    absent = "no x_train and no y_train and no x_test and no y_test"
    assert f"has {absent}; it holds nothing" in message(path)


def test_truncated_files_of_any_length(path):
    whole = save_own(path).read_bytes()
    for length in (len(whole) - 1, len(whole) // 2, 100, 2):
        path.write_bytes(whole[:length])
        assert f"own.npz, with {length:,} bytes, can't be read" in message(path)


def test_the_log_keeps_what_a_sentence_leaves_out(path, caplog):
    path.write_bytes(b"no archive")
    with caplog.at_level(logging.WARNING, "labhelpers"):
        message(path)
    assert isinstance(caplog.records[0].exc_info[1], zipfile.BadZipFile)


def test_flipped_bits_never_pass(path):
    whole = save_own(path).read_bytes()
    right = read_archive(path).tobytes()
    for position in range(0, len(whole), 997):
        flipped = bytes([whole[position] ^ 0x10])
        path.write_bytes(whole[:position] + flipped + whole[position + 1 :])
        try:
            record = read_archive(path)
        except DataError:
            continue
        # A bit that nothing depends on, such as a time stamp's, may differ.
        assert record.tobytes() == right


def test_a_header_that_promises_terabytes(path):
    header = {"descr": "|u1", "fortran_order": False, "shape": (10**12, 28, 28)}
    member = io.BytesIO()
    np.lib.format.write_array_header_1_0(member, header)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("x_train.npy", member.getvalue() + b"0" * 100)
        for key in KEYS[1:]:
            file.writestr(f"{key}.npy", b"")
    assert "can't be read (Unable to allocate" in message(path)


def test_a_member_that_is_no_array(path):
    with zipfile.ZipFile(path, "w") as file:
        for key in KEYS:
            file.writestr(f"{key}.npy", b"not an array at all")
    assert "can't be read" in message(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"label,pixel0\n5,0\n", b"\x80\x04\x95", b"\x93NUMPY\x01\x00v\x00"],
)
def test_files_that_are_no_archive(path, content):
    path.write_bytes(content)
    assert f"with {len(content)} bytes, can't be read (File is not a zip file)" in message(path)


def test_a_folder_and_nothing_at_all(tmp_path):
    folder = tmp_path / "folder.npz"
    folder.mkdir()
    assert "folder.npz" in message(folder)
    said = r"absent\.npz does not exist; expected a \.npz file\. Choose "
    with pytest.raises(DataError, match=said):
        load_digits(tmp_path / "absent.npz")
