"""What a saved notebook holds of a widget; how JupyterLab shows it is in the browser's tests."""

import pytest
import traitlets

from labhelpers import front_end
from tests.cell import WIDGET_VIEW

pytestmark = pytest.mark.panels


class Shown(front_end.FrontEnd):
    """A front end that shows something else each time."""

    _esm = "export default {};"
    _css = ""
    heading = "A panel"
    state = traitlets.Int(0).tag(sync=True)


def test_a_widget_is_stored_with_a_line_and_a_style_that_never_change(cell):
    first, second = (cell.run("shown", shown=Shown(state=state)) for state in (0, 1))
    view, style = first
    assert view.pop(WIDGET_VIEW)["model_id"] != second[0].pop(WIDGET_VIEW)["model_id"]
    assert view == {"text/plain": "A panel (run the notebook down to this cell to use it)"}
    assert style.keys() == {"text/html"}
    assert "Run the notebook down to this cell" in style["text/html"]
    assert first == second


def test_displaying_it_is_the_same(cell):
    source = "from IPython.display import display; display(shown)"
    assert [output.keys() for output in cell.run(source, shown=Shown())] == [
        {"text/plain", WIDGET_VIEW},
        {"text/html"},
    ]
