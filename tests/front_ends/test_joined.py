"""The front-end files as the browser gets them: one module, in which no name is declared twice."""

import collections
import re
import subprocess

import pytest

from cnnlab.widgets.choices import Choices
from cnnlab.widgets.cover_it import CoverIt
from cnnlab.widgets.draw_pad import DrawPad
from cnnlab.widgets.drawing_steps import DrawingSteps
from cnnlab.widgets.evaluation import EvaluationPanel
from cnnlab.widgets.fool_it import FoolIt
from cnnlab.widgets.gallery import GalleryPanel
from cnnlab.widgets.guess import GuessFirst
from cnnlab.widgets.hand_in import HandInPanel, ProgramPanel
from cnnlab.widgets.look_inside import LookInside
from cnnlab.widgets.network_strip import NetworkStrip
from cnnlab.widgets.page_care import PageCare
from cnnlab.widgets.preprocessing import PreprocessPanel
from cnnlab.widgets.runs_table import RunsTable
from cnnlab.widgets.step_section import StepFold
from cnnlab.widgets.steps_bar import StepsBar
from labhelpers.front_end import IMPORT, joined
from labhelpers.live_chart import LiveChart
from tests.front_ends.check import node

FRONT_ENDS = [
    Choices,
    CoverIt,
    DrawPad,
    DrawingSteps,
    EvaluationPanel,
    FoolIt,
    GalleryPanel,
    GuessFirst,
    HandInPanel,
    LiveChart,
    LookInside,
    NetworkStrip,
    PageCare,
    PreprocessPanel,
    ProgramPanel,
    RunsTable,
    StepFold,
    StepsBar,
]
DECLARATION = re.compile(
    r"^(?:async )?(?:function|class|const|let) (?:\[|\{)?\s*(\w+)", re.MULTILINE
)


@pytest.fixture(params=FRONT_ENDS)
def front_end(request):
    return request.param


def test_nothing_is_imported_any_more_and_one_thing_exported(front_end):
    lines = front_end._esm.splitlines()
    assert not [line for line in lines if line.startswith("import ")]
    exports = [line for line in lines if line.startswith("export ")]
    assert exports == ["export default { render };"]


def test_no_name_is_declared_twice(front_end):
    # Two of one name at the top of a module are a syntax error: the whole front end would stay
    # blank.
    names = collections.Counter(DECLARATION.findall(front_end._esm))
    assert "render" in names
    assert not [name for name, times in names.items() if times > 1]


def test_it_is_a_module_that_renders(front_end, tmp_path):
    module = tmp_path / "front_end.mjs"
    module.write_text(front_end._esm, encoding="utf-8")
    script = f"""
        const module = await import({str(module.as_uri())!r});
        console.log(typeof module.default.render);
    """
    command = [node(), "--input-type=module", "--eval", script]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "function"


def test_style_comes_with_the_script_that_it_belongs_to():
    assert ".lab-digits-box canvas" in EvaluationPanel._css
    assert ".lab-confusion table" in EvaluationPanel._css
    assert ".lab-evaluation h3" in EvaluationPanel._css
    assert EvaluationPanel._css.startswith("/* What the front ends that draw a box share")
    assert ".lab-digits" not in DrawPad._css


def test_what_is_imported_comes_before_it_and_once(tmp_path):
    (tmp_path / "whole.js").write_text(
        'import { part, twice } from "./part.js";\n'
        'import {\n  shared,\n} from "./shared.js";\n'
        "export default { render: () => twice + part + shared };\n"
    )
    (tmp_path / "part.js").write_text(
        'import { shared } from "./shared.js";\n'
        "export const part = shared;\nexport const twice = 2 * part;\n"
    )
    (tmp_path / "shared.js").write_text("export const shared = 1;\n")
    (tmp_path / "shared.css").write_text("b {}\n")
    (tmp_path / "whole.css").write_text("a {}\n")
    script, style = joined(tmp_path / "whole.js")
    lines = [line for line in script.splitlines() if line]
    assert lines == [
        "const shared = 1;",
        "const part = shared;",
        "const twice = 2 * part;",
        "export default { render: () => twice + part + shared };",
    ]
    assert style.split() == ["b", "{}", "a", "{}"]


def test_names_are_imported_as_they_are_called_there(project):
    # `joined` drops the imports: a name that was changed on the way would be nowhere.
    for folder in ("labhelpers/static", "cnnlab/widgets/static", "cnnlab/wall/static"):
        for path in sorted((project / folder).glob("*.js")):
            text = path.read_text(encoding="utf-8")
            assert len(IMPORT.findall(text)) == text.count("\nimport "), path
            assert not re.search(r"^import [^;]* as ", text, re.MULTILINE), path


def test_the_wall_is_one_module_in_which_no_name_is_declared_twice(project, tmp_path):
    script, style = joined(project / "cnnlab" / "wall" / "static" / "wall.js")
    names = collections.Counter(DECLARATION.findall(script))
    assert {"makeChart", "worstMistake", "poll"} <= names.keys()
    assert not [name for name, times in names.items() if times > 1]
    assert not re.search("^(import|export) ", script, re.MULTILINE)
    assert "#wall-queue" in style
    module = tmp_path / "wall.mjs"
    module.write_text(script, encoding="utf-8")
    subprocess.run([node(), "--check", str(module)], check=True)
