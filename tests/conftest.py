"""What the tests share. The folders of their own come from the conftest.py above."""

import os
import shutil
from pathlib import Path

import pytest

import labhelpers  # noqa: F401 (before Keras, which then comes without anybody's settings)
from tests.small_disk import small_disk

BROWSERS = ["chromium", "chromium-browser", "google-chrome"]


@pytest.fixture(scope="session")
def project():
    """Return the project's root folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def mnist_npz():
    """Return the path of the file that MNIST_NPZ names, or skip."""
    path = os.environ.get("MNIST_NPZ")
    if not path:
        pytest.skip("MNIST_NPZ is not set: this test needs the path of an mnist.npz")
    return Path(path)


@pytest.fixture
def lab_runs(tmp_path, monkeypatch):
    """Return an empty folder that LAB_RUNS names during this test."""
    folder = tmp_path / "runs"
    folder.mkdir()
    monkeypatch.setenv("LAB_RUNS", str(folder))
    return folder


@pytest.fixture
def disk(tmp_path):
    """Return the folder of a file system of 30 MB, or skip."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder, "30m") as mounted:
        if mounted is None:
            pytest.skip("this account may mount no file system, which a full disk needs")
        yield mounted


@pytest.fixture
def cell():
    """Return a cell of a notebook: `run` gives what is stored of its outputs."""
    from tests.cell import Cell

    cell = Cell()
    yield cell
    cell.close()


@pytest.fixture(scope="session")
def chromium():
    """Return the path of a Chromium to drive, or skip."""
    found = [path for path in map(shutil.which, BROWSERS) if path]
    if not found:
        pytest.skip(
            "no Chromium here: this test needs one, for example from `apt-get install chromium`"
        )
    return found[0]


@pytest.fixture(scope="module")
def browser(chromium):
    """Return a Chromium that a module's tests share, driven by Playwright."""
    from tests.browser.driving import chromium_browser

    with chromium_browser(chromium) as browser:
        yield browser
