"""Two runs side by side: what both make of the same digit, at the same share of their training."""

from typing import Any

import numpy as np
import traitlets

from cnnlab.runs import Run
from cnnlab.session import LabSession
from cnnlab.session.moments import Moment, moment_at_share, share_of
from labhelpers.front_end import FrontEnd, rounded


class SideBySide(FrontEnd):
    """The selected run and another one read the digit on the pad; the slider of time moves both.

    runs: [name, title] of each measured run that may be the other one. chosen: its name, "" for
        none. sides: what each of the two is, when, and what it reads; [] before both were asked.

    The browser sends {"run": a name from the menu, or ""}.
    """

    heading = "Two runs side by side"

    runs: traitlets.List[list[str]] = traitlets.List().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)
    sides = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        self._asked = 0
        session.open_book.observe(lambda _change: self.update(), ["runs", "selected"])
        session.inspector.observe(lambda _change: self._compare(), "inspection")
        session.do(self.update)

    def update(self) -> None:
        book = self.session.open_book
        rows = [row for row in book.runs if row.accuracy is not None and row.run != book.selected]
        runs = [[row.run.name, row.run.title] for row in rows]
        with self.hold_sync():
            self.runs = runs
            if self.chosen not in [name for name, _title in runs]:
                self.chosen = ""
                self.sides = []

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        name = content.get("run")
        if name not in ["", *(name for name, _title in self.runs)]:
            raise ValueError("The run that was chosen is not in the menu. Reload the page.")

        def choose() -> None:
            self.chosen = name
            self._compare()

        self.session.do(choose)

    def refuse(self, sentence: str) -> None:
        self.session.say(sentence)

    def _compare(self) -> None:
        """Have the other run read what the selected one has read, in the state lane."""
        self._asked += 1
        inspection = self.session.inspector.inspection
        moments = self.session.moments
        run = inspection.run if inspection else None
        if not self.chosen or inspection is None or run is None or not moments.all:
            self.sides = []
            return
        if moments.run is None or run.folder != moments.run.folder:
            return
        if inspection.moment != moments.moment:
            return  # the answer for this moment is on its way
        own = moments.all[moments.chosen]
        other = self.session.open_book.run_called(self.chosen)
        there = moment_at_share(other, share_of(moments.run, own))
        asked = self._asked
        left = self._side(moments.run, own, inspection.probabilities)

        def take(probabilities: np.ndarray) -> None:
            if asked == self._asked:
                self.sides = [left, self._side(other, there, probabilities)]

        self.session.inspector.look_with(other, there.batches, inspection.image, take)

    def _side(self, run: Run, moment: Moment, probabilities: np.ndarray) -> dict[str, Any]:
        rows = self.session.open_book.runs
        row = next((row for row in rows if row.run.folder == run.folder), None)
        # On the test images only where somebody has looked, and of the trained network.
        is_told = row is not None and row.is_looked_at and moment.batches is None
        return {
            "title": run.title,
            "when": moment.to_words(),
            "test": row.accuracy if row and is_told else None,
            "probabilities": rounded(probabilities.tolist()),
        }
