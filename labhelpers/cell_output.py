"""A widget under a cell, and what a notebook that is opened again shows in its place."""

import pathlib
from typing import Any

from IPython.display import DisplayHandle, display

# JupyterLab draws a widget or says "model not found", whatever else the output holds. A second
# output, of style alone, says something better there, and in HTML that is made of a notebook; it
# is never seen itself. Voila's pages are left alone: they bring their widgets a moment later.
STYLE = pathlib.Path(__file__).parent / "static" / "cell_output.css"


def text_of(heading: str) -> str:
    """Return what stands for a widget wherever its Python is not, such as on GitHub.

    nbval compares it: it says nothing of what the widget shows.
    """
    return f"{heading} (run the notebook down to this cell to use it)"


def show(widget: Any) -> DisplayHandle | None:
    """Show a widget under the cell that runs; return the place, in which `update` shows another.

    Outside of IPython there is no such place, and this does nothing but print.
    """
    bundle = widget._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    place = display(data, raw=True, metadata=metadata, display_id=True)
    style = " ".join(STYLE.read_text(encoding="utf-8").split())
    display({"text/html": f'<style class="lab-cell-output">{style}</style>'}, raw=True)
    return place
