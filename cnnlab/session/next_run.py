"""The choices: what the next run will be made of."""

import dataclasses
import logging
from typing import Any

import traitlets

from cnnlab.runs import Book, Run
from cnnlab.runs.guess import NO_GUESS, Guess
from cnnlab.session.lanes import Lane
from cnnlab.session.part import Part, in_lane
from labhelpers.config import CnnConfig, TrainingConfig, values_of
from labhelpers.digits import Digits
from labhelpers.memory import check_memory

logger = logging.getLogger(__name__)

CNN_CHOICES = {field.name for field in dataclasses.fields(CnnConfig)}


class NextRun(Part):
    """What the next run will be made of; panels that need no session work on it alone.

    message: why a choice was refused, "" where none was.
    guess: what is guessed of it: it goes to the run that begins next, and to no other.
    lane: the thread that sets the traits; None for whichever thread asks.

    Raises ValueError for choices whose training would take too much memory.
    """

    cnn = traitlets.Instance(CnnConfig, ())
    training = traitlets.Instance(TrainingConfig, ())
    message = traitlets.Unicode()
    guess = traitlets.Instance(Guess, ())

    def __init__(
        self,
        cnn: CnnConfig | None = None,
        training: TrainingConfig | None = None,
        lane: Lane | None = None,
    ) -> None:
        super().__init__(lane)
        self.cnn = cnn or CnnConfig()
        self.training = training or TrainingConfig()
        check_memory(self.cnn, self.training)

    @property
    def choices(self) -> dict[str, Any]:
        """All choices by name."""
        return values_of(self.cnn, self.training)

    @in_lane
    def choose(self, **choices: Any) -> bool:
        """Change choices; False where one was refused, which `message` explains: all stay then."""
        for_cnn = {name: value for name, value in choices.items() if name in CNN_CHOICES}
        for_training = {name: value for name, value in choices.items() if name not in CNN_CHOICES}
        try:
            cnn = dataclasses.replace(self.cnn, **for_cnn)
            training = dataclasses.replace(self.training, **for_training)
            check_memory(cnn, training)
        except ValueError as error:
            logger.info("A choice was refused.", exc_info=True)
            self.say(str(error))
            return False
        self.say("")
        with self.hold_trait_notifications():
            self.cnn = cnn
            self.training = training
        return True

    @in_lane
    def make(self, book: Book, digits: Digits) -> Run:
        """Return a new run of the choices, not written yet; it takes the guess along."""
        known_by = (digits.source, digits.name, digits.checksum)
        run = book.new_run(self.cnn, self.training, *known_by)
        guess = self.guess
        self.guess = NO_GUESS
        return dataclasses.replace(run, guess=guess)

    @in_lane
    def take_back(self, run: Run) -> None:
        """Take the guess of a run that does not begin, unless there is a newer one.

        Of a run that was written, one that is resumed, the guess stays with it.
        """
        if not self.guess and not run.folder.exists():
            self.guess = run.guess

    @in_lane
    def say(self, sentence: str) -> None:
        """Say why a choice was refused; "" takes back what was said."""
        self.message = ""  # so that the same sentence is news when it is said again
        self.message = sentence
