"""What all panels share: the notice, and a text form that never changes."""

import pytest

from cnnlab.widgets import panel
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.gallery import gallery_panel
from cnnlab.widgets.network import network_panel
from cnnlab.widgets.preprocessing import preprocess_panel
from cnnlab.widgets.training import training_panel

pytestmark = pytest.mark.panels


def test_a_notice_is_read_out_and_can_be_cleared():
    notice = panel.Notice()
    notice.say("Too <many>.")
    assert 'role="alert"' in notice.value
    assert "Too &lt;many&gt;." in notice.value
    notice.say("")
    assert notice.value == ""


def test_the_text_form_is_constant(digits, session):
    preprocessing = "A digit before and after preprocessing (run this cell to use it)"
    panels = [
        (gallery_panel(digits), "Gallery of digits (run this cell to use it)"),
        (preprocess_panel(digits), preprocessing),
        (network_panel(), "The network, layer by layer (run this cell to use it)"),
        (training_panel(session), "Training panel (run this cell to use it)"),
        (evaluation_panel(session), "Evaluation of a run (run this cell to use it)"),
    ]
    for shown, expected in panels:
        assert repr(shown) == expected
        bundle = shown._repr_mimebundle_()
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        assert data["text/plain"] == expected
