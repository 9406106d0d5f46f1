"""The draw panel's side of Python: what a browser may send, and what becomes of it."""

import threading

import numpy as np
import pytest

from cnnlab.session import Inspection, LabSession
from cnnlab.session.shipped import load_shipped
from cnnlab.widgets.draw_pad import draw_panel
from cnnlab.widgets.first_pad import first_pad
from labhelpers.drawing import drawing_steps
from tests.cnnlab.widgets.ready_engine import ReadyEngine
from tests.from_browser import send_message
from tests.waiting import wait_until

pytestmark = pytest.mark.panels

SIDE = 140


@pytest.fixture
def panel(session, monkeypatch):
    """Return the panel of a session in which no network reads by itself: `answer` says what."""
    monkeypatch.setattr(session.inspector, "look_at", lambda *_: None)
    return draw_panel(session)


def stroke(width=SIDE, height=SIDE):
    ink = np.zeros((height, width), "uint8")
    ink[height // 5 : -height // 5, width // 2 - 6 : width // 2 + 6] = 255
    return ink


def ask(panel, content, *arrays):
    """Send a message with arrays of pixels to the pad; return what it shows then."""
    send_message(panel.pad, content, *(memoryview(array.tobytes()) for array in arrays))
    return panel.pad.view


def drawing(**changes):
    return {"kind": "drawing", "turn": 1, "width": SIDE, "height": SIDE, "settled": True} | changes


def test_a_drawing_is_shown_step_by_step_up_to_what_the_network_sees(panel):
    view = ask(panel, drawing(), stroke())
    names = [step["name"] for step in view["steps"]]
    assert names == ["drawing", "inverted", "cropped", "scaled", "centred"]
    assert view["steps"][0]["pixels"] == (255 - stroke()).tobytes()
    assert view["steps"][-1]["pixels"] == drawing_steps(stroke())["centred"].tobytes()
    assert view["turn"] == 1
    assert (view["message"], view["network"], view["is_shipped"]) == ("", "the lab's own", True)


def in_colour(grey):
    """Return a picture's red, green, blue and opacity: uint8, (height, width, 4)."""
    return np.dstack([grey, grey, grey, np.full_like(grey, 255)])


def picture(**changes):
    return {"kind": "picture", "turn": 2, "width": 90, "height": 200, "cut_off": False} | changes


def test_a_picture_may_be_dark_on_light(panel):
    grey = 255 - stroke(90, 200) // 2
    view = ask(panel, picture(), in_colour(grey))
    assert view["steps"][0]["pixels"] == grey.tobytes()
    assert np.array_equal(panel.pad.image, drawing_steps(stroke(90, 200))["centred"])
    assert view["doubt"] == ""


def test_a_yellow_pen_is_ink(panel):
    yellow = in_colour(np.full((200, 90), 255, "uint8"))
    yellow[..., 2] -= stroke(90, 200)
    ask(panel, picture(), yellow)
    assert np.array_equal(panel.pad.image, drawing_steps(stroke(90, 200))["centred"])


def test_a_picture_that_is_hardly_one_digit_is_shown_and_doubted(panel):
    whole = in_colour(255 - stroke(90, 200))
    view = ask(panel, picture(cut_off=True), whole)
    assert view["doubt"].startswith("This is hardly one digit: the file ends before the picture")
    assert view["steps"]
    two = in_colour(255 - np.hstack([stroke(90, 200)] * 2))
    assert "side by side" in ask(panel, picture(width=180), two)["doubt"]
    assert ask(panel, {"kind": "clear", "turn": 3})["doubt"] == ""


def test_a_drawing_is_doubted_only_when_the_pen_is_up(panel):
    two = np.hstack([stroke(70), stroke(70)])
    assert ask(panel, drawing(settled=False), two)["doubt"] == ""
    assert "side by side" in ask(panel, drawing(), two)["doubt"]
    assert ask(panel, drawing(), stroke())["doubt"] == ""


def test_a_test_digit_comes_with_its_label(panel, embedded):
    view = ask(panel, {"kind": "test", "turn": 3, "number": 5})
    assert view["label"] == embedded.test_labels[5]
    assert view["steps"][0]["pixels"] == embedded.test_images[5].tobytes()
    assert panel.pad.test_images == len(embedded.test_labels)


def test_nothing_drawn_is_nothing_shown(panel):
    ask(panel, drawing(), stroke())
    assert ask(panel, {"kind": "clear", "turn": 2})["steps"] == []
    assert ask(panel, drawing(turn=3), np.zeros((SIDE, SIDE), "uint8"))["steps"] == []
    assert panel.pad.image is None


NO_DRAWINGS = [
    drawing(width=141),
    drawing(width=0),
    drawing(width=-140, height=-140),
    drawing(width=10**9),
    drawing(width="140"),
    drawing(width=True),
    drawing(width=float("nan")),
    drawing(kind="picture", width=601, height=601),
    drawing(kind="test"),
    drawing(kind="test", number=-1),
    drawing(kind="test", number=10**9),
    drawing(kind="test", number="5"),
    drawing(kind="test", number=True),
    drawing(kind="../../etc"),
    drawing(kind=None),
    drawing(kind=["drawing"]),
    drawing(turn="1"),
    {},
    "drawing",
    None,
    [1],
]


@pytest.mark.parametrize("content", NO_DRAWINGS)
def test_what_no_page_of_ours_sends_is_refused_with_a_sentence(panel, content):
    view = ask(panel, content, stroke())
    assert view["steps"] == []
    assert panel.pad.image is None
    advice = ["expected", "again", "Reload"]
    assert any(word in view["message"] for word in advice)


def test_pixels_that_are_missing_or_too_many_are_refused(panel):
    for arrays in ((), (stroke(), stroke()), (stroke()[:-1],), (np.zeros(10**6, "uint8"),)):
        assert "140 × 140 pixels" in ask(panel, drawing(), *arrays)["message"]


def answer(session, turn, label):
    """Have the session tell what a network made of the image that was asked about."""
    probabilities = np.eye(10, dtype="float32")[label]
    run = session.open_book.selected
    inspection = Inspection(run, np.zeros((28, 28), "uint8"), turn, probabilities)
    session.inspector._tell(inspection)


def test_an_answer_comes_with_the_drawing_that_it_is_about(session, panel):
    ask(panel, drawing(turn=4), stroke())
    answer(session, turn=4, label=7)
    assert np.argmax(panel.pad.view["probabilities"]) == 7
    assert panel.pad.view["turn"] == 4
    ask(panel, drawing(turn=5), stroke())
    assert panel.pad.view["probabilities"] == []


def test_before_a_run_is_there_the_labs_own_network_reads(session, embedded):
    panel = draw_panel(session)
    view = ask(panel, {"kind": "test", "turn": 1, "number": 5})
    assert (view["network"], view["is_shipped"]) == ("the lab's own", True)
    wait_until(lambda: panel.pad.view["probabilities"], seconds=20)
    expected = load_shipped().read(embedded.test_images[5])
    assert panel.pad.view["probabilities"] == pytest.approx(expected.tolist(), abs=1e-5)
    assert "99.4% of MNIST's test images" in panel.pad.shipped
    wait_until(lambda: panel.pad.inside.inside, seconds=20)
    inside = panel.pad.inside.inside
    assert inside["is_shipped"]
    assert [layer["filters"] for layer in inside["layers"]] == [16, 32]


def test_while_a_run_is_on_the_last_look_inside_stays_and_says_so(session, add_run):
    ReadyEngine(session)
    panel = draw_panel(session)
    ask(panel, {"kind": "test", "turn": 1, "number": 5})
    wait_until(lambda: panel.pad.inside.inside, seconds=20)
    before = panel.pad.inside.inside
    assert not panel.pad.inside.is_on
    run = add_run(session, 1.0)
    session.do(lambda: session.watcher.set_trait("run", run))
    ask(panel, drawing(turn=2), stroke())
    assert panel.pad.inside.is_on
    assert panel.pad.inside.inside == before
    ask(panel, drawing(turn=3, kind="clear"))
    assert panel.pad.inside.inside == {}
    session.do(lambda: session.watcher.set_trait("run", None))
    assert not panel.pad.inside.is_on


def test_an_answer_to_an_earlier_drawing_is_passed_over(session, panel):
    ask(panel, drawing(turn=5), stroke())
    answer(session, turn=4, label=7)
    assert panel.pad.view["probabilities"] == []


def test_an_answer_that_comes_amid_a_new_drawing_brings_no_old_one_back(session, panel):
    for turn in range(1, 200, 2):
        ask(panel, drawing(turn=turn), stroke())
        answering = threading.Thread(target=answer, args=(session, turn, 7))
        answering.start()
        view = ask(panel, {"kind": "test", "turn": turn + 1, "number": 5})
        answering.join(10)
        assert view["steps"][0]["name"] == "Test digit 5"
        assert panel.pad.view == view


def test_before_the_digits_are_open_no_test_digit_is_shown(lab_runs):
    session = LabSession("tests")
    panel = draw_panel(session)
    view = ask(panel, {"kind": "test", "turn": 1, "number": 5})
    assert "not open yet" in view["message"]
    session.close()


def test_of_many_drawings_that_wait_the_newest_is_shown(panel, session):
    shown = []
    panel.pad.observe(lambda change: shown.append(change.new["turn"]), "view")
    may_go_on = threading.Event()
    session.lane.later(may_go_on.wait)
    pixels = [memoryview(stroke().tobytes())]
    for turn in range(2, 102):
        panel.pad.receive(drawing(turn=turn), pixels)
    may_go_on.set()
    session.do(list)
    assert shown == [101]


def test_the_first_pad_is_read_by_the_labs_own_network_and_leaves_nothing_behind(lab_runs):
    panel = first_pad()
    view = ask(panel, drawing(), stroke())
    wait_until(lambda: panel.pad.view["probabilities"])
    shown = panel.pad.view
    read = load_shipped().read(drawing_steps(stroke())["centred"])
    assert shown["probabilities"] == pytest.approx(read.tolist(), abs=1e-4)
    assert (view["network"], shown["is_shipped"]) == ("the lab's own", True)
    assert panel.pad.session.engine.current is None
    assert not list(lab_runs.glob("**/*"))
