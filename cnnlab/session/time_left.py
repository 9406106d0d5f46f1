"""How long a run still takes, as its status says it."""

from cnnlab.runs.duration import duration
from labhelpers.events import Progress

SECONDS_OF_SILENCE = 3.0  # the first batches say little: TensorFlow prepares its work then
LEAST_SHARE = 0.01  # of the run, from which a pace can be told
FEW_SECONDS = 2.5  # below them, a whole second is more than a quarter of what is said
VALIDATION = 0.1  # of an epoch's batches, about what measuring on the validation images takes


class TimeLeft:
    """Tells the time left of the run whose states it is shown.

    It follows from the pace of the batches and from the shortest validation so far: TensorFlow's
    start before the first batch, and before the first validation, will not come again.
    """

    def __init__(self) -> None:
        self._run: object = None
        self._begin(None)

    def _begin(self, progress: Progress | None) -> None:
        self._last = progress
        self._seconds = 0.0  # of batches, and how many were done in them
        self._batches = 0
        self._validation: float | None = None  # seconds

    def words(self, run: object, progress: Progress) -> str:
        """Return what to add to "training", such as "about 12 s left"; "" while nobody knows.

        run: whatever tells runs apart.
        """
        if progress.status != "training":
            return ""
        self._follow(run, progress)
        if progress.epoch >= progress.epochs:
            return "measuring on the test images"
        if progress.step and progress.step >= progress.steps:
            return "measuring on the validation images"
        all_batches = progress.epochs * progress.steps
        if progress.seconds < SECONDS_OF_SILENCE or self._batches < LEAST_SHARE * all_batches:
            return ""
        seconds = self._seconds_left(progress)
        if seconds < FEW_SECONDS:
            return "a few seconds left"
        return f"{duration(round(seconds))} left"

    def _seconds_left(self, progress: Progress) -> float:
        pace = self._seconds / self._batches
        validation = self._validation
        if validation is None:
            validation = VALIDATION * progress.steps * pace
        batches = progress.epochs * progress.steps - _batches_of(progress)
        return batches * pace + (progress.epochs - progress.epoch) * validation

    def _follow(self, run: object, progress: Progress) -> None:
        last = self._last
        if run != self._run or last is None or _batches_of(progress) < _batches_of(last):
            self._run = run
            self._begin(progress if progress.fraction else None)
            return
        seconds = progress.seconds - last.seconds
        batches = _batches_of(progress) - _batches_of(last)
        if progress.epoch == last.epoch:
            self._seconds += seconds
            self._batches += batches
        elif self._batches:
            self._note_validation(seconds - batches * self._seconds / self._batches)
        self._last = progress

    def _note_validation(self, seconds: float) -> None:
        before = seconds if self._validation is None else self._validation
        self._validation = max(0.0, min(before, seconds))


def _batches_of(progress: Progress) -> int:
    return progress.epoch * progress.steps + progress.step
