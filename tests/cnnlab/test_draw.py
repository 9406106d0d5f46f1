"""The draw panel's side of Python: what a browser may send, and what becomes of it."""

import numpy as np
import pytest

from cnnlab.runs import Run
from cnnlab.session import LabSession
from cnnlab.session.lab_session import Inspection
from cnnlab.widgets.draw_pad import draw_panel
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.drawing import drawing_steps

pytestmark = pytest.mark.panels

SIDE = 140


@pytest.fixture(scope="module")
def digits():
    return load_digits("embedded")


@pytest.fixture
def panel(digits, lab_runs):
    session = LabSession("tests", digits=digits)
    yield draw_panel(session)
    session.close()


def stroke(width=SIDE, height=SIDE):
    ink = np.zeros((height, width), "uint8")
    ink[height // 5 : -height // 5, width // 2 - 6 : width // 2 + 6] = 255
    return ink


def send(panel, content, *arrays):
    """Send what a browser would, through the widget's own way in."""
    data = {"method": "custom", "content": content}
    panel.pad._handle_msg(
        {"content": {"data": data}, "buffers": [memoryview(array.tobytes()) for array in arrays]}
    )
    return panel.pad.view


def drawing(**changes):
    return {"kind": "drawing", "turn": 1, "width": SIDE, "height": SIDE, "settled": True} | changes


def test_a_drawing_is_shown_step_by_step_up_to_what_the_network_sees(panel):
    view = send(panel, drawing(), stroke())
    assert [step["name"] for step in view["steps"]] == [
        "drawing",
        "inverted",
        "cropped",
        "scaled",
        "centred",
    ]
    assert view["steps"][0]["pixels"] == (255 - stroke()).tobytes()
    assert view["steps"][-1]["pixels"] == drawing_steps(stroke())["centred"].tobytes()
    assert (view["turn"], view["message"], view["network"], view["probabilities"]) == (
        1,
        "",
        "",
        [],
    )


def test_a_picture_may_be_dark_on_light(panel):
    picture = 255 - stroke(90, 200) // 2
    view = send(panel, {"kind": "picture", "turn": 2, "width": 90, "height": 200}, picture)
    assert view["steps"][0]["pixels"] == picture.tobytes()
    assert np.array_equal(panel.pad.image, drawing_steps(stroke(90, 200))["centred"])


def test_a_test_digit_comes_with_its_label(panel, digits):
    view = send(panel, {"kind": "test", "turn": 3, "number": 5})
    assert view["label"] == digits.test_labels[5]
    assert view["steps"][0]["pixels"] == digits.test_images[5].tobytes()
    assert panel.pad.test_images == len(digits.test_labels)


def test_nothing_drawn_is_nothing_shown(panel):
    send(panel, drawing(), stroke())
    assert send(panel, {"kind": "clear", "turn": 2})["steps"] == []
    assert send(panel, drawing(turn=3), np.zeros((SIDE, SIDE), "uint8"))["steps"] == []
    assert panel.pad.image is None


@pytest.mark.parametrize(
    "content",
    [
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
    ],
)
def test_what_no_page_of_ours_sends_is_refused_with_a_sentence(panel, content):
    view = send(panel, content, stroke())
    assert view["steps"] == [] and panel.pad.image is None
    assert (
        "expected" in view["message"] or "again" in view["message"] or "Reload" in view["message"]
    )


def test_pixels_that_are_missing_or_too_many_are_refused(panel):
    for arrays in ((), (stroke(), stroke()), (stroke()[:-1],), (np.zeros(10**6, "uint8"),)):
        assert "140 × 140 pixels" in send(panel, drawing(), *arrays)["message"]


def test_a_pixel_is_refused_while_nothing_is_shown(panel):
    data = {
        "method": "custom",
        "content": {"kind": "pixel", "layer": 0, "number": 0, "row": 0, "column": 0},
    }
    panel.pad.inside._handle_msg({"content": {"data": data}, "buffers": []})
    assert "cannot be shown" in panel.pad.inside.pixel["message"]


def test_a_pixel_of_a_strided_convolution_is_worked_out_from_the_patch_under_it(
    panel, digits, tmp_path
):
    rng, cnn = np.random.default_rng(0), CnnConfig(filters=2, kernel_size=5, strided=True)
    kernels = [
        {"kernel": rng.normal(size=(5, 5, channels, filters)), "bias": np.zeros(filters)}
        | {"scale": np.ones(filters), "shift": np.zeros(filters)}
        for channels, filters in ((1, 2), (2, 4))
    ]
    maps = [rng.random((12, 12, 2), "float32"), rng.random((4, 4, 4), "float32")]
    inside = {"maps": maps, "kernels": kernels, "saliency": np.zeros((10, 28, 28))}
    run = Run(tmp_path / "strided", cnn, TrainingConfig())
    panel.pad.inside.show(Inspection(run, digits.test_images[0], 1, np.full(10, 0.1), inside))
    assert [layer["title"] for layer in panel.pad.inside.inside["layers"]] == [
        "Convolution 1",
        "Convolution 2",
    ]
    asked = {"kind": "pixel", "layer": 1, "number": 3, "row": 2, "column": 1, "channel": 0}
    panel.pad.inside._handle_custom_msg(asked, [])
    steps = panel.pad.inside.pixel
    np.testing.assert_allclose(steps["patch"], maps[0][4:9, 2:7, 0])
    expected = (maps[0][4:9, 2:7] * kernels[1]["kernel"][..., 3]).sum()
    assert steps["sum"] == pytest.approx(expected, rel=1e-5)
