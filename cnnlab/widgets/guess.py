"""Guess first: before Train, one draws the validation accuracy and names a pair of digits."""

from typing import Any

import traitlets

from cnnlab.runs.guess import guess_in
from cnnlab.runs.guess_words import guess_in_words
from cnnlab.session import LabSession, watch
from labhelpers.front_end import FrontEnd

FIXED = "It stays as it was when you pressed Train."
TOO_LATE = "This run began without a guess. Before the next one you can make one."
IS_FIXED = "The guess was fixed when you pressed Train; it was not changed."


class GuessFirst(FrontEnd):
    """A curve that is drawn, and two digits, for the run that is trained next.

    While a run is on, or rests, it shows what was guessed of that one, and takes no change.

    epochs: of that run. accuracies: one for each of them, None where nothing is drawn. pair: two
        digits, [] for none. words: the same in a sentence, "" for nothing. fixed: why it cannot be
        changed now, "" where it can.
    is_open: whether it is unfolded when it comes.

    The browser sends {"accuracies", "pair"}: all of a guess.
    """

    heading = "Guess first"

    epochs = traitlets.Int(1).tag(sync=True)
    accuracies: traitlets.List = traitlets.List().tag(sync=True)
    pair: traitlets.List = traitlets.List().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    fixed = traitlets.Unicode().tag(sync=True)
    is_open = traitlets.Bool(False).tag(sync=True)

    def __init__(self, session: LabSession, is_open: bool = False) -> None:
        super().__init__(is_open=is_open)
        self.session = session
        watch(self.update, session.next_run, session.shown)

    @property
    def _is_fixed(self) -> bool:
        return "train" not in self.session.shown.actions

    def update(self) -> None:
        next_run = self.session.next_run
        run = self.session.shown.run if self._is_fixed else None
        guess = run.guess if run else next_run.guess
        with self.hold_sync():
            self.epochs = (run or next_run).training.epochs
            self.accuracies = list(guess.accuracies)
            self.pair = list(guess.pair)
            self.words = guess_in_words(guess)
            self.fixed = (FIXED if guess else TOO_LATE) if run else ""

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        """Take a guess for the next run; once that is on, it comes too late."""
        guess = guess_in(content)

        def take() -> None:
            if self._is_fixed:
                self.session.say(IS_FIXED)
            else:
                self.session.next_run.guess = guess

        self.session.do(take)

    def refuse(self, sentence: str) -> None:
        self.session.say(sentence)


def guess_panel(session: LabSession) -> GuessFirst:
    """Return the panel for a cell: unfolded, for the session's next run."""
    return GuessFirst(session, is_open=True)
