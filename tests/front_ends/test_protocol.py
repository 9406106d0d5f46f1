"""What Python shows and what it takes is what protocol.py says, and nothing else."""

import re

import pytest

from cnnlab.widgets import (
    digit_protocol,
    hand_in_protocol,
    inside_protocol,
    moments_protocol,
    page_protocol,
    probe_protocol,
    protocol,
)
from cnnlab.widgets.choices import Choices
from cnnlab.widgets.cover_it import CoverIt
from cnnlab.widgets.draw_pad import DrawPad
from cnnlab.widgets.drawing_steps import DrawingSteps
from cnnlab.widgets.evaluation import EvaluationPanel
from cnnlab.widgets.first_layer import FirstLayer
from cnnlab.widgets.fool_it import FoolIt
from cnnlab.widgets.gallery import GalleryPanel
from cnnlab.widgets.guess import GuessFirst
from cnnlab.widgets.hand_in import HandInPanel
from cnnlab.widgets.moments import MomentsSlider
from cnnlab.widgets.network_strip import NetworkStrip
from cnnlab.widgets.page_care import PageCare
from cnnlab.widgets.preprocessing import PreprocessPanel
from cnnlab.widgets.runs_table import RunsTable
from cnnlab.widgets.side_by_side import SideBySide
from cnnlab.widgets.step_section import StepFold
from cnnlab.widgets.steps_bar import StepsBar
from cnnlab.widgets.where_digits_go import WhereDigitsGo
from labhelpers.chart_protocol import LiveChartState
from labhelpers.live_chart import LiveChart
from tests.from_browser import send_message
from tests.front_ends.conforming import assert_shows, fault, wrong_ones
from tests.waiting import painted

pytestmark = pytest.mark.panels

SIDE = 20


# What Python shows


def new_widgets(session):
    """Return the front ends that a session has, each with the description of its state."""
    return [
        (Choices(session.next_run), protocol.ChoicesState),
        (DrawPad(session), digit_protocol.DrawPadState),
        (EvaluationPanel(session), protocol.EvaluationState),
        (HandInPanel(session), hand_in_protocol.HandInState),
        (RunsTable(session), protocol.RunsTableState),
        (StepsBar(session, lambda query: None), protocol.StepsBarState),
        (MomentsSlider(session), moments_protocol.MomentsState),
        (GuessFirst(session), moments_protocol.GuessState),
        (FirstLayer(session), moments_protocol.FirstLayerState),
        (SideBySide(session), moments_protocol.SideBySideState),
        (WhereDigitsGo(session), moments_protocol.WhereDigitsGoState),
        (StepFold(1), page_protocol.StepFoldState),
        (NetworkStrip(session.next_run), inside_protocol.NetworkStripState),
        (DrawingSteps(DrawPad(session)), digit_protocol.DrawingStepsState),
        (CoverIt(session), probe_protocol.CoverItState),
        (FoolIt(session), probe_protocol.FoolItState),
    ]


def test_what_is_shown_of_nothing(empty):
    for widget, described in new_widgets(empty):
        assert_shows(widget, described)
    assert_shows(PageCare(), protocol.PageCareState)
    assert_shows(LiveChart(), LiveChartState)


def test_what_is_shown_of_runs(session):
    widgets = new_widgets(session)
    painted(session)
    for widget, described in widgets:
        assert_shows(widget, described)
    evaluation = widgets[2][0]
    assert evaluation.shown["first"]["labels"]
    session.open_book.delete("first")
    assert widgets[4][0].deleted
    assert_shows(*widgets[4])


def test_what_is_shown_of_a_guess(session):
    panel = GuessFirst(session)
    send_message(panel, GUESS)
    assert panel.words
    assert_shows(panel, moments_protocol.GuessState)


def test_what_is_shown_of_a_cell_of_the_matrix(session):
    evaluation = EvaluationPanel(session)
    painted(session)
    send_message(evaluation, {"label": 3, "guess": 3})
    assert evaluation.opened["count"] > 0
    assert_shows(evaluation, protocol.EvaluationState)
    for run in session.open_book.runs:
        (run.run.folder / "predictions.npz").unlink()
    send_message(evaluation, {"label": 3, "guess": 3})
    assert evaluation.opened["missing"]
    assert_shows(evaluation, protocol.EvaluationState)


def test_what_is_shown_of_pictures(digits):
    for panel in (GalleryPanel(digits), PreprocessPanel(digits)):
        assert_shows(panel, protocol.PagerState)


def test_what_is_shown_of_a_run_in_training(session):
    chart = LiveChart()
    row = session.open_book.runs[0]
    chart.show(row.progress)
    chart.overlay = [{"name": row.run.title, "validation": row.progress.validation}]
    chart.guess = [[1, None, 0.9]]
    assert chart.progress["points"]
    assert_shows(chart, LiveChartState)


def test_a_report_comes_as_described(session):
    panel = HandInPanel(session)
    sent = []
    panel.send = lambda content, buffers: sent.append((content, buffers))
    send_message(panel, REPORT)
    painted(session)
    ((content, buffers),) = sent
    assert not fault(content, hand_in_protocol.ReportMade)
    assert content["turn"] == REPORT["turn"]
    assert len(buffers) == 1


# What Python takes

DRAWING = {"kind": "drawing", "turn": 2, "width": SIDE, "height": SIDE, "settled": True}
PICTURE = {"kind": "picture", "turn": 3, "width": SIDE, "height": SIDE, "cut_off": False}
REPORT = {"form": "zip", "turn": 7, "name": "Ada", "register": "1"}
SENTENCE = {"sentence": "changed", "text": "Filters.", "run": "first"}
GUESS = {"accuracies": [0.5, None, 1], "pair": [4, 9]}
RENAMED = {"action": "rename", "run": "first", "text": "new name"}

# Of each message one that is right, and what cannot be left out or replaced without an answer.
# Left out are: "kind" of the only message there is, "channel", "settled" and "cut_off", whose
# every other value means the usual one, and what a message of its kind has without using it.
MESSAGES = [
    (Choices, protocol.ChoiceMade, {"name": "seed", "value": 3}, ["name", "value"]),
    (DrawPad, digit_protocol.DrawPadMessage, DRAWING, ["kind", "turn", "width", "height"]),
    (DrawPad, digit_protocol.DrawPadMessage, PICTURE, ["kind", "turn", "width", "height"]),
    (
        DrawPad,
        digit_protocol.DrawPadMessage,
        {"kind": "test", "turn": 4, "number": 8},
        ["kind", "turn", "number"],
    ),
    (DrawPad, digit_protocol.DrawPadMessage, {"kind": "clear", "turn": 5}, ["kind", "turn"]),
    (CoverIt, probe_protocol.CoverItMessage, {"side": 9}, ["side"]),
    (FoolIt, probe_protocol.ProbeSeen, {"open": False, "by": "x"}, ["open", "by"]),
    (EvaluationPanel, protocol.EvaluationMessage, {"run": "second"}, ["run"]),
    (EvaluationPanel, protocol.EvaluationMessage, {"label": 4, "guess": 9}, ["label", "guess"]),
    (HandInPanel, hand_in_protocol.HandInMessage, REPORT, list(REPORT)),
    (HandInPanel, hand_in_protocol.HandInMessage, SENTENCE, ["sentence", "text", "run"]),
    (HandInPanel, hand_in_protocol.HandInMessage, {"run": "first"}, ["run"]),
    (HandInPanel, hand_in_protocol.HandInMessage, {"look": True}, ["look"]),
    (GuessFirst, moments_protocol.GuessMade, GUESS, list(GUESS)),
    (RunsTable, protocol.RunAction, RENAMED, list(RENAMED)),
    (RunsTable, protocol.RunAction, RENAMED | {"action": "show"}, ["action", "run"]),
    (RunsTable, protocol.RunAction, RENAMED | {"action": "look"}, ["action", "run"]),
]

REFUSAL = re.compile("came as|come as|expected|Reload|asked for")


def send(session, widget, content):
    """Have a widget receive a message, as from the browser; return what the page then says."""
    session.say("")
    send_message(widget, content, *pixels_of(content))
    painted(session)
    view = getattr(widget, "view", {})
    own = [getattr(widget, "status", ""), getattr(widget, "message", ""), view.get("message", "")]
    return " ".join([session.message, session.open_book.message, *own])


def pixels_of(content):
    """Return the buffers that belong to a message: those of a drawing or a picture."""
    colours = {"drawing": 1, "picture": 4}.get(str(content.get("kind")), 0)
    return [memoryview(bytes(range(200)) * 2 * colours)] if colours else []


@pytest.mark.parametrize(("front_end", "described", "content", "checked"), MESSAGES)
def test_a_message_as_described_is_taken_and_another_answered(
    session, front_end, described, content, checked
):
    assert not fault(content, described)
    widget = front_end(session.next_run if front_end is Choices else session)
    painted(session)
    assert not REFUSAL.search(send(session, widget, content))
    for wrong in wrong_ones(content, described, checked):
        assert REFUSAL.search(send(session, widget, wrong)), wrong


@pytest.mark.parametrize(
    ("front_end", "content"),
    [
        (GalleryPanel, {"digit": 4}),
        (GalleryPanel, {"position": 1}),
        (PreprocessPanel, {"position": 1}),
    ],
)
def test_a_page_is_turned_as_described(digits, front_end, content):
    described = protocol.PagerMessage
    assert not fault(content, described)
    pager = front_end(digits)
    for wrong in wrong_ones(content, described, list(content)):
        send_message(pager, wrong)
        assert "came as" in pager.message, wrong
    send_message(pager, content)
    assert not pager.message
    ((name, value),) = content.items()
    assert getattr(pager, name) == value


def test_the_steps_bar_opens_the_page_as_described_and_not_otherwise(session):
    queries = []
    bar = StepsBar(session, queries.append)
    content = {"query": "filters=9"}
    assert not fault(content, protocol.StepsBarMessage)
    for wrong in wrong_ones(content, protocol.StepsBarMessage, ["query"]):
        send_message(bar, wrong)
        assert not bar.is_open, wrong
    send_message(bar, content)
    assert bar.is_open
    assert queries == ["filters=9"]
