"""Reading .npz files: MNIST itself, a data set of one's own, and every kind of wrong file as a sentence."""

import io
import zipfile

import numpy as np
import pytest

from labhelpers.archive import KEYS, DataError, read_archive
from labhelpers.data import load_digits


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
        arrays = {key: array for key, array in {**own_digits(), **replaced}.items() if array is not None}
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
    arrays = read_archive(mnist_npz)
    assert str(arrays.pop("name")) == "MNIST"
    assert {key: array.shape for key, array in arrays.items()} == {
        "x_train": (60_000, 28, 28),
        "y_train": (60_000,),
        "x_test": (10_000, 28, 28),
        "y_test": (10_000,),
    }


def test_one_wrong_pixel_is_not_mnist(mnist_npz, tmp_path):
    with np.load(mnist_npz, allow_pickle=False) as archive:
        arrays = {key: archive[key] for key in KEYS}
    arrays["x_test"][9_999, 27, 27] ^= 1
    np.savez(tmp_path / "mnist.npz", **arrays)
    assert str(read_archive(tmp_path / "mnist.npz")["name"]) == "mnist.npz"
    with pytest.raises(DataError, match=r"mnist\.npz does not hold MNIST: its checksum is wrong; expected"):
        load_digits(tmp_path / "mnist.npz")  # the file's name says MNIST


@pytest.mark.parametrize("label_type", ["u1", "i1", "i8", ">i4"])
def test_a_data_set_of_ones_own(save, label_type):
    labels = own_digits()["y_train"]
    arrays = read_archive(save(y_train=labels.astype(label_type)))
    assert str(arrays["name"]) == "own.npz"
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
        ({"x_test": np.zeros((10, 28, 28, 1), np.uint8)}, "x_test is uint8 with shape (10, 28, 28, 1)"),
        ({"x_train": np.zeros((30, 28, 28), np.float32)}, "x_train is float32 with shape (30, 28, 28); expected uint8"),
        ({"x_train": np.zeros((30, 28, 28), np.int64)}, "is int64"),
        ({"y_train": np.zeros(30)}, "y_train is float64 with shape (30,); expected whole numbers, (30,)"),
        ({"y_train": np.array(["3"] * 30)}, "is <U1"),
        ({"y_train": np.zeros((30, 10), np.uint8)}, "with shape (30, 10); expected whole numbers, (30,)"),
        ({"y_train": np.full(30, 10)}, "has labels from 10 to 10; expected 0 to 9"),
        ({"y_test": np.arange(-1, 9)}, "has labels from -1 to 8"),
        ({"y_train": np.zeros(29, np.uint8)}, "y_train is uint8 with shape (29,); expected whole numbers, (30,)"),
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
    right = {key: array.tobytes() for key, array in read_archive(path).items()}
    for position in range(0, len(whole), 997):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x10]) + whole[position + 1 :])
        try:
            arrays = read_archive(path)
        except DataError:
            continue
        # A bit that nothing depends on, such as a time stamp's, may differ.
        assert {key: array.tobytes() for key, array in arrays.items()} == right


def test_a_header_that_promises_terabytes(save, tmp_path):
    path = save()
    member = io.BytesIO()
    header = {"descr": "|u1", "fortran_order": False, "shape": (10**12, 28, 28)}
    np.lib.format.write_array_header_1_0(member, header)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x_train.npy", member.getvalue() + b"0" * 100)
        for key in KEYS[1:]:
            archive.writestr(f"{key}.npy", b"")
    assert "can't be read (Unable to allocate" in message(path)


def test_a_member_that_is_no_array(save):
    path = save()
    with zipfile.ZipFile(path, "w") as archive:
        for key in KEYS:
            archive.writestr(f"{key}.npy", b"not an array at all")
    assert "can't be read" in message(path)


@pytest.mark.parametrize("content", [b"", b"label,pixel0\n5,0\n", b"\x80\x04\x95", b"\x93NUMPY\x01\x00v\x00"])
def test_files_that_are_no_archive(save, tmp_path, content):
    path = tmp_path / "own.npz"
    path.write_bytes(content)
    assert f"with {len(content)} bytes, can't be read (File is not a zip file)" in message(path)


def test_a_folder_and_nothing_at_all(save, tmp_path):
    (tmp_path / "folder.npz").mkdir()
    assert "folder.npz" in message(tmp_path / "folder.npz")
    with pytest.raises(DataError, match=r"absent\.npz does not exist; expected a \.npz file\. Choose "):
        load_digits(tmp_path / "absent.npz")
