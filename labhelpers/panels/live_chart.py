"""The live view of training: two curves and their numbers, drawn in the browser from the whole state of a run."""

import math
import pathlib

import anywidget
import traitlets

_HERE = pathlib.Path(__file__).parent


class LiveChart(anywidget.AnyWidget):
    """Loss and accuracy against the epoch, with the same numbers as text beside them.

    progress: `Progress.to_dict()`, the whole state of a run; {} before anything has run.
    overlay: earlier runs, each {"name": str, "validation": [[epoch, loss, accuracy], ...]}; their validation curves
        are laid over each other, with a colour, a dash pattern and a marker of their own.

    The browser is sent whole state, never a difference, so a page that is loaded again draws the right picture.
    """

    _esm = _HERE / "live_chart.js"
    _css = _HERE / "live_chart.css"

    progress = traitlets.Dict().tag(sync=True)
    overlay = traitlets.List(traitlets.Dict()).tag(sync=True)

    def show(self, progress):
        """Draw `progress`, an `events.Progress`; None goes back to the chart before any run."""
        self.progress = {} if progress is None else _small(progress.to_dict())

    def __repr__(self):
        # nbval compares text/plain, so it must not say how far a run has come.
        return "Live chart of training (run the cell to see it)"


def _small(state):
    """Return `state` with rounded numbers: half the bytes, five times a second."""
    for key in ("points", "validation"):
        state[key] = [[_rounded(value) for value in point] for point in state[key]]
    state["history"] = {name: [_rounded(value) for value in values] for name, values in state["history"].items()}
    state["running"] = [_rounded(value) for value in state["running"]]
    return state


def _rounded(value):
    """Return `value` to five decimals; None where it is no finite number, which JSON could not hold."""
    return round(value, 5) if math.isfinite(value) else None
