"""Test accuracies in the table of runs: hidden until somebody looks, and looks are kept."""

import pytest

from cnnlab.session import LabSession
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.training import training_panel

pytestmark = pytest.mark.panels


def test_a_test_accuracy_is_hidden_until_somebody_looks_and_looks_are_kept(session, add_run, send):
    runs = [add_run(session, created) for created in (1.0, 2.0)]
    table = training_panel(session).table
    assert [(row["test"], row["is_hidden"]) for row in table.rows] == [(None, True)] * 2
    send(table, action="show", run=runs[0].name)
    assert [row["is_hidden"] for row in table.rows] == [True, True]
    send(table, action="look", run=runs[0].name)
    assert [row["is_hidden"] for row in table.rows] == [True, False]
    assert table.rows[1]["test"] == pytest.approx(runs[0].metrics["accuracy"], abs=1e-5)
    # Another page of the same book knows it, too.
    other = LabSession(session.book.name)
    other.open_book.refresh()
    assert [row.is_looked_at for row in other.open_book.runs] == [False, True]
    other.close()


def test_who_sees_an_evaluation_has_looked(session, add_run, painted):
    run = add_run(session, 1.0)
    table = training_panel(session).table
    session.open_book.message = "What was said last."
    evaluation_panel(session)
    painted(session)
    assert run.is_looked_at
    assert table.message == "What was said last."
    assert table.rows[0]["test"] == pytest.approx(run.metrics["accuracy"], abs=1e-5)
