"""What is said of a file that is nearly right: the advice is taken, until the digits are read."""

import gzip
import pickle
import re

import numpy as np
import pytest

from labhelpers.archive import KEYS, DataError, read_archive
from tests.labhelpers.own_archive import own_arrays

COUNT = 40
IMAGES = own_arrays(COUNT)["x_train"]
IMAGES[:, 0, 0] = 255  # so that each form has the whole range
IMAGES[:, 0, 1] = 0
LABELS = own_arrays(COUNT)["y_train"]


def in_form(form, kind="x"):
    """Return the arrays of a file, its images (or labels, "y") of both parts in another form."""
    arrays = own_arrays(COUNT)
    arrays["x_test"] = IMAGES[:10].copy()
    arrays["x_train"] = IMAGES.copy()
    changed = {key: form(array) for key, array in arrays.items() if key[0] == kind}
    return arrays | changed


def advice_on(path):
    """Return what the reader's sentence says after what it expected."""
    with pytest.raises(DataError) as caught:
        read_archive(path)
    _, _, said = str(caught.value).partition("; expected ")
    return said


def mend(path, times=3):
    """Take the advice, as often as there is some; return the digits."""
    for _ in range(times):
        try:
            return read_archive(path)
        except DataError as error:
            said = re.search(r"run: `(.*)`\.", str(error))
            assert said, error
            exec(said[1], {"np": np})
    return read_archive(path)


def check(path, images=IMAGES, labels=LABELS, off=0):
    """Compare the mended digits with the right ones, whose pixels may be so far off."""
    record = mend(path)
    assert np.abs(record["x_train"].astype(int) - images).max() <= off
    assert np.abs(record["x_test"].astype(int) - images[:10]).max() <= off
    assert record["y_train"].tolist() == labels.tolist()
    assert record["y_test"].tolist() == labels[:10].tolist()


IMAGE_FORMS = {
    "floats from 0 to 1": lambda x: x / 255,
    "half floats from 0 to 1": lambda x: (x / 255).astype("f2"),
    "floats from 0 to 255": lambda x: x.astype("f4"),
    "floats from -1 to 1": lambda x: x / 127.5 - 1,
    "of mean 0 and variance 1": lambda x: (x - x.mean()) / x.std(),
    "whole numbers of eight bytes": lambda x: x.astype("i8"),
    "of two bytes, to 65535": lambda x: x.astype("u2") * 257,
    "rows of pixels": lambda x: x.reshape(len(x), 784),
    "rows of floats": lambda x: (x / 255).reshape(len(x), 784),
    "columns of pixels": lambda x: x.reshape(len(x), 784).T,
    "a channel at the end": lambda x: x[..., None],
    "a channel at the end, floats": lambda x: (x / 255).astype("f4")[..., None],
    "a channel before the rows": lambda x: x[:, None],
    "the images along the last axis": lambda x: np.moveaxis(x, 0, 2),
    "colours at the end": lambda x: np.repeat(x[..., None], 3, axis=3),
    "colours before the rows": lambda x: np.repeat(x[:, None], 3, axis=1),
    "in Fortran's order": lambda x: np.asfortranarray(x.astype("f8")),
}


@pytest.mark.parametrize("form", IMAGE_FORMS.values(), ids=IMAGE_FORMS)
def test_images_in_another_form_are_mended_by_what_is_said(tmp_path, form):
    np.savez(tmp_path / "it's own.npz", **in_form(form))
    check(tmp_path / "it's own.npz", off=1)


def test_colours_with_an_alpha_channel(tmp_path):
    opaque = np.full((COUNT, 28, 28), 255, np.uint8)
    form = in_form(lambda x: np.stack([x, x, x, opaque[: len(x)]], axis=3))
    np.savez(tmp_path / "own.npz", **form)
    check(tmp_path / "own.npz")


def test_black_and_white_images(tmp_path):
    np.savez(tmp_path / "own.npz", **in_form(lambda x: x > 127))
    check(tmp_path / "own.npz", images=np.where(IMAGES > 127, 255, 0))


@pytest.mark.parametrize("side", [8, 16, 32, 64])
@pytest.mark.parametrize("is_flat", [False, True])
def test_images_of_another_size(tmp_path, side, is_flat):
    def form(x):
        made = np.full((len(x), side, side), 9, np.uint8)
        return made.reshape(len(x), -1) if is_flat else made

    np.savez(tmp_path / "own.npz", **in_form(form))
    check(tmp_path / "own.npz", images=np.full_like(IMAGES, 9))


LABEL_FORMS = {
    "one-hot": lambda y: np.eye(10)[y],
    "a column": lambda y: y[:, None],
    "a row": lambda y: y[None],
    "floats": lambda y: y.astype(float),
    "a column of floats": lambda y: y[:, None].astype("f4"),
    "text": lambda y: y.astype(str),
    "bytes": lambda y: y.astype("S"),
    "10 for the digit 0": lambda y: np.where(y == 0, 10, y),
    "one-hot, whole numbers": lambda y: np.eye(10, dtype=int)[y],
}


@pytest.mark.parametrize("form", LABEL_FORMS.values(), ids=LABEL_FORMS)
def test_labels_in_another_form_are_mended_by_what_is_said(tmp_path, form):
    np.savez(tmp_path / "own.npz", **in_form(form, "y"))
    check(tmp_path / "own.npz")


def test_labels_from_1_to_10_may_mean_either(tmp_path):
    np.savez(tmp_path / "own.npz", **in_form(lambda y: y + 1, "y"))
    assert "if 1 stands for it, write x - 1 in place of x % 10.)" in advice_on(
        tmp_path / "own.npz"
    )


def test_all_at_once(tmp_path):
    arrays = in_form(lambda x: (x / 255).reshape(len(x), 1, 28, 28))
    arrays |= in_form(lambda y: np.eye(10)[y], "y") | {"x_train": arrays["x_train"]}
    arrays["x_test"] = arrays["x_test"].reshape(10, -1) / 255
    arrays["x_test"][0, 0] = 1
    np.savez(tmp_path / "own.npz", **arrays)
    check(tmp_path / "own.npz", off=1)


def test_more_images_than_labels_and_the_other_way_round(tmp_path):
    arrays = in_form(lambda x: x)
    np.savez(tmp_path / "own.npz", **arrays | {"y_train": LABELS[:-1], "y_test": LABELS[:11]})
    record = mend(tmp_path / "own.npz")
    assert np.array_equal(record["x_train"], IMAGES[:-1])
    assert len(record["y_test"]) == 10


def test_enlarged_images_are_made_small_again(tmp_path):
    form = in_form(lambda x: x.repeat(3, axis=1).repeat(3, axis=2) / 255)
    np.savez(tmp_path / "own.npz", **form)
    record = mend(tmp_path / "own.npz")
    assert np.corrcoef(record["x_train"].ravel(), IMAGES.ravel())[0, 1] > 0.9


def test_letters_are_left_out(tmp_path):
    labels = np.arange(COUNT) % 15
    np.savez(tmp_path / "own.npz", **in_form(lambda x: x) | {"y_train": labels})
    record = mend(tmp_path / "own.npz")
    assert np.array_equal(record["x_train"], IMAGES[labels < 10])


NAMES = [
    ("train_images", "train_labels", "test_images", "test_labels"),
    ("X_train", "Y_train", "X_test", "Y_test"),
    ("trainX", "trainY", "testX", "testY"),
    ("training_data", "training_targets", "test_data", "test_targets"),
    ("x_train", "y_train", "test_images", "test_labels"),
]


@pytest.mark.parametrize("names", NAMES, ids=lambda names: names[0])
def test_arrays_of_other_names(tmp_path, names):
    arrays = in_form(lambda x: x / 255)
    named = {name: arrays[key] for name, key in zip(names, KEYS, strict=True)}
    np.savez(tmp_path / "own.npz", **named)
    check(tmp_path / "own.npz", off=1)


@pytest.mark.parametrize("names", [("x", "y"), ("images", "labels"), ("x_train", "y_train")])
def test_images_without_a_test_set_are_split_in_a_random_order(tmp_path, names):
    arrays = {names[0]: IMAGES.reshape(COUNT, 784), names[1]: LABELS}
    np.savez(tmp_path / "own.npz", **arrays)
    record = mend(tmp_path / "own.npz")
    assert len(record["x_test"]) == COUNT // 6
    order = np.random.default_rng(0).permutation(COUNT)
    assert np.array_equal(record["x_test"], IMAGES[order[: COUNT // 6]])
    assert record["y_train"].tolist() == LABELS[order[COUNT // 6 :]].tolist()


def test_a_table_of_pixels(tmp_path, monkeypatch):
    path = tmp_path / "train.csv"
    rows = np.column_stack([LABELS, IMAGES.reshape(COUNT, 784)])
    np.savetxt(path, rows, "%d", ",", header="label,pixels", comments="")
    said = advice_on(path)
    assert "np.loadtxt(file, delimiter=',', skiprows=1, dtype=int), if it is a table" in said
    read = np.loadtxt(path, delimiter=",", skiprows=1, dtype=int)
    assert np.array_equal(read, rows)


@pytest.mark.parametrize("name", ["own.NPZ", "own digits", "own.npz.bak"])
def test_a_file_that_is_called_otherwise_stays_where_it_is(tmp_path, name):
    with open(tmp_path / name, "wb") as file:
        np.savez(file, **in_form(lambda x: x / 255))
    check(tmp_path / name, off=1)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_python_objects(tmp_path):
    arrays = in_form(lambda x: x.astype(object)) | in_form(lambda y: y.astype(object), "y")
    np.savez(tmp_path / "own.npz", **arrays)
    assert "If you made it yourself" in advice_on(tmp_path / "own.npz")
    check(tmp_path / "own.npz")


OTHER_FILES = {
    "np.load. Pack": lambda file: np.save(file, IMAGES),
    "gzip.open. Pack": lambda file: file.write(gzip.compress(b"digits")),
    "np.fromfile(file, 'uint8')[16:], since": lambda file: file.write(
        np.array([0x803, COUNT, 28, 28], ">u4").tobytes() + IMAGES.tobytes()
    ),
    "np.fromfile(file, 'uint8')[8:], since": lambda file: file.write(
        np.array([0x801, COUNT], ">u4").tobytes() + LABELS.tobytes()
    ),
    "h5py.File. Pack": lambda file: file.write(b"\x89HDF\r\n\x1a\n"),
    "pickle.load, but only if you": lambda file: pickle.dump(in_form(lambda x: x), file),
}


@pytest.mark.parametrize(("said", "write"), OTHER_FILES.items(), ids=OTHER_FILES)
def test_files_that_are_no_archive_are_known_by_how_they_begin(tmp_path, said, write):
    path = tmp_path / "digits.npz"
    with open(path, "wb") as file:
        write(file)
    told = advice_on(path)
    assert f"Read it with {said}" in told
    assert "np.savez('digits.npz', x_train=..., y_train=..., x_test=..., y_test=...)" in told


def test_mnists_own_form_is_read_as_the_advice_says(tmp_path):
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(np.array([0x803, COUNT, 28, 28], ">u4").tobytes() + IMAGES.tobytes())
    assert np.array_equal(np.fromfile(path, "uint8")[16:].reshape(-1, 28, 28), IMAGES)


def test_matlabs_files(tmp_path):
    scipy_io = pytest.importorskip("scipy.io")
    scipy_io.savemat(tmp_path / "digits.mat", {"x": IMAGES})
    assert "Read it with scipy.io.loadmat" in advice_on(tmp_path / "digits.mat")


NOBODY_KNOWS = {
    "no image": {"x_test": IMAGES[:0], "y_test": LABELS[:0]},
    "words for labels": {"y_train": np.array(["three"] * COUNT)},
    "labels between whole numbers": {"y_train": LABELS + 0.5},
    "images of complex numbers": {"x_train": IMAGES * 1j},
    "a number": {"x_train": np.array(3)},
    "five axes": {"x_train": IMAGES[None, None]},
    "no finite number": {"x_train": np.full((COUNT, 28, 28), np.nan)},
}


@pytest.mark.parametrize("arrays", NOBODY_KNOWS.values(), ids=NOBODY_KNOWS)
def test_where_nobody_can_say_nothing_is_made_up(tmp_path, arrays):
    np.savez(tmp_path / "own.npz", **in_form(lambda x: x) | arrays)
    assert "To mend it" not in advice_on(tmp_path / "own.npz")


def test_names_that_say_nothing(tmp_path):
    np.savez(tmp_path / "own.npz", *own_arrays().values())
    said = advice_on(tmp_path / "own.npz")
    assert "Pack four arrays: `np.savez('digits.npz', x_train=..., y_train=..., " in said
