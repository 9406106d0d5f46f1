"""The confusion matrix as a grid whose cells can be opened."""

import traitlets

from labhelpers.panels.page import FrontEnd, whole_number


class ConfusionMatrix(FrontEnd):
    """Counts of true against predicted digits; `on_open(label, guess)` is asked for what to show of an opened cell.

    matrix: lists of counts, matrix[true][predicted].   picture: an <img> of the same, to be saved.
    opened: the open cell as [true, predicted], and what was found in it: a heading, a note, an <img>; [] for none.

    The browser sends a cell's "label" and "guess"; `on_refused` gets a sentence about what is no cell.
    """

    text_form = "Confusion matrix (run the cell to see it)"

    matrix = traitlets.List().tag(sync=True)
    picture = traitlets.Unicode().tag(sync=True)
    opened = traitlets.List().tag(sync=True)

    def __init__(self, on_open, on_refused):
        super().__init__()
        self.on_open, self.on_refused = on_open, on_refused
        self.on_msg(self._receive)

    def show(self, matrix, picture):
        """Show the matrix of a run; no cell is open."""
        with self.hold_sync():
            self.matrix, self.picture, self.opened = matrix, picture, []

    def _receive(self, _widget, content, _buffers):
        try:
            cell = [whole_number(name, content.get(name), 0, len(self.matrix) - 1) for name in ("label", "guess")]
        except ValueError as error:
            self.on_refused(f"The cell cannot be opened: {error}")
        else:
            self.opened = [*cell, *self.on_open(*cell)]
