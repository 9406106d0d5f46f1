"""The front-end files as they are sent to the browser: what all share comes first, and no name is declared twice."""

import collections
import re

import pytest

from cnnlab.widgets.choices import Choices
from cnnlab.widgets.draw_pad import DrawPad
from cnnlab.widgets.evaluation import EvaluationPanel
from cnnlab.widgets.gallery import GalleryPanel
from cnnlab.widgets.hand_in import HandInPanel, ProgramPanel
from cnnlab.widgets.look_inside import LookInside
from cnnlab.widgets.page_care import PageCare
from cnnlab.widgets.preprocessing import PreprocessPanel
from cnnlab.widgets.runs_table import RunsTable
from cnnlab.widgets.steps_bar import StepsBar
from labhelpers.live_chart import LiveChart

FRONT_ENDS = [
    Choices,
    DrawPad,
    EvaluationPanel,
    GalleryPanel,
    HandInPanel,
    LiveChart,
    LookInside,
    PageCare,
    PreprocessPanel,
    ProgramPanel,
    RunsTable,
    StepsBar,
]
DECLARATION = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)


@pytest.mark.parametrize("front_end", FRONT_ENDS)
def test_what_all_share_comes_before_what_is_its_own(front_end):
    assert (
        front_end._esm.startswith("// What all front ends share")
        and front_end._esm.count("export default") == 1
    )
    assert front_end._css.startswith("/* What the front ends")


@pytest.mark.parametrize("front_end", FRONT_ENDS)
def test_no_name_is_declared_twice(front_end):
    # Two functions of one name at the top of a module are a syntax error: the whole front end
    # would stay blank.
    names = collections.Counter(DECLARATION.findall(front_end._esm))
    assert {"make", "say", "isNumber", "keepKeys", "drawPixels"} <= set(names)
    assert not [name for name, times in names.items() if times > 1]
