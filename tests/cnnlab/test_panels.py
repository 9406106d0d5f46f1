"""The panels: real widgets, clicked, moved and sent what a browser may send, without a browser and an engine."""

import base64
import dataclasses
import json
import re
import threading
import types

import numpy as np
import pytest
from matplotlib.figure import Figure

from cnnlab.session import LabSession
from cnnlab.widgets import markup, panel
from cnnlab.widgets.evaluation import (
    SHOWN_DIGITS,
    SHOWN_MISTAKES,
    SHOWN_PREDICTIONS,
    evaluation_panel,
)
from cnnlab.widgets.gallery import IMAGES_PER_PAGE, gallery_panel
from cnnlab.widgets.network import network_panel
from cnnlab.widgets.preprocessing import preprocess_panel
from cnnlab.widgets.training import training_panel
from labhelpers.architecture import Layer, layer_table
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.evaluation import evaluate
from labhelpers.events import Batch, Epoch, Finished, Progress, Started

pytestmark = pytest.mark.panels
WRONG_NUMBERS = [10_000, 0, -1, 3.5, "32", None, True, [8], float("nan")]


@pytest.fixture
def digits():
    """Seventy images of a 0, one of each other digit but 9; each image's corner holds its position."""
    labels = np.array([0] * 70 + list(range(1, 9)), "uint8")
    images = np.zeros((len(labels), 28, 28), "uint8")
    images[:, 10:18, 12:16] = 255
    images[:, 0, 0] = np.arange(len(labels))
    return types.SimpleNamespace(
        train_images=images,
        train_labels=labels,
        test_images=images[:5],
        test_labels=labels[:5],
        name="made digits",
        reason="Made <here> for this test.",
    )


def alt_text(picture):
    return re.search(r'<img alt="([^"]*)"', picture).group(1)


def send(widget, **content):
    """Have a widget receive a message as from the browser; JSON is all that comes through there."""
    widget._handle_custom_msg(json.loads(json.dumps(content)), [])


# Parts


def test_a_figure_is_an_image_with_alt_text_at_twice_the_resolution():
    image = markup.figure_html(Figure(figsize=(2, 1), dpi=100), 'A "7" & more')
    assert 'alt="A &#34;7&#34; &amp; more"' in image
    assert 'width="200"' in image
    assert "max-width: 100%" in image
    png = base64.b64decode(re.search(r"base64,([^\"]+)", image).group(1))
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 400


def test_text_is_escaped():
    assert "&lt;b&gt;" in panel.text("<b>").value


def test_a_notice_is_read_out_and_can_be_cleared():
    notice = panel.Notice()
    notice.say("Too <many>.")
    assert 'role="alert"' in notice.value
    assert "Too &lt;many&gt;." in notice.value
    notice.say("")
    assert notice.value == ""


def test_the_table_of_layers_is_escaped_and_keeps_numbers_on_the_right():
    layers = [Layer("<b>", (1234,), 0), Layer("second", (26, 26, 32), 5678, "a & b")]
    table = str(markup.HTML.layers_table(layers))
    assert 'aria-label="Layers of the network"' in table
    assert "&lt;b&gt;" in table and "a &amp; b" in table
    assert 'text-align: right; padding: 2px 14px 2px 0">5,678</td>' in table
    assert 'text-align: left; padding: 2px 14px 2px 0">26 × 26 × 32</td>' in table
    assert ">1,234</td>" in table
    assert table.count('scope="row"') == 3 and table.count("5,678") == 2  # with the sum


# Gallery


def test_the_gallery_shows_the_first_page_and_says_where_the_digits_come_from(digits):
    panel = gallery_panel(digits)
    assert "Page 1 of 3: 30 of the 70 training images of a 0" in panel.caption
    assert "Data set: Made <here> for this test." in panel.caption
    assert alt_text(panel.picture) == "30 handwritten images of the digit 0"
    assert (panel.position, panel.last) == (0, 2)


def test_the_gallery_turns_its_pages(digits):
    panel = gallery_panel(digits)
    first = panel.picture
    send(panel, position=1)
    assert panel.position == 1
    assert panel.picture != first
    send(panel, position=2)
    assert "Page 3 of 3: 10 of the 70" in panel.caption
    send(panel, position=3)
    assert panel.position == 2
    assert "Page came as 3" in panel.message
    send(panel, position=0)
    assert panel.picture == first
    assert panel.message == ""


def test_another_digit_starts_at_its_first_page(digits):
    panel = gallery_panel(digits)
    send(panel, position=1)
    send(panel, digit=3)
    assert "Page 1 of 1: 1 of the 1 training images of a 3" in panel.caption
    assert (panel.position, panel.last) == (0, 0)


def test_a_digit_without_images_is_said(digits):
    panel = gallery_panel(digits)
    send(panel, digit=9)
    assert "no training image of a 9" in panel.picture


@pytest.mark.parametrize("digit", [10, -1, "3", None, 2.5, True, [1]])
def test_the_gallery_refuses_a_digit_that_there_is_not(digits, digit):
    panel = gallery_panel(digits)
    before = panel.picture
    send(panel, digit=digit)
    assert panel.digit == 0
    assert "Digit came as" in panel.message
    assert panel.picture == before
    send(panel, digit=1)
    assert panel.message == ""


@pytest.mark.parametrize("position", [3, -1, "1", None, 0.5, True])
def test_the_gallery_refuses_a_page_that_there_is_not(digits, position):
    panel = gallery_panel(digits)
    before = panel.picture
    send(panel, position=position)
    assert (panel.position, panel.picture) == (0, before)
    assert "Page came as" in panel.message


def test_the_browser_cannot_change_what_the_gallery_shows(digits):
    panel = gallery_panel(digits)
    panel.set_state({"digit": 3, "last": 10**6, "picture": "<b>"})
    assert (panel.digit, panel.last) == (0, 2) and panel.picture.startswith("<img")


def test_a_page_holds_whole_rows():
    assert IMAGES_PER_PAGE % 10 == 0


# Preprocessing


def test_preprocessing_shows_one_image_before_and_after(digits):
    panel = preprocess_panel(digits)
    assert "uint8, 0 to 255, label 0" in panel.caption
    assert "(28, 28, 1), float32, 0 to 1" in panel.caption
    assert "[1, 0, 0, 0, 0, 0, 0, 0, 0, 0]" in panel.caption
    assert "Data set: Made <here> for this test." in panel.caption
    assert "before and after" in alt_text(panel.picture)


def test_preprocessing_goes_to_any_image(digits):
    panel = preprocess_panel(digits)
    first = panel.picture
    send(panel, position=1)
    assert panel.position == 1
    assert panel.picture != first
    send(panel, position=77)
    assert "label 8" in panel.caption
    assert panel.position == panel.last == 77


@pytest.mark.parametrize("position", [78, -1, "5", None, 1.5])
def test_preprocessing_refuses_an_image_that_there_is_not(digits, position):
    panel = preprocess_panel(digits)
    send(panel, position=position)
    assert panel.position == 0
    assert "Image came as" in panel.message
    send(panel, digit=3)  # it has no row of digits
    assert panel.digit is None and "Image came as None" in panel.message


# Network


def test_the_network_starts_at_the_given_configuration():
    config = CnnConfig(filters=16, kernel_size=5, dense_units=20, dropout=0.5)
    panel = network_panel(config)
    assert (panel.filters.value, panel.kernel_size.value) == (16, 5)
    assert panel.config == config
    assert network_panel().config == CnnConfig()


def test_moving_the_sliders_redraws_table_and_diagram():
    panel = network_panel(CnnConfig(dense_units=20))
    first = panel.picture.value
    panel.filters.set_state({"value": 64})
    second = panel.picture.value
    panel.kernel_size.set_state({"value": 9})
    assert len({first, second, panel.picture.value}) == 3
    assert panel.config == CnnConfig(filters=64, kernel_size=9, dense_units=20)
    for layer in layer_table(panel.config):
        assert f">{layer.parameters:,}<" in panel.table.value
        assert layer.arithmetic in panel.table.value
    total = sum(layer.parameters for layer in layer_table(panel.config))
    assert f">{total:,}<" in panel.table.value
    assert f"{total:,} parameters" in alt_text(panel.picture.value)


def test_the_configuration_can_be_observed():
    panel = network_panel()
    seen = []
    panel.observe(lambda change: seen.append((change.new.filters, panel.table.value)), "config")
    panel.filters.value = 8
    assert [filters for filters, _ in seen] == [8]
    assert seen[0][1] == panel.table.value


@pytest.mark.parametrize("value", WRONG_NUMBERS)
@pytest.mark.parametrize("name", ["filters", "kernel_size"])
def test_the_network_refuses_wrong_numbers_and_stays_as_it_is(name, value):
    panel = network_panel()
    before = panel.table.value
    getattr(panel, name).set_state({"value": value})
    assert panel.config == CnnConfig()
    assert panel.table.value == before
    assert "Choose one in that range." in panel.notice.sentence
    panel.filters.set_state({"value": 9})
    assert panel.notice.sentence == ""


def test_a_number_that_only_the_configuration_refuses_is_a_sentence():
    panel = network_panel()
    panel.kernel_size.max = 40
    panel.kernel_size.value = 29
    assert "kernel_size is 29" in panel.notice.sentence
    assert panel.config == CnnConfig()


# Runs, without an engine: made on disk, and shown by a session that was not started


@pytest.fixture(scope="module")
def embedded():
    return load_digits("embedded")


@pytest.fixture
def session(lab_runs, embedded):
    opened = LabSession("mine", digits=embedded)
    yield opened
    opened.close()


def add_run(session, created, filters=8, shift=1, status="finished", **choices):
    """Put a run on disk whose network reads every seventh test digit as the one that is `shift` further on."""
    book, digits = session.book, session.digits
    training = TrainingConfig(**{"epochs": 2} | choices)
    run = book.new_run(CnnConfig(filters=filters), training, "embedded", digits.name)
    run = dataclasses.replace(run, created=created)
    run.save()
    progress = Progress(epochs=2).after(Started(2, 11))
    for epoch in (1, 2):
        progress = progress.after(Batch(11, 1.0, 0.5, 2.0 * epoch)).after(
            Epoch(1.0, 0.5, 0.9, 0.8, 2.0 * epoch)
        )
    progress = progress.after(Finished())
    run.save_progress(dataclasses.replace(progress, status=status))
    if status == "finished":
        guesses = digits.test_labels.astype(int)
        guesses[::7] = (guesses[::7] + shift) % 10
        probabilities = np.full((len(guesses), 10), 0.02)
        probabilities[np.arange(len(guesses)), guesses] = 0.82
        run.save_probabilities(probabilities)
        run.save_metrics(evaluate(digits.test_labels, probabilities) | {"dataset": digits.name})
    session.refresh()
    painted(session)
    return run


def painted(session):
    """Wait until everything that the session was to paint is painted."""
    done = threading.Event()
    session.in_background(done.set)
    assert done.wait(30)


def test_seconds_an_epoch_are_expected_from_a_run_and_never_made_up(session):
    panel = training_panel(session)
    network = network_panel(session=session)
    assert "not measured yet" in panel.pace.value
    add_run(session, 1.0, filters=32)
    session.choose(filters=32, epochs=3)
    same = panel.pace.value
    assert "about 2 s an epoch, about 5.9 s for all" in same
    session.choose(filters=64)
    assert panel.pace.value != same
    assert session.pace in network.costs.value
    assert "9,515,904 multiplications" in network.costs.value


# Evaluation


@pytest.fixture
def evaluation(session):
    """Return the panel on a measured run, which is its `run`."""
    run = add_run(session, 1.0)
    panel = evaluation_panel(session)
    painted(session)
    panel.run = run
    return panel


def test_a_browser_cannot_change_what_the_evaluation_shows(session, evaluation):
    shown = evaluation.shown
    evaluation.set_state({"shown": {}, "opened": {"cell": [1, 1]}, "selected": ".."})
    assert (evaluation.shown, evaluation.opened) == (shown, {}) and shown["matrix"]


def test_the_evaluation_draws_the_chosen_run(session, evaluation):
    first, metrics = evaluation.shown, evaluation.run.metrics
    assert first["matrix"] == metrics["confusion_matrix"]
    assert first["picture"].startswith('<img alt="Confusion matrix: ')
    assert first["result"].startswith("On the 355 test images of embedded digits")
    assert first["report"]["3"] == metrics["report"]["3"] and "accuracy" not in first["report"]
    other = add_run(session, 2.0, shift=3)
    send(evaluation, run=other.name)
    painted(session)
    assert evaluation.shown["matrix"] == other.metrics["confusion_matrix"] != first["matrix"]
    assert evaluation.selected == other.name
    assert evaluation.runs == [
        [other.name, other.title],
        [evaluation.run.name, evaluation.run.title],
    ]


def test_the_evaluation_shows_the_first_digits_and_the_surest_mistakes(session, evaluation):
    digits, shown = session.digits, evaluation.shown
    assert shown["first"]["labels"] == digits.test_labels[:SHOWN_PREDICTIONS].tolist()
    assert shown["first"]["pixels"] == digits.test_images[:SHOWN_PREDICTIONS].tobytes()
    answers = np.frombuffer(shown["first"]["probabilities"], "<f4").reshape(-1, 10)
    assert np.allclose(answers, evaluation.run.probabilities[:SHOWN_PREDICTIONS])
    wrong = [mistake["index"] for mistake in evaluation.run.metrics["mistakes"][:SHOWN_MISTAKES]]
    assert shown["mistakes"]["pixels"] == digits.test_images[wrong].tobytes()


def test_a_network_without_mistakes_shows_none(session):
    add_run(session, 1.0, shift=0)
    panel = evaluation_panel(session)
    painted(session)
    assert panel.shown["mistakes"] == {"labels": [], "pixels": b"", "probabilities": b""}


def test_what_is_shown_changes_when_all_is_drawn_so_that_it_is_of_one_run(
    session, evaluation, monkeypatch
):
    log, draw = [], markup.figure_html
    second = add_run(session, 2.0, shift=3)
    monkeypatch.setattr(
        markup,
        "figure_html",
        lambda *given, **options: log.append("drawn") or draw(*given, **options),
    )
    evaluation.observe(lambda change: log.append(change["name"]), ["shown", "opened"])
    send(evaluation, label=8, guess=9)
    log.clear()
    session.select_run(second.name)
    painted(session)
    assert log[0] == "drawn" and sorted(log[1:]) == ["opened", "shown"]


@pytest.mark.parametrize("name", [None, 7, "..", "no-such-run", ["a"], "x" * 10**6])
def test_the_menu_refuses_a_run_that_it_does_not_have(session, evaluation, name):
    send(evaluation, run=name)
    assert "expected one of this book's" in session.message
    assert session.selected == evaluation.run


def test_a_cell_opens_the_digits_behind_it(session, evaluation):
    send(evaluation, label=8, guess=9)
    found = evaluation.opened
    assert (found["cell"], found["count"]) == ([8, 9], evaluation.shown["matrix"][8][9])
    assert found["digits"]["labels"] == [8] * found["count"]
    answers = np.frombuffer(found["digits"]["probabilities"], "<f4").reshape(-1, 10)
    assert (answers.argmax(axis=1) == 9).all() and len(answers) == found["count"] > 0
    send(evaluation, label=4, guess=4)
    assert evaluation.opened["count"] == evaluation.shown["matrix"][4][4] > 0
    send(evaluation, label=1, guess=7)
    assert evaluation.opened == {
        "cell": [1, 7],
        "count": 0,
        "digits": {"labels": [], "pixels": b"", "probabilities": b""},
    }


def test_a_cell_with_very_many_digits_shows_the_surest(session, evaluation):
    probabilities = np.full((len(session.digits.test_labels), 10), 0.02)
    probabilities[:, 3] = np.linspace(0.5, 0.9, len(probabilities))
    evaluation.run.save_probabilities(probabilities)
    for label, is_descending in ((7, True), (3, False)):
        send(evaluation, label=label, guess=3)
        count = (session.digits.test_labels == label).sum()
        assert evaluation.opened["count"] == count
        answers = np.frombuffer(evaluation.opened["digits"]["probabilities"], "<f4").reshape(
            -1, 10
        )[:, 3]
        assert len(answers) == min(count, SHOWN_DIGITS)
        assert np.array_equal(answers, np.sort(answers)[:: -1 if is_descending else 1])


@pytest.mark.parametrize(
    "cell",
    [
        {},
        {"open": [1, 2]},
        {"label": 1},
        *(
            {"label": label, "guess": 2}
            for label in (10, -1, "1", 1.0, True, None, [1], float("nan"))
        ),
        *({"label": 1, "guess": guess} for guess in (10, -1, "1" * 10**6, False)),
    ],
    ids=lambda cell: repr(cell)[:40],
)
def test_the_matrix_refuses_a_cell_that_there_is_not(session, evaluation, cell):
    send(evaluation, **cell)
    assert "expected a whole number from 0 to 9" in session.message
    assert evaluation.opened == {}


def test_without_a_run_there_is_no_cell(session):
    panel = evaluation_panel(session)
    painted(session)
    send(panel, label=1, guess=1)
    assert "came as 1" in session.message and (panel.opened, panel.shown) == ({}, {})


def test_a_cell_whose_predictions_have_gone_is_a_sentence(session, evaluation):
    evaluation.run.save_probabilities(np.full((3, 10), 0.1))
    send(evaluation, label=1, guess=1)
    assert "test images have changed" in evaluation.opened["missing"]
    (evaluation.run.folder / "predictions.npz").unlink()
    send(evaluation, label=1, guess=1)
    assert "not kept" in evaluation.opened["missing"]


def test_a_run_whose_predictions_have_gone_keeps_matrix_and_report(session):
    run = add_run(session, 1.0)
    (run.folder / "predictions.npz").unlink()
    panel = evaluation_panel(session)
    painted(session)
    assert "not kept" in panel.shown["missing"] and panel.shown["matrix"] and panel.shown["report"]


# All


def test_the_text_form_is_constant(digits, session):
    for shown, expected in (
        (gallery_panel(digits), "Gallery of digits (run this cell to use it)"),
        (
            preprocess_panel(digits),
            "A digit before and after preprocessing (run this cell to use it)",
        ),
        (network_panel(), "The network, layer by layer (run this cell to use it)"),
        (training_panel(session), "Training panel (run this cell to use it)"),
        (evaluation_panel(session), "Evaluation of a run (run this cell to use it)"),
    ):
        assert repr(shown) == expected
        bundle = shown._repr_mimebundle_()
        assert (bundle[0] if isinstance(bundle, tuple) else bundle)["text/plain"] == expected
