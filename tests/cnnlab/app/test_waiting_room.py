"""What is read by somebody who has as many pages open as one may."""

from types import SimpleNamespace

import pytest
from jinja2 import Environment, FileSystemLoader

from cnnlab.app import visitors, waiting_room
from labhelpers.files import PROJECT_ROOT

TEMPLATES = PROJECT_ROOT / "share" / "jupyter" / "voila" / "templates" / "cnn_lab"


@pytest.mark.parametrize(
    ("are_logged_in", "told"),
    [
        (False, "One browser can have 4 pages of the lab open, so that"),
        (True, "One login can have 4 pages of the lab open, on all computers together, so that"),
    ],
)
def test_whose_pages_are_counted_is_said(are_logged_in, told):
    settings = {
        visitors.SETTING: SimpleNamespace(are_logged_in=are_logged_in),
        "voila_jinja2_env": Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True),
    }
    assert told in waiting_room.of_a_visitor(settings, 7)
