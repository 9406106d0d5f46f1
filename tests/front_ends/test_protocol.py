"""What Python shows and what it takes is what protocol.py says, and nothing else."""

import re

import pytest
from ipywidgets import DOMWidget

from cnnlab.session import LabSession
from cnnlab.widgets import digit_protocol, hand_in_protocol, page_protocol, protocol, time_protocol
from cnnlab.widgets.choices import Choices
from cnnlab.widgets.draw_pad import DrawPad
from cnnlab.widgets.drawing_steps import DrawingSteps
from cnnlab.widgets.evaluation import EvaluationPanel
from cnnlab.widgets.first_layer import FirstLayer
from cnnlab.widgets.gallery import GalleryPanel
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
from labhelpers.digits import load_digits
from labhelpers.live_chart import LiveChart
from tests.from_browser import send_message
from tests.front_ends.conforming import fault
from tests.front_ends.made_up import inspection
from tests.recorded import recorded_run
from tests.waiting import painted

pytestmark = pytest.mark.panels

SIDE = 20


@pytest.fixture(scope="module")
def digits():
    return load_digits("embedded")


@pytest.fixture
def empty(lab_runs):
    """A session with nothing: no run, no digits."""
    session = LabSession("empty")
    yield session
    session.close()


@pytest.fixture
def session(lab_runs, digits):
    """A session with two measured runs, the newer of them selected, and digits."""
    session = LabSession("full", digits=digits)
    recorded_run(session.book, "first", filters=8)
    recorded_run(session.book, "second", filters=9)
    session.open_book.refresh()
    yield session
    session.close()


# What Python shows


def assert_shows(widget, described):
    """Assert that a widget's state, as the browser gets it, is what a typed dictionary says."""
    own = set(widget.keys) - set(DOMWidget.class_trait_names(sync=True))
    names = {name for name in own if not name.startswith("_")}
    shown = {name: getattr(widget, name) for name in names}
    assert not fault(shown, described, type(widget).__name__)


def new_widgets(session):
    """Return the front ends that a session has, each with the description of its state."""
    return [
        (Choices(session.next_run), protocol.ChoicesState),
        (DrawPad(session), digit_protocol.DrawPadState),
        (EvaluationPanel(session), protocol.EvaluationState),
        (HandInPanel(session), hand_in_protocol.HandInState),
        (RunsTable(session), protocol.RunsTableState),
        (StepsBar(session, lambda query: None), protocol.StepsBarState),
        (MomentsSlider(session), time_protocol.MomentsState),
        (FirstLayer(session), time_protocol.FirstLayerState),
        (SideBySide(session), time_protocol.SideBySideState),
        (WhereDigitsGo(session), time_protocol.WhereDigitsGoState),
        (StepFold(1), page_protocol.StepFoldState),
        (NetworkStrip(session.next_run), page_protocol.NetworkStripState),
        (DrawingSteps(DrawPad(session)), digit_protocol.DrawingStepsState),
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


@pytest.fixture
def looked_inside(session, digits):
    """Return the draw pad, with a test digit that was read, and inside the network."""
    pad = DrawPad(session)
    send_message(pad, {"kind": "test", "turn": 1, "number": 5})
    session.inspector.inspection = inspection(session, digits.test_images[5], 1)
    return pad


def test_what_is_shown_of_a_digit_and_inside_the_network(looked_inside):
    assert looked_inside.view["probabilities"]
    assert_shows(looked_inside, digit_protocol.DrawPadState)
    inside = looked_inside.inside
    for layer in range(4):
        send_message(inside, PIXEL | {"layer": layer})
        assert inside.pixel["layer"] == layer
        assert_shows(inside, digit_protocol.LookInsideState)
    inside.forget()
    assert_shows(inside, digit_protocol.LookInsideState)


# What Python takes

PIXEL = {"kind": "pixel", "layer": 2, "number": 0, "row": 1, "column": 1, "channel": 1}
DRAWING = {"kind": "drawing", "turn": 2, "width": SIDE, "height": SIDE, "settled": True}
PICTURE = {"kind": "picture", "turn": 3, "width": SIDE, "height": SIDE, "cut_off": False}
REPORT = {"form": "zip", "turn": 7, "name": "Ada", "register": "1"}
SENTENCE = {"sentence": "changed", "text": "Filters.", "run": "first"}
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
    (EvaluationPanel, protocol.EvaluationMessage, {"run": "second"}, ["run"]),
    (EvaluationPanel, protocol.EvaluationMessage, {"label": 4, "guess": 9}, ["label", "guess"]),
    (HandInPanel, hand_in_protocol.HandInMessage, REPORT, list(REPORT)),
    (HandInPanel, hand_in_protocol.HandInMessage, SENTENCE, ["sentence", "text", "run"]),
    (HandInPanel, hand_in_protocol.HandInMessage, {"run": "first"}, ["run"]),
    (HandInPanel, hand_in_protocol.HandInMessage, {"look": True}, ["look"]),
    (RunsTable, protocol.RunAction, RENAMED, list(RENAMED)),
    (RunsTable, protocol.RunAction, RENAMED | {"action": "show"}, ["action", "run"]),
    (RunsTable, protocol.RunAction, RENAMED | {"action": "look"}, ["action", "run"]),
]

WRONG = [None, True, 1.5, 3, "text", [], {"a": 1}]
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


def wrong_ones(content, described, checked):
    """Yield messages that lack one of the keys to be checked, or have a value of another type."""
    for key in checked:
        yield {name: value for name, value in content.items() if name != key}
        for value in WRONG:
            if fault(content | {key: value}, described):
                yield content | {key: value}


def test_a_pixel_as_described_is_worked_out_and_another_answered(looked_inside):
    inside = looked_inside.inside
    described = digit_protocol.PixelWanted
    assert not fault(PIXEL, described)
    for wrong in wrong_ones(PIXEL, described, ["layer", "number", "row", "column"]):
        send_message(inside, wrong)
        assert "cannot be shown" in inside.pixel["message"], wrong
    send_message(inside, PIXEL)
    assert inside.pixel["channel"] == 1


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
