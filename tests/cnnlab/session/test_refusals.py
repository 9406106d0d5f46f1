"""What a client may send for the next run is checked in Python."""

import pytest

from cnnlab.widgets.training import training_panel
from tests.from_browser import send

pytestmark = pytest.mark.panels


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("epochs", 10**9),
        ("epochs", "three"),
        ("filters", 10_000),
        ("filters", None),
        ("batch_size", 0),
        ("batch_size", float("nan")),
        ("seed", -1),
        ("learning_rate", 99),
        ("learning_rate", "0.001"),
        ("kernel_size", 10),
        ("dense_units", 10**9),
        ("dropout", -1),
        ("augment", 1),
        ("batch_normalization", "yes"),
        ("reproducible", None),
        ("num_train", 3),
    ],
)
def test_what_a_client_may_send_is_checked(session, name, value):
    panel = training_panel(session)
    before = session.next_run.choices
    if name in ("epochs", "filters"):
        getattr(panel, name).set_state({"value": value})
        assert "expected" in session.message
        session.say("")
    send(panel.choices, name=name, value=value)
    assert session.next_run.choices == before
    assert "expected" in session.message
    assert "expected" in panel.notice.value


BAD_NUMBERS = [("filters", 0), ("epochs", -1), ("batch_size", 0), ("learning_rate", float("nan"))]


@pytest.mark.parametrize(("name", "value"), BAD_NUMBERS)
def test_bad_numbers_are_refused_whatever_the_widgets_allow(session, name, value):
    assert not session.next_run.choose(**{name: value})
    assert name in session.message
