"""The live view of training: two curves and their numbers, drawn in the browser."""

import traitlets

from labhelpers.events import Progress
from labhelpers.front_end import FrontEnd, rounded


class LiveChart(FrontEnd):
    """Loss and accuracy against the epoch, with the same numbers as text beside them.

    progress: `Progress.to_dict()`, the whole state of a run; {} before anything has run.
    overlay: earlier runs, each {"name": str, "validation": [[epoch, loss, accuracy], ...]};
        their validation curves are laid over each other, with a colour, a dash pattern and a
        marker of their own.
    mark: an epoch that a line marks, None for none.
    guess: the validation accuracy that somebody guessed, as [epoch, None, accuracy].

    The browser is sent whole state, never a difference, so a page that is loaded again draws
    the right picture.
    """

    heading = "Live chart of training"

    progress = traitlets.Dict().tag(sync=True)
    overlay = traitlets.List(traitlets.Dict()).tag(sync=True)
    mark = traitlets.Float(None, allow_none=True).tag(sync=True)
    guess: traitlets.List = traitlets.List().tag(sync=True)

    def show(self, progress: Progress | None) -> None:
        """Draw the state of a run; None goes back to the chart before any run."""
        self.progress = {} if progress is None else rounded(progress.to_dict())
