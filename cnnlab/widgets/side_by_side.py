"""Two runs side by side: what both make of the same digit, at the same share of their training."""

import logging
from typing import Any

import numpy as np
import traitlets

from cnnlab.runs import Run
from cnnlab.session import Inspection, LabSession
from cnnlab.session.moments import Moment, end_of, moment_at_share, share_of
from labhelpers.front_end import FrontEnd, rounded

logger = logging.getLogger(__name__)

IN_TRAINING = "A network is in training. When it is done, both runs read the digit on the pad."
NOT_READY = "The lab's own network reads your digit until the runs' networks are ready."


class SideBySide(FrontEnd):
    """The selected run and another one read the digit on the pad; the slider of time moves both.

    runs: [name, title] of each measured run that may be the other one. chosen: its name, "" for
        none. sides: what each of the two is, when, and what it reads; [] before both were asked,
        and where there is no digit. problem: why a digit is not read, "" where it is.

    The browser sends {"run": a name from the menu, or ""}.
    """

    heading = "Two runs side by side"

    runs: traitlets.List[list[str]] = traitlets.List().tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)
    sides = traitlets.List(traitlets.Dict()).tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        self._asked = 0
        session.open_book.observe(lambda _change: self.update(), ["runs", "selected"])
        session.inspector.observe(lambda _change: self._compare(), "inspection")
        session.inspector.observe(lambda _change: self._look_away(), "is_current")
        session.watcher.observe(lambda _change: self._look_away(), "run")
        session.do(self.update)

    def update(self) -> None:
        book = self.session.open_book
        rows = [row for row in book.runs if row.accuracy is not None and row.run != book.selected]
        runs = [[row.run.name, row.run.title] for row in rows]
        with self.hold_sync():
            self.runs = runs
            if self.chosen not in [name for name, _title in runs]:
                self.chosen = ""
                self._show([])

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
        if not self.chosen or inspection is None or not self.session.inspector.is_current:
            self._show([])
            return
        if inspection.run is None:
            self._show([], NOT_READY)
            return
        run = moments.run
        is_its = run is not None and inspection.run.folder == run.folder
        if run is None or not is_its or inspection.moment != moments.moment:
            if self.session.watcher.run is not None:
                self._show([])
            return  # else the answer for this run and moment is on its way
        try:
            self._ask_other(run, inspection)
        except ValueError as error:  # another page has deleted it, or its files are damaged
            logger.info("A run cannot be put beside another.", exc_info=True)
            self._show([], str(error))

    def _ask_other(self, run: Run, inspection: Inspection) -> None:
        """Have the other run read the same image, at the same share; then show both."""
        moments = self.session.moments
        own = moments.all[moments.chosen] if moments.all else end_of(run)
        other = self.session.open_book.run_called(self.chosen)
        there = moment_at_share(other, share_of(run, own))
        asked = self._asked
        left = self._side(run, own, inspection.probabilities)

        def take(probabilities: np.ndarray) -> None:
            if asked == self._asked:
                self._show([left, self._side(other, there, probabilities)])

        def fail(sentence: str) -> None:
            if asked == self._asked:
                self._show([], sentence)

        self.session.inspector.look_with(other, there.batches, inspection.image, take, fail)

    def _look_away(self) -> None:
        """Show no digit that has gone from the pad, and say what is waited for."""
        if not self.session.inspector.is_current:
            self._asked += 1  # what is on its way comes too late
            self._show([])

    def _show(self, sides: list[dict[str, Any]], problem: str = "") -> None:
        is_waited_for = not sides and self.session.watcher.run is not None
        with self.hold_sync():
            self.sides = sides
            self.problem = problem or (IN_TRAINING if is_waited_for else "")

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
