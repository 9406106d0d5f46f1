"""The page without a browser: what its address may ask for, and what is shown of it."""

import dataclasses
import json
import re
import urllib.parse

import pytest

from cnnlab.app.address import choices_in
from cnnlab.app.dashboard import dashboard
from cnnlab.runs import Book
from cnnlab.runs.exercises import seed_of
from cnnlab.runs.private import make_book
from labhelpers.config import CnnConfig, TrainingConfig, values_of
from labhelpers.presets import PRESETS
from tests.from_browser import send_message

pytestmark = pytest.mark.panels


@pytest.fixture
def page(lab_runs, monkeypatch):
    """Return the page, with a session that starts no engine and opens no digits."""
    monkeypatch.delenv("LAB_VISITORS", raising=False)
    for name in ("start", "open_digits", "in_background"):
        monkeypatch.setattr(f"cnnlab.session.LabSession.{name}", lambda *_: None)
    return dashboard()


def test_an_address_gives_values_of_the_right_kind():
    network = "filters=16&dropout=0.5&batch_normalization=True"
    training = "learning_rate=1e-3&num_train=&seed=%37"
    assert choices_in(f"{network}&{training}&book=x") == {
        "filters": 16,
        "dropout": 0.5,
        "batch_normalization": True,
        "learning_rate": 0.001,
        "num_train": "",
        "seed": 7,
    }


def test_the_address_sets_the_page_up_once(page):
    send_message(page.steps, {"query": "filters=200&epochs=30"})
    assert page.session.next_run.cnn.filters == page.steps.choices["filters"] == 200
    assert page.session.next_run.training.epochs == page.steps.choices["epochs"] == 30
    assert page.notice.sentence == ""
    send_message(page.steps, {"query": "filters=8"})
    assert page.session.next_run.cnn.filters == 200


def test_a_teachers_link_may_name_the_optimizer(page):
    send_message(page.steps, {"query": "optimizer=sgd&learning_rate=0.03"})
    training = page.session.next_run.training
    assert (training.optimizer, training.learning_rate) == ("sgd", 0.03)
    assert page.steps.choices["optimizer"] == "sgd"


def test_the_page_begins_with_the_fast_preset_and_an_address_names_another(page):
    assert (page.session.next_run.cnn, page.session.next_run.training) == PRESETS["fast"]
    assert page.steps.link == {"preset": "fast"}
    send_message(page.steps, {"query": "filters=8&preset=plain&seed=5"})
    assert page.session.next_run.cnn == CnnConfig(filters=8)
    assert page.session.next_run.training == TrainingConfig(seed=5)
    assert page.notice.sentence == ""


def test_a_preset_that_is_none_is_told(page):
    send_message(page.steps, {"query": "preset=quick&filters=8"})
    assert "There is no preset 'quick'; expected one of plain" in page.notice.sentence
    assert page.session.next_run.cnn.filters == 8


def test_a_link_brings_back_all_that_was_chosen_but_the_seed(page):
    own = {"filters": 20, "num_train": 5000, "reproducible": True, "seed": 9}
    page.session.next_run.choose(**own)
    query = urllib.parse.urlencode(page.steps.link)
    wanted = page.session.next_run.choices | {"seed": TrainingConfig().seed}
    assert values_of(*PRESETS["fast"]) | choices_in(query) == wanted
    page.session.next_run.choose(filters=16)
    assert page.steps.link == {"preset": "fast", "num_train": 5000, "reproducible": True}


def test_a_step_is_ticked_when_it_is_opened_and_filled_once(page):
    first, *_, last = page.sections
    assert not first.content.children
    send_message(first.fold, {"open": True})
    assert page.steps.states == ["done", *["to do"] * 5]
    send_message(last.fold, {"open": False})
    assert page.steps.states[5] == "done"
    assert not last.content.children


@pytest.mark.parametrize("content", [None, {}, {"open": 1}, {"open": "true"}, []])
def test_what_is_no_folding_changes_nothing(page, content):
    send_message(page.sections[0].fold, content)
    assert page.steps.states == ["to do"] * 6


def test_an_address_changes_the_network_once(page):
    changes = []
    page.session.next_run.observe(changes.append, "cnn")
    send_message(page.steps, {"query": "filters=16&kernel_size=5&dropout=0.5&epochs=2"})
    assert len(changes) == 1


WRONG_VALUES = {
    "filters=abc": "filters is 'abc'; expected a whole number from 1 to 256",
    "filters=16.5": "filters is 16.5; expected a whole number",
    "filters=true": "filters is True; expected a whole number",
    "filters=" + "[" * 26: "filters is '[[[",
    "filters=" + "9" * 1500: "filters is 99999",
    "filters=": "filters is ''; expected a whole number",
    "dropout=-1": "dropout is -1; expected a number from 0 to 0.9",
    "learning_rate=NaN": "learning_rate is 'NaN'; expected a number",
    "augment=1": "augment is 1; expected True or False",
    "optimizer=best": "optimizer is 'best'; expected 'sgd', 'rmsprop' or 'adam'",
    "filter=8": "There is no choice 'filter'; write 'filters' for that one.",
    "batchsize=8": "There is no choice 'batchsize'; write 'batch_size' for that one.",
}


@pytest.mark.parametrize(("query", "sentence"), WRONG_VALUES.items())
def test_what_an_address_gets_wrong_is_told_and_the_rest_is_taken(page, query, sentence):
    send_message(page.steps, {"query": f"epochs=7&{query}&kernel_size=5"})
    assert sentence in page.notice.sentence
    assert page.notice.sentence.endswith("The rest was taken.")
    assert len(page.notice.sentence) < 400
    cnn, training = PRESETS["fast"]
    assert page.session.next_run.cnn == dataclasses.replace(cnn, kernel_size=5)
    assert page.session.next_run.training == dataclasses.replace(training, epochs=7)
    assert page.steps.is_open


@pytest.mark.parametrize(
    "query",
    ["utm_source=moodle", "fbclid=IwAR0", "lang=de", "redirected=1", "__class__=1", "colour=red"],
)
def test_words_that_others_add_to_a_link_are_passed_over(page, query):
    send_message(page.steps, {"query": f"{query}&filters=16&token=abc"})
    assert page.notice.sentence == ""
    assert page.session.next_run.cnn.filters == 16


@pytest.mark.parametrize("content", [None, {}, [], "query", {"query": None}, {"query": 3}])
def test_what_is_no_address_is_passed_over(page, content):
    send_message(page.steps, content)
    assert not page.steps.is_open


@pytest.mark.parametrize(
    ("wish", "is_cancelled"), [(True, True), (1, False), ("true", False), (None, False)]
)
def test_the_browser_can_give_a_download_up(page, wish, is_cancelled):
    send_message(page.steps, {"cancel": wish})
    assert page.session.digits_opener.is_cancelled == is_cancelled
    assert not page.steps.is_open


def test_visitors_get_a_book_that_nobody_can_guess(page, monkeypatch):
    monkeypatch.setenv("LAB_VISITORS", "1")
    send_message(page.steps, {"query": "book=../../etc&filters=16"})
    assert re.fullmatch("[0-9a-f]{32}", page.session.book.name)
    assert page.steps.book == "", "only a tab without cookies is told"
    assert page.session.next_run.cnn.filters == 16


def test_a_visitors_address_brings_the_book_back(page, monkeypatch):
    monkeypatch.setenv("LAB_VISITORS", "1")
    send_message(page.steps, {"query": "book=" + "0123456789abcdef" * 2})
    assert page.session.book.name == "0123456789abcdef" * 2


def test_a_visitor_gets_the_seed_of_nobody_elses_number(page, monkeypatch):
    monkeypatch.setenv("LAB_VISITORS", "1")
    own = Book("0123456789abcdef" * 2)
    for book, student in ((page.session.book, "the server's"), (own, "the visitor's")):
        make_book(book.folder)
        (book.folder / "student.json").write_text(json.dumps({"student": student}))
    page._open("")
    assert page.session.next_run.training.seed == 0, "a new book has nobody's number"
    page._open(f"book={own.name}")
    assert page.session.next_run.training.seed == seed_of("the visitor's")


def test_the_browser_cannot_change_what_the_bar_shows(page):
    page.steps.set_state({"states": ["done"] * 6, "is_open": True})
    assert not page.steps.is_open
    assert page.steps.states == ["to do"] * 6


def test_the_pages_text_form_is_constant(page):
    assert repr(page) == "CNN Lab (run the notebook down to this cell to use it)"


def test_a_students_number_gives_the_seed_unless_the_address_does(page):
    make_book(page.session.book.folder)
    (page.session.book.folder / "student.json").write_text('{"student": "RA2211003010007"}')
    page._choose_own_seed()
    own = page.session.next_run.training.seed
    assert own == seed_of("RA2211003010007") != seed_of("RA2211003010008")
    page._choose("seed=5")
    assert page.session.next_run.training.seed == 5
    numbers = [f"RA2211003010{number:03}" for number in range(60)]
    assert len({seed_of(number) for number in numbers}) == 60
    assert seed_of("") == 0
