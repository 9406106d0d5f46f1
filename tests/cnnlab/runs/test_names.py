"""Names of books and runs never lead elsewhere; titles can be read in one line."""

import pytest

from cnnlab.runs import Book

LEADING_ELSEWHERE = ["", ".", "..", "../default", "../../etc", "a/b", "a\\b", "/tmp", "~"]
ODD = [".hidden", "-option", "_x", "a b", "a.b", "x" * 65, "Zoë", "学生", "a\n", "a\0b", "a%2e%2e"]
NO_TEXT = [None, 7, b"default", ["default"]]
GOOD_NAMES = ["default", "a", "7", "x" * 64, "Class-3_B", "20250101-120000-abc123"]

GOOD_TITLES = ["a", "x" * 60, "Mein Netz", "学生的网络", "شبكة", "  blanks around ", "🙂", "<b>&"]
LONG_TITLES = ["x" * 61, "x" * 10**6]
UNREADABLE_TITLES = ["", "   ", "two\nlines", "a\0b", "a\x1b[31m", "\ud800", "\u200d", "a\u2028b"]
NO_TITLES = [*LONG_TITLES, *UNREADABLE_TITLES, None, 7, ["a"]]
STORED_TITLES = ["", "{", "[]", '{"title": 7}', '{"title": ""}', '{"title": "a\\nb"}', "{}"]


def short(value):
    return repr(value)[:20]


@pytest.mark.parametrize("name", [*LEADING_ELSEWHERE, *ODD, *NO_TEXT], ids=short)
def test_a_name_that_could_lead_elsewhere_is_refused(name, book, lab_runs):
    with pytest.raises(ValueError, match=r"^The name of a book is .*expected 1 to 64 letters"):
        Book(name)
    for look in (book.run, book.find):
        with pytest.raises(ValueError, match=r"^The name of a run is .*expected 1 to 64 letters"):
            look(name)


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_a_plain_name_is_accepted(name, lab_runs):
    assert Book(name).folder == lab_runs / name
    assert Book(name).runs() == []


def test_a_long_name_is_cut_in_the_message():
    with pytest.raises(ValueError, match="name of a book") as refusal:
        Book("x" * 10_000)
    assert len(str(refusal.value)) < 250


@pytest.mark.parametrize("title", GOOD_TITLES)
def test_a_run_can_be_renamed(book, run, title):
    run.rename(title)
    (renamed,) = book.runs()
    assert renamed.title == title.strip()
    assert (renamed.name, renamed.cnn, renamed.training) == (run.name, run.cnn, run.training)
    run.save()  # as the worker does, which knows the old title
    assert book.run(run.name).title == title.strip()


@pytest.mark.parametrize("title", NO_TITLES, ids=short)
def test_a_title_that_cannot_be_read_in_a_line_is_refused(book, run, title):
    expected = r"expected 1 to 60 characters on one line\. Choose"
    with pytest.raises(ValueError, match=expected) as refusal:
        run.rename(title)
    assert len(str(refusal.value)) < 200
    assert book.run(run.name).title == run.title
    assert not (run.folder / "title.json").exists()


@pytest.mark.parametrize("content", STORED_TITLES)
def test_an_unreadable_title_is_as_none(book, run, content):
    (run.folder / "title.json").write_text(content)
    assert book.runs() == [run]


def test_a_folder_in_the_place_of_a_title_is_as_none(book, run):
    (run.folder / "title.json").mkdir()
    assert book.runs() == [run]
