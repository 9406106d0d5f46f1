"""Where the digits come from: the order, the reasons, and errors in place of silent swaps."""

import hashlib
import logging
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from labhelpers import download
from labhelpers.digits import DataError, load_digits
from tests.labhelpers import loopback
from tests.labhelpers.own_archive import save_own

EMBEDDED_TRAINING = 1442


@pytest.fixture(autouse=True)
def bare_machine(tmp_path, monkeypatch):
    """Be a machine with empty caches, an empty project and no internet: its proxy is down."""
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr("labhelpers.digits.PROJECT_ROOT", tmp_path / "project")
    loopback.use_proxy(monkeypatch, 9)


def own_file(path, fill=1):
    """Write a data set of one's own, all pixels the same, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    images = np.full((20, 28, 28), fill, np.uint8)
    labels = np.arange(20, dtype=np.uint8) % 10
    np.savez(path, x_train=images, y_train=labels, x_test=images[:10], y_test=labels[:10])
    return path


def check_part(images, labels):
    assert images.dtype == labels.dtype == np.uint8
    assert images.shape == (len(labels), 28, 28)
    assert not images.flags.writeable
    assert not labels.flags.writeable


def check_form(digits):
    check_part(digits.train_images, digits.train_labels)
    check_part(digits.test_images, digits.test_labels)
    assert re.fullmatch(r"\S.*[^.]\.", digits.reason)
    if digits.source != "embedded":
        assert Path(digits.source).is_absolute()
        assert str(Path(digits.source).parent) not in digits.name + digits.reason + repr(digits)


def check_source_gives_the_same(digits):
    again = load_digits(digits.source)
    assert again.name == digits.name
    for part in ("train_images", "train_labels", "test_images", "test_labels"):
        np.testing.assert_array_equal(getattr(again, part), getattr(digits, part))


def test_embedded():
    digits = load_digits("embedded")
    check_form(digits)
    assert (digits.name, digits.source) == ("embedded digits", "embedded")
    assert len(digits.train_images) == EMBEDDED_TRAINING


def test_without_internet_auto_ends_with_the_embedded_digits_and_says_why(caplog):
    began = time.monotonic()
    with caplog.at_level(logging.WARNING, "labhelpers"):
        digits = load_digits()
    assert time.monotonic() - began < 10
    check_form(digits)
    assert digits.name == "embedded digits"
    assert digits.reason == (
        "The embedded digits, because MNIST is not on this machine and could not be downloaded: "
        "no connection to the internet."
    )
    check_source_gives_the_same(digits)
    assert "The embedded digits take MNIST's place" in caplog.messages


def test_without_internet_mnist_is_an_error_that_says_what_to_do():
    with pytest.raises(DataError, match=r"could not be downloaded: no connection .* MNIST_NPZ"):
        load_digits("mnist")


def test_a_cancelled_search_says_so():
    assert "the download was cancelled" in load_digits(is_cancelled=lambda: True).reason


@pytest.fixture
def server_with_mnist(mnist_npz, monkeypatch):
    """Run a server from which MNIST can be downloaded."""
    content = mnist_npz.read_bytes()
    loopback.use_directly(monkeypatch)
    with loopback.Server(content) as server:
        monkeypatch.setattr(download, "ADDRESS", server.address)
        monkeypatch.setattr(download, "FILE_BYTES", len(content))
        yield server


def test_a_download_is_used_and_is_there_the_next_time(server_with_mnist, mnist_npz, monkeypatch):
    # The file at hand may have been packed by another zip library than Keras's was.
    checksum = hashlib.sha256(mnist_npz.read_bytes()).hexdigest()
    monkeypatch.setattr(download, "FILE_SHA256", checksum)
    told = []
    digits = load_digits("mnist", told.append)
    check_form(digits)
    assert digits.name == "MNIST"
    assert digits.reason == "MNIST, downloaded into Keras's cache."
    assert told[-1] == 1
    server_with_mnist.status = 503
    assert load_digits("mnist").reason == "MNIST, from Keras's cache."


def test_a_download_of_another_file_is_not_used(server_with_mnist):
    server_with_mnist.body = server_with_mnist.body[:-1] + b"!"
    assert load_digits().reason.endswith("what came is not Keras's file: its checksum is wrong.")


def test_the_order_of_auto(mnist_npz, tmp_path, monkeypatch):
    cached = tmp_path / "keras" / "datasets" / "mnist.npz"
    project = tmp_path / "project" / "data" / "mnist.npz"
    steps = [
        (cached, "MNIST, from Keras's cache."),
        (project, "MNIST, from data/mnist.npz in the project."),
    ]
    # From the last place to the first: each goes before those that are there already.
    for path, reason in steps:
        path.parent.mkdir(parents=True)
        shutil.copy(mnist_npz, path)
        digits = load_digits()
        assert (digits.name, digits.reason, digits.source) == ("MNIST", reason, str(path))
        check_form(digits)
    monkeypatch.setenv("MNIST_NPZ", str(save_own(tmp_path / "mine.npz")))
    digits = load_digits()
    assert digits.name == "mine.npz"
    assert digits.reason == "mine.npz, from the file that MNIST_NPZ names."
    check_form(digits)
    check_source_gives_the_same(digits)
    assert cached.exists()


def test_real_mnist(mnist_npz, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", str(mnist_npz))
    for source in ("auto", "mnist", str(mnist_npz), mnist_npz):
        digits = load_digits(source)
        check_form(digits)
        assert digits.name == "MNIST"
        assert len(digits.train_images) == 60_000
        assert len(digits.test_images) == 10_000
        assert digits.train_labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert digits.reason == "MNIST, from the file that was asked for."


def test_mnist_is_never_a_data_set_of_ones_own(tmp_path, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", str(own_file(tmp_path / "mine.npz")))
    own = 'A file of your own needs DATASET = "auto", or its path there.'
    said = rf"mine\.npz does not hold MNIST.*{own} Let MNIST_NPZ name another file"
    for _ in range(2):  # before and after it is in the cache
        with pytest.raises(DataError, match=said):
            load_digits("mnist")
        assert load_digits("auto").name == "mine.npz"


@pytest.mark.parametrize(
    "place, advice",
    [
        ("project/data/mnist.npz", "Replace data/mnist.npz or delete it."),
        ("keras/datasets/mnist.npz", "Delete it, unless Keras is downloading it now"),
    ],
)
@pytest.mark.parametrize("kind", ["foreign", "truncated", "empty", "dangling"])
def test_a_broken_file_is_an_error_and_stays(tmp_path, place, advice, kind):
    path = own_file(tmp_path / place)
    if kind == "truncated":
        path.write_bytes(path.read_bytes()[:1000])
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "dangling":
        path.unlink()
        path.symlink_to(tmp_path / "nowhere.npz")
    for source in ("auto", "mnist"):
        with pytest.raises(DataError) as caught:
            load_digits(source)
        assert str(path) in str(caught.value)
        assert advice in str(caught.value)
    assert path.is_symlink() or path.exists()


@pytest.mark.parametrize("kind", ["absent", "folder", "text"])
def test_a_bad_mnist_npz_is_never_a_reason_to_go_on(tmp_path, monkeypatch, kind):
    own_file(tmp_path / "project" / "data" / "mnist.npz")
    named = tmp_path / "named.npz"
    if kind == "folder":
        named.mkdir()
    elif kind == "text":
        named.write_text("hello")
    monkeypatch.setenv("MNIST_NPZ", str(named))
    said = r"named\.npz.* expected .* Let MNIST_NPZ name another file, or unset it\."
    with pytest.raises(DataError, match=said):
        load_digits()


def test_mnist_npz_may_be_relative_to_the_project(tmp_path, monkeypatch):
    own_file(tmp_path / "project" / "beside" / "mine.npz")
    monkeypatch.setenv("MNIST_NPZ", os.path.join("beside", "mine.npz"))
    assert load_digits().name == "mine.npz"
    monkeypatch.setenv("MNIST_NPZ", "")
    assert load_digits().name == "embedded digits"


def test_a_source_may_be_relative_to_the_working_folder_or_to_the_project(tmp_path, monkeypatch):
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    relative = os.path.join("beside", "mine.npz")
    with pytest.raises(DataError, match=r"project.*mine\.npz or .*work.*mine\.npz does not exist"):
        load_digits(relative)
    in_project = own_file(tmp_path / "project" / "beside" / "mine.npz", fill=1)
    assert load_digits(relative).source == str(in_project)
    at_work = own_file(tmp_path / "work" / "beside" / "mine.npz", fill=2)
    assert load_digits(Path(relative)).source == str(at_work)


@pytest.mark.parametrize("way", ["MNIST_NPZ", "data", "DATASET", "Mnist.npz"])
def test_what_to_do_with_an_own_file_that_is_called_mnist(tmp_path, monkeypatch, way):
    places = {"data": "project/data/mnist.npz", "Mnist.npz": "Mnist.npz"}
    path = own_file(tmp_path / places.get(way, "elsewhere/mnist.npz"))
    if way == "MNIST_NPZ":
        monkeypatch.setenv("MNIST_NPZ", str(path))
    with pytest.raises(DataError) as caught:
        load_digits("auto" if way in ("data", "MNIST_NPZ") else path)
    advice = "A file of your own needs another name, which DATASET or MNIST_NPZ then says."
    assert advice in str(caught.value)
    renamed = path.rename(tmp_path / "mine.npz")
    if way == "MNIST_NPZ":
        monkeypatch.setenv("MNIST_NPZ", str(renamed))
    assert load_digits("auto" if way == "MNIST_NPZ" else renamed).name == "mine.npz"


def test_a_changed_file_is_read_again(tmp_path):
    path = own_file(tmp_path / "mine.npz", fill=1)
    assert load_digits(path).train_images.max() == 1
    own_file(path, fill=2)
    os.utime(path, ns=(0, 1))
    assert load_digits(str(path)).train_images.max() == 2


@pytest.mark.parametrize(
    "source",
    [None, 3, "", b"", ["auto"], "minst", "MNIST", "no\0thing", "no\0thing.npz", "~nobody/x.npz"],
)
def test_what_is_no_source(source):
    said = r'expected .* Choose "auto", "mnist", "embedded" or the path of another'
    with pytest.raises(DataError, match=said):
        load_digits(source)


def test_without_a_cache_the_arrays_are_the_same_and_read_only(tmp_path, monkeypatch):
    path = own_file(tmp_path / "mine.npz", fill=3)
    (tmp_path / "file").write_text("no folder can be made in a file")
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "file" / "cache"))
    digits = load_digits(path)
    check_form(digits)
    assert digits.name == "mine.npz"
    assert digits.train_images.min() == 3


LOAD = """
import sys
from labhelpers.digits import load_digits
for source in sys.argv[1:]:
    print(load_digits(source).name)
print([name for name in ("tensorflow", "keras", "sklearn", "scipy") if name in sys.modules])
"""


def test_the_calling_process_stays_light_and_quiet(mnist_npz):
    command = [sys.executable, "-c", LOAD, "auto", "embedded", str(mnist_npz)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    said = done.stdout.splitlines()
    assert said == ["embedded digits", "embedded digits", "MNIST", "[]"], done.stderr
    assert done.stderr == ""
