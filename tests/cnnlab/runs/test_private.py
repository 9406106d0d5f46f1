"""Who may read what the lab keeps: this account alone, or a group where the folder says so."""

import os
import stat

import pytest

from cnnlab.runs import Book
from cnnlab.runs.lease import take
from cnnlab.runs.private import be_private, close_books
from labhelpers.config import CnnConfig, TrainingConfig

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")


@pytest.fixture(autouse=True)
def usual_umask():
    """Let files be made as most systems have it, and not as this test's account may."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path):
    return oct(stat.S_IMODE(path.stat().st_mode))


def begin_run(root):
    """Have a run written down, as a page does; return its book's folder."""
    book = Book("0" * 32, root)
    run = book.new_run(CnnConfig(), TrainingConfig())
    take(run.folder)
    return book.folder


def old_book(root):
    """Return a book's folder as an earlier version made it, open to all."""
    folder = root / "old"
    folder.mkdir(mode=0o755)
    (folder / "run").mkdir()
    (folder / "run" / "run.json").touch()
    return folder


def test_a_book_is_its_accounts_alone_and_so_is_the_folder_of_all_books(tmp_path):
    root = tmp_path / "new" / "runs"
    assert mode(begin_run(root)) == "0o700"
    assert mode(root) == "0o700"


@pytest.mark.parametrize("rights", [0o755, 0o775, 0o777, 0o711])
def test_what_is_open_to_all_is_closed(tmp_path, rights):
    old = old_book(tmp_path)
    another = tmp_path / "public_html"
    another.mkdir(mode=0o755)
    tmp_path.chmod(rights)
    close_books(tmp_path)
    assert mode(tmp_path) == "0o700"
    assert mode(old) == "0o700"
    assert mode(another) == "0o755", "it is no book"
    assert mode(begin_run(tmp_path)) == "0o700"


@pytest.mark.parametrize(("rights", "books"), [(0o2770, "0o770"), (0o750, "0o750")])
def test_a_folder_that_is_shared_with_a_group_on_purpose_stays_so(tmp_path, rights, books):
    old = old_book(tmp_path)
    tmp_path.chmod(rights)
    close_books(tmp_path)
    assert mode(tmp_path) == oct(rights)
    assert mode(old)[-3:] == books[-3:]
    assert mode(begin_run(tmp_path))[-3:] == books[-3:]


@pytest.mark.parametrize(("rights", "made"), [(0o755, "0o600"), (0o770, "0o660")])
def test_files_are_made_private_or_for_the_group(tmp_path, rights, made):
    tmp_path.chmod(rights)
    be_private(tmp_path)
    (tmp_path / "file").touch()
    assert mode(tmp_path / "file") == made


def test_nothing_is_made_where_there_are_no_books_yet(tmp_path):
    close_books(tmp_path / "runs")
    assert not list(tmp_path.iterdir())


def test_what_its_owner_has_locked_stays_locked(tmp_path):
    root = tmp_path / "runs"
    root.mkdir(mode=0o555)
    close_books(root)
    assert mode(root) == "0o500"


def test_a_link_among_the_books_is_not_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    root = tmp_path / "runs"
    root.mkdir()
    (root / "link").symlink_to(elsewhere)
    close_books(root)
    assert mode(elsewhere) == "0o755"
