"""The report says of how many runs the test accuracy was looked at."""

from cnnlab.report.report import report_html
from cnnlab.runs import Book
from tests.recorded import recorded_run


def test_it_says_of_how_many_runs_somebody_looked_at_the_test_accuracy(tmp_path):
    book = Book("looks", tmp_path)
    run, other = (recorded_run(book, name, filters=8) for name in ("one", "other"))
    told = "the accuracy on the test images was looked at for"
    both = f"{told} 2 runs, those in the trash included;"
    for looked_at, words in ((None, ""), (run, f"{told} 1 run."), (other, both)):
        if looked_at:
            looked_at.note_look()
        result = " ".join(report_html(run).split())
        assert words in result
        assert (told in result) == bool(words)
    book.delete(other)
    assert both in " ".join(report_html(run).split())
