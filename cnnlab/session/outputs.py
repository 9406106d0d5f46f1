"""What a run's network makes of the same test images at each moment of its training."""

import logging
from typing import Any

import numpy as np
import traitlets

from cnnlab.runs import Run
from cnnlab.runs.json_files import DamagedFileError
from cnnlab.session.asker import Asker
from cnnlab.session.moments import Moments
from cnnlab.session.part import in_lane
from labhelpers.config import NUM_CLASSES
from labhelpers.digits import Digits

logger = logging.getLogger(__name__)

NUM_IMAGES = 500
OTHER_DIGITS = (
    "This run was trained on other digits than those that are open here, "
    "so no test images are read at its moments."
)


class Outputs(Asker):
    """The ten outputs for the first 500 test images, moment by moment, once somebody asks.

    Only a run of the digits that are open is read: see `why_not`.

    run: the run that was read, None before that.
    read: for each of its moments that was read so far, float32, (images, 10).
    """

    run = traitlets.Instance(Run, allow_none=True)
    read = traitlets.Tuple()

    def __init__(self, moments: Moments, *asking: Any) -> None:
        super().__init__(moments, *asking)
        self._digits: Digits | None = None
        self._askers: frozenset[str] = frozenset()
        moments.observe(lambda _change: self._go_on(), "run")

    @in_lane
    def ask(self, who: str, digits: Digits | None) -> None:
        """Have the selected run, and those that are selected later, read; returns at once.

        who: which panel, or view, asks. digits: None where it looks no more.
        """
        if digits is None:
            self._askers -= {who}
            return
        self._askers |= {who}
        self._digits = digits
        self._go_on()

    def is_asked(self, who: str) -> bool:
        """Whether this panel, or view, looks."""
        return who in self._askers

    def at(self, place: int, run: Run | None) -> np.ndarray | None:
        """Return what was read at a place of the run's moments, None before it was."""
        read = self.read
        is_of_run = run is not None and self.run is not None and self.run.folder == run.folder
        return read[place] if is_of_run and place < len(read) else None

    def _go_on(self) -> None:
        if self._askers:
            self._reader.later(self._read_next)

    def _read_next(self) -> None:
        """Read at one moment; the next one is a task of its own."""
        run = self._begin()
        place = len(self.read)
        moments = self._moments.all
        digits = self._digits
        if not self._askers or run is None or digits is None or place >= len(moments):
            return
        if why_not(run, digits):
            return
        images = digits.test_images[:NUM_IMAGES]
        engine = self._connected()
        try:
            outputs = engine.inspect(run, "predict", images, batches=moments[place].batches)
        except DamagedFileError:
            logger.warning("A moment of %s cannot be read.", run.folder, exc_info=True)
            # As at the moment before, and before the first as an untrained network does.
            even = np.full((len(images), NUM_CLASSES), 1 / NUM_CLASSES, "float32")
            outputs = self.read[-1] if self.read else even
        if self._take(run, place, outputs):
            self._go_on()

    @in_lane
    def _begin(self) -> Run | None:
        """Return the run to read; what another one was read as is forgotten."""
        run = self._moments.run
        if (run and run.folder) != (self.run and self.run.folder):
            with self.hold_trait_notifications():
                self.run = run
                self.read = ()
        return run

    @in_lane
    def _take(self, run: Run, place: int, outputs: np.ndarray) -> bool:
        """Take in what was read, unless another run was selected meanwhile."""
        selected = self._moments.run
        if selected is None or run.folder != selected.folder or place != len(self.read):
            return False
        self.read = (*self.read, outputs)
        return True


def why_not(run: Run | None, digits: Digits | None) -> str:
    """Return why a run is not read on the digits that are open; "" where it is."""
    is_other = run is not None and digits is not None and not run.is_of(digits)
    return OTHER_DIGITS if is_other else ""
