"""The evaluation panel: the selected run alone, and a cell of its matrix opened."""

import dataclasses

import numpy as np
import pytest

from cnnlab.runs.snapshots import save_snapshot
from cnnlab.session.outputs import NUM_IMAGES, OTHER_DIGITS
from cnnlab.widgets import markup
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.read_digits import SHOWN_DIGITS, SHOWN_MISTAKES, SHOWN_PREDICTIONS
from labhelpers.digits import load_digits
from tests.cnnlab.widgets.runs_on_disk import add_run
from tests.from_browser import send
from tests.waiting import painted

pytestmark = pytest.mark.panels

NO_TILES = {"labels": [], "pixels": b"", "probabilities": b""}


def probabilities_in(tiles):
    """Return the probabilities, (digits, 10), of digits as they are sent to the browser."""
    return np.frombuffer(tiles["probabilities"], "<f4").reshape(-1, 10)


@pytest.fixture
def evaluation(session):
    """Return the panel on a measured run, which is its `run`."""
    run = add_run(session, 1.0)
    panel = evaluation_panel(session)
    painted(session)
    panel.run = run
    return panel


def test_the_evaluation_draws_the_chosen_run(session, evaluation):
    first = evaluation.shown
    metrics = evaluation.run.metrics
    assert first["matrix"] == metrics["confusion_matrix"]
    assert first["picture"].startswith('<img alt="Confusion matrix: ')
    assert first["result"].startswith("On the 355 test images of embedded digits")
    assert first["report"]["3"] == metrics["report"]["3"]
    assert "accuracy" not in first["report"]
    other = add_run(session, 2.0, shift=3)
    send(evaluation, run=other.name)
    painted(session)
    assert evaluation.shown["matrix"] == other.metrics["confusion_matrix"] != first["matrix"]
    assert evaluation.selected == other.name
    newest_first = [other, evaluation.run]
    assert evaluation.runs == [[run.name, run.title] for run in newest_first]


def test_of_a_run_that_nobody_sees_nothing_is_drawn_and_no_look_is_kept(session, evaluation):
    assert evaluation.run.is_looked_at
    evaluation.is_seen = False
    other = add_run(session, 2.0, shift=3)
    session.open_book.select(other.name)
    painted(session)
    assert evaluation.shown["matrix"] == evaluation.run.metrics["confusion_matrix"]
    assert not other.is_looked_at
    evaluation.is_seen = True
    painted(session)
    assert evaluation.shown["matrix"] == other.metrics["confusion_matrix"]
    assert other.is_looked_at


def test_the_evaluation_shows_the_first_digits_and_the_surest_mistakes(session, evaluation):
    digits = session.digits
    first = evaluation.shown["first"]
    assert first["labels"] == digits.test_labels[:SHOWN_PREDICTIONS].tolist()
    assert first["pixels"] == digits.test_images[:SHOWN_PREDICTIONS].tobytes()
    probabilities = evaluation.run.probabilities[:SHOWN_PREDICTIONS]
    assert np.allclose(probabilities_in(first), probabilities)
    surest = evaluation.run.metrics["mistakes"][:SHOWN_MISTAKES]
    wrong = [mistake["index"] for mistake in surest]
    assert evaluation.shown["mistakes"]["pixels"] == digits.test_images[wrong].tobytes()


def test_a_network_without_mistakes_shows_none(session):
    add_run(session, 1.0, shift=0)
    panel = evaluation_panel(session)
    painted(session)
    assert panel.shown["mistakes"] == NO_TILES


def test_what_is_shown_changes_when_all_is_drawn_so_that_it_is_of_one_run(
    session, evaluation, monkeypatch
):
    log = []
    draw = markup.figure_html

    def draw_and_log(*given):
        log.append("drawn")
        return draw(*given)

    second = add_run(session, 2.0, shift=3)
    monkeypatch.setattr(markup, "figure_html", draw_and_log)
    evaluation.observe(lambda change: log.append(change["name"]), ["shown", "opened"])
    send(evaluation, label=8, guess=9)
    log.clear()
    session.open_book.select(second.name)
    painted(session)
    assert log[0] == "drawn"
    assert sorted(log[1:]) == ["opened", "shown"]


def test_the_menu_refuses_a_run_that_it_does_not_have(session, evaluation):
    for name in [None, 7, "..", "no-such-run", ["a"], "x" * 10**6]:
        session.say("")
        send(evaluation, run=name)
        assert "expected one of this book's" in session.message, repr(name)[:40]
        assert session.open_book.selected == evaluation.run


def test_a_cell_opens_the_digits_behind_it(session, evaluation):
    send(evaluation, label=8, guess=9)
    found = evaluation.opened
    assert found["cell"] == [8, 9]
    assert found["count"] == evaluation.shown["matrix"][8][9] > 0
    assert found["digits"]["labels"] == [8] * found["count"]
    answers = probabilities_in(found["digits"]).argmax(axis=1)
    assert answers.tolist() == [9] * found["count"]
    send(evaluation, label=4, guess=4)
    assert evaluation.opened["count"] == evaluation.shown["matrix"][4][4] > 0
    send(evaluation, label=1, guess=7)
    assert evaluation.opened == {"cell": [1, 7], "count": 0, "digits": NO_TILES}


@pytest.mark.parametrize(("label", "is_descending"), [(7, True), (3, False)])
def test_a_cell_with_very_many_digits_shows_those_worth_a_look(
    session, evaluation, label, is_descending
):
    probabilities = np.full((len(session.digits.test_labels), 10), 0.02)
    probabilities[:, 3] = np.linspace(0.5, 0.9, len(probabilities))
    evaluation.run.save_probabilities(probabilities)
    send(evaluation, label=label, guess=3)
    count = (session.digits.test_labels == label).sum()
    assert evaluation.opened["count"] == count
    sureness = probabilities_in(evaluation.opened["digits"])[:, 3].tolist()
    assert len(sureness) == min(count, SHOWN_DIGITS)
    assert sureness == sorted(sureness, reverse=is_descending)


NO_LABELS = [10, -1, "1", 1.0, True, None, [1], float("nan")]
NO_GUESSES = [10, -1, "1" * 10**6, False]
NO_CELLS = [
    {},
    {"open": [1, 2]},
    {"label": 1},
    *({"label": label, "guess": 2} for label in NO_LABELS),
    *({"label": 1, "guess": guess} for guess in NO_GUESSES),
]


def test_the_matrix_refuses_a_cell_that_there_is_not(session, evaluation):
    for cell in NO_CELLS:
        session.say("")
        send(evaluation, **cell)
        assert "expected a whole number from 0 to 9" in session.message, repr(cell)[:40]
        assert evaluation.opened == {}


def test_without_a_run_there_is_no_cell(session):
    panel = evaluation_panel(session)
    painted(session)
    send(panel, label=1, guess=1)
    assert "came as 1" in session.message
    assert (panel.opened, panel.shown) == ({}, {})


def test_a_cell_whose_predictions_have_gone_is_a_sentence(session, evaluation):
    evaluation.run.save_probabilities(np.full((3, 10), 0.1))
    send(evaluation, label=1, guess=1)
    assert "test images have changed" in evaluation.opened["missing"]
    (evaluation.run.folder / "predictions.npz").unlink()
    send(evaluation, label=1, guess=1)
    assert "not kept" in evaluation.opened["missing"]


def test_other_images_are_never_shown_beside_a_runs_predictions(session, tmp_path):
    path = tmp_path / "own.npz"
    digits = session.digits
    arrays = {
        "x_train": digits.train_images,
        "y_train": digits.train_labels,
        "x_test": digits.test_images,
        "y_test": digits.test_labels,
    }
    np.savez(path, **arrays)
    own = load_digits(path)
    run = add_run(session, 1.0)
    dataclasses.replace(run, source=own.source, dataset=own.name, checksum=own.checksum).save()
    np.savez(path, **arrays | {"x_test": digits.test_images[::-1]})
    session.open_book.refresh()
    panel = evaluation_panel(session)
    painted(session)
    said = f"{path} holds other digits now. Put the file that it was trained on there"
    assert said in panel.shown["missing"]
    assert "first" not in panel.shown
    send(panel, label=8, guess=9)
    assert said in panel.opened["missing"]
    np.savez(path, **arrays)
    send(panel, label=8, guess=9)
    assert panel.opened["count"] == panel.shown["matrix"][8][9]


def test_a_run_whose_predictions_have_gone_keeps_matrix_and_report(session):
    run = add_run(session, 1.0)
    (run.folder / "predictions.npz").unlink()
    panel = evaluation_panel(session)
    painted(session)
    assert "not kept" in panel.shown["missing"]
    assert panel.shown["matrix"]
    assert panel.shown["report"]


def test_a_moment_of_a_run_on_other_digits_keeps_the_end_and_says_so(session, evaluation):
    run = evaluation.run
    dataclasses.replace(run, checksum="0" * 64).save()
    save_snapshot(run, 1, [np.zeros((2, 2), "float32")])
    session.open_book.select(add_run(session, 2.0, shift=3).name)
    session.open_book.select(run.name)
    painted(session)
    at_the_end = evaluation.shown
    session.moments.choose(1)
    said = f"{OTHER_DIGITS} {at_the_end['result']}"
    assert evaluation.shown == at_the_end | {"result": said}
    assert not session.outputs.is_asked(evaluation.heading)
    session.moments.choose(len(session.moments.all) - 1)
    assert evaluation.shown == at_the_end


def test_what_was_drawn_of_a_run_changes_in_the_state_lane_alone(session, evaluation):
    is_there = []
    evaluation.observe(lambda _change: is_there.append(session.lane.is_here), ["shown", "opened"])
    send(evaluation, label=8, guess=9)
    session.open_book.select(add_run(session, 2.0, shift=3).name)
    painted(session)
    assert len(is_there) >= 3
    assert all(is_there)


def test_a_moment_shows_what_was_read_then_and_the_end_all_images_again(session, evaluation):
    run = evaluation.run
    session._reader.close()  # no engine here: the test says what was read
    save_snapshot(run, 1, [np.zeros((2, 2), "float32")])
    session.open_book.select(add_run(session, 2.0, shift=3).name)
    session.open_book.select(run.name)
    painted(session)
    at_the_end = evaluation.shown
    assert "when" not in at_the_end
    labels = session.digits.test_labels[:NUM_IMAGES].astype(int)
    read = np.eye(10, dtype="float32")[(labels + 1) % 10]
    session.moments.choose(1)
    assert evaluation.shown == at_the_end, "what was shown stays until the moment was read"
    assert session.outputs.is_asked(evaluation.heading)
    session.do(lambda: session.outputs.set_trait("run", run))
    session.do(lambda: session.outputs.set_trait("read", (read, read)))
    shown = evaluation.shown
    assert shown["result"].startswith("After 1 batch: ")
    assert shown["result"].endswith(
        f"Of {len(labels)} test images the network read 0 rightly (0.0%)."
    )
    counts = np.bincount(labels, minlength=10)
    assert np.array_equal(shown["matrix"], np.roll(np.diag(counts), 1, axis=1))
    assert probabilities_in(shown["mistakes"]).argmax(axis=1).tolist() == [
        (label + 1) % 10 for label in shown["mistakes"]["labels"]
    ]
    assert shown["report"] == at_the_end["report"]
    send(evaluation, label=3, guess=4)
    painted(session)
    assert evaluation.opened["count"] == counts[3]
    session.moments.choose(len(session.moments.all) - 1)
    painted(session)
    assert evaluation.shown == at_the_end
    assert evaluation.opened["cell"] == [3, 4]
    assert evaluation.opened["count"] == at_the_end["matrix"][3][4]
    assert not session.outputs.is_asked(evaluation.heading)
