"""A run's images, found again where they lie by now; others are never taken for them."""

import dataclasses
import json
import shutil

import numpy as np
import pytest

from cnnlab.runs import Run, all_runs, images, sources
from labhelpers import digits as digits_module
from labhelpers.archive import MNIST_SHA256, DataError
from labhelpers.digits import load_digits
from tests.labhelpers import loopback
from tests.labhelpers.own_archive import own_arrays, save_own


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    """Return a project's folder, on a machine without MNIST and without internet."""
    folder = tmp_path / "project"
    (folder / "data").mkdir(parents=True)
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    loopback.use_proxy(monkeypatch, 9)
    be_in(folder, monkeypatch)
    return folder


def be_in(folder, monkeypatch):
    """Let the lab lie in a folder."""
    for module in (digits_module, images, sources):
        monkeypatch.setattr(module, "PROJECT_ROOT", folder)


def run_on(path, run):
    """Return a stored run on the digits of a file, as a session makes one."""
    digits = load_digits(path)
    told = {"source": digits.source, "dataset": digits.name, "checksum": digits.checksum}
    made = dataclasses.replace(run, **told)
    made.save()
    return made


def older(run):
    """Take the checksum, and what the newer format has besides, out of a run's file."""
    path = run.folder / "run.json"
    state = json.loads(path.read_text()) | {"source": run.source, "format": 1}
    del state["checksum"]
    path.write_text(json.dumps(state))
    return Run.load(run.folder)


def other_digits(path):
    """Write other digits of the same shapes to a file, with the same time and size."""
    before = path.stat()
    arrays = own_arrays()
    np.savez(path, **arrays | {"x_train": 255 - arrays["x_train"]})
    assert path.stat().st_size == before.st_size


def save_plain(path):
    np.savez(path, **own_arrays())
    return path


# A file that changed


def test_a_run_knows_its_images(project, run):
    path = save_plain(project / "data" / "own.npz")
    made = run_on(path, run)
    assert Run.load(run.folder) == made
    assert made.digits().checksum == load_digits(path).checksum
    assert load_digits("embedded").checksum != made.checksum


def test_other_digits_in_the_file_are_refused_and_the_old_ones_taken_again(project, run):
    path = save_plain(project / "data" / "own.npz")
    made = run_on(path, run)
    other_digits(path)
    with pytest.raises(DataError) as caught:
        made.digits()
    assert str(caught.value) == (
        f"The images of a run on own.npz cannot be had: {path} holds other digits now. "
        "Put the file that it was trained on there, or into the folder data of the project, or "
        "let MNIST_NPZ name it; or train again."
    )
    save_plain(path)
    assert made.digits().train_images[0, 0].tolist() == own_arrays()["x_train"][0, 0].tolist()


def test_labels_alone_make_other_digits(project, run):
    path = save_plain(project / "own.npz")
    made = run_on(path, run)
    np.savez(path, **own_arrays() | {"y_test": own_arrays()["y_test"][::-1]})
    with pytest.raises(DataError, match="holds other digits now"):
        made.digits()


def test_a_file_packed_anew_holds_the_same_digits(project, run):
    path = save_plain(project / "own.npz")
    made = run_on(path, run)
    save_own(path)  # compressed
    assert made.digits().name == "own.npz"


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"no digits")])
def test_a_damaged_file_says_so(project, run, damage):
    path = save_plain(project / "own.npz")
    made = run_on(path, run)
    damage(path)
    with pytest.raises(DataError, match=r"own\.npz cannot be had: .* can't be read"):
        made.digits()


# A project, or a file, that moved


def moved(project, monkeypatch):
    """Rename the project's folder; return the new one."""
    new = project.with_name("renamed")
    project.rename(new)
    be_in(new, monkeypatch)
    return new


@pytest.mark.parametrize("place", ["data/own.npz", "notebooks/own.npz", "own.npz", "embedded"])
def test_what_lies_in_the_project_moves_with_it(project, run, monkeypatch, place):
    (project / "notebooks").mkdir()
    made = run_on(save_plain(project / f"{place}.npz"), run)
    stored = json.loads((run.folder / "run.json").read_text())["source"]
    assert stored == f"./{place}.npz"
    new = moved(project, monkeypatch)
    found = Run.load(run.folder)
    assert found.source == str(new / f"{place}.npz")
    assert found.digits().checksum == made.checksum


def test_a_project_behind_a_link_is_the_project(project, run, tmp_path):
    save_plain(project / "data" / "own.npz")
    (tmp_path / "link").symlink_to(project)
    run_on(tmp_path / "link" / "data" / "own.npz", run)
    stored = json.loads((run.folder / "run.json").read_text())["source"]
    assert stored == "./data/own.npz"


def test_a_folder_of_data_that_is_a_link_is_in_the_project(project, run, tmp_path):
    (project / "data").rmdir()
    (tmp_path / "elsewhere").mkdir()
    (project / "data").symlink_to(tmp_path / "elsewhere")
    run_on(save_plain(project / "data" / "own.npz"), run)
    stored = json.loads((run.folder / "run.json").read_text())["source"]
    assert stored == "./data/own.npz"


@pytest.mark.parametrize("is_older", [False, True])
def test_a_run_on_mnist_takes_any_mnist(project, run, mnist_npz, monkeypatch, is_older):
    shutil.copy(mnist_npz, project / "data" / "mnist.npz")
    made = run_on("mnist", run)
    assert made.checksum == MNIST_SHA256
    if is_older:
        made = older(made)
        assert made.source == str(project / "data" / "mnist.npz")
    moved(project, monkeypatch)
    assert Run.load(run.folder).digits(may_download=False).name == "MNIST"


@pytest.mark.parametrize("is_older", [False, True])
def test_mnist_is_found_behind_a_file_of_ones_own(
    project, run, mnist_npz, monkeypatch, tmp_path, is_older
):
    elsewhere = tmp_path / "mnist.npz"
    shutil.copy(mnist_npz, elsewhere)
    made = run_on(elsewhere, run)
    made = older(made) if is_older else made
    elsewhere.unlink()
    monkeypatch.setenv("MNIST_NPZ", str(save_plain(tmp_path / "own.npz")))
    shutil.copy(mnist_npz, project / "data" / "mnist.npz")
    assert made.digits().name == "MNIST"


def test_a_run_on_mnist_says_how_to_have_it_again(project, run, mnist_npz, tmp_path):
    shutil.copy(mnist_npz, tmp_path / "mnist.npz")
    made = run_on(tmp_path / "mnist.npz", run)
    (tmp_path / "mnist.npz").unlink()
    with pytest.raises(DataError, match=r"could not be downloaded: .* let MNIST_NPZ name a file"):
        made.digits()
    with pytest.raises(DataError, match=r"on MNIST cannot be had: .*mnist\.npz does not exist"):
        made.digits(may_download=False)


@pytest.mark.parametrize("taken", ["data", "MNIST_NPZ", "MNIST_NPZ, relative to the project"])
def test_a_file_of_ones_own_is_found_where_the_advice_says(
    project, run, monkeypatch, tmp_path, taken
):
    made = run_on(save_plain(tmp_path / "own.npz"), run)
    (tmp_path / "own.npz").rename(tmp_path / "gone.npz")
    with pytest.raises(DataError, match=r"own\.npz does not exist.*into the folder data"):
        made.digits()
    if taken == "data":
        (tmp_path / "gone.npz").rename(project / "data" / "own.npz")
    elif "project" in taken:
        (tmp_path / "gone.npz").rename(project / "data" / "found.npz")
        monkeypatch.setenv("MNIST_NPZ", "data/found.npz")
    else:
        monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "gone.npz"))
    assert made.digits().checksum == made.checksum


def test_a_path_of_another_system_ends_in_a_name_too(project, run):
    made = run_on(save_plain(project / "data" / "own.npz"), run)
    assert dataclasses.replace(made, source=r"C:\lab\data\own.npz").digits().name == "own.npz"


def test_an_older_run_takes_its_own_file_and_no_other(project, run, tmp_path):
    made = older(run_on(save_plain(tmp_path / "own.npz"), run))
    assert made.checksum == ""
    assert made.digits().name == "own.npz"
    (tmp_path / "own.npz").rename(project / "data" / "own.npz")
    with pytest.raises(DataError, match="Put the file that it was trained on there, or train"):
        made.digits()


def test_an_older_run_on_mnist_takes_no_other_digits(run, mnist_npz, tmp_path):
    shutil.copy(mnist_npz, tmp_path / "copy.npz")
    made = older(run_on(tmp_path / "copy.npz", run))
    save_plain(tmp_path / "copy.npz")
    with pytest.raises(DataError, match="MNIST"):
        made.digits()


def test_other_embedded_digits_are_no_file_to_put_back(run):
    digits = load_digits("embedded")
    made = dataclasses.replace(run, dataset=digits.name, checksum="0" * 64)
    with pytest.raises(DataError, match="This version of the lab brings others: train again"):
        made.digits()


@pytest.mark.parametrize("source", ["auto", "embedded"])
def test_the_sources_of_the_oldest_runs(run, source):
    assert dataclasses.replace(run, source=source, dataset="").digits().name == "embedded digits"


def test_all_runs_are_those_of_all_books(run, lab_runs):
    (lab_runs / "other" / "cut off").mkdir(parents=True)
    shutil.copytree(run.folder, lab_runs / "other" / run.name)
    (lab_runs / "other" / "damaged").mkdir()
    (lab_runs / "other" / "damaged" / "run.json").write_text("{")
    (lab_runs / "a file").write_text("no book")
    assert sorted(run.folder.parent.name for run in all_runs()) == ["default", "other"]
