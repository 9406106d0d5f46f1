"""What all panels share: the notice, and what a saved notebook holds of them."""

import pytest

from cnnlab.widgets import (
    draw_panel,
    evaluation_panel,
    gallery_panel,
    hand_in_panel,
    network_panel,
    panel,
    preprocess_panel,
    program_panel,
    training_panel,
)

pytestmark = pytest.mark.panels


def test_a_notice_is_read_out_and_can_be_cleared():
    notice = panel.Notice()
    notice.say("Too <many>.")
    assert 'role="alert"' in notice.value
    assert "Too &lt;many&gt;." in notice.value
    notice.say("")
    assert notice.value == ""


def test_each_is_stored_with_a_constant_line_that_says_how_to_bring_it_back(cell, digits, session):
    panels = [
        (gallery_panel(digits), "Gallery of digits"),
        (preprocess_panel(digits), "A digit before and after preprocessing"),
        (network_panel(), "The network, layer by layer"),
        (training_panel(session), "Training panel"),
        (evaluation_panel(session), "Evaluation of a run"),
        (draw_panel(session), "Draw a digit"),
        (hand_in_panel(session), "Your hand-in"),
        (program_panel(session), "The program of a run"),
    ]
    for shown, heading in panels:
        view, style = cell.run("shown", shown=shown)
        assert view["text/plain"] == f"{heading} (run the notebook down to this cell to use it)"
        assert "Run the notebook down to this cell" in style["text/html"]
