"""How long a run still takes, as its status says it."""

from labhelpers.events import Progress
from labhelpers.number_words import duration

SECONDS_OF_SILENCE = 3.0  # the first batches say little: TensorFlow prepares its work then
LEAST_SHARE = 0.01  # of the run, from which a pace can be told
VALIDATION = 0.1  # of an epoch's batches, about what measuring on the validation images takes


class TimeLeft:
    """Tells the time left of the run whose states it is shown, by the pace of its batches.

    TensorFlow's start before the first batch, and before the first validation, will not come
    again: neither is in the pace.
    """

    def __init__(self) -> None:
        self._run: object = None
        self._begin(None)

    def _begin(self, progress: Progress | None) -> None:
        self._last = progress
        self._seconds = 0.0  # of batches, and the share of the run that was done in them
        self._share = 0.0

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
        if progress.seconds < SECONDS_OF_SILENCE or self._share < LEAST_SHARE:
            return ""
        left = 1 - progress.fraction + VALIDATION * (1 - progress.epoch / progress.epochs)
        seconds = left * self._seconds / self._share
        return f"{duration(max(1, round(seconds)))} left"

    def _follow(self, run: object, progress: Progress) -> None:
        last = self._last
        if run != self._run or last is None or progress.fraction < last.fraction:
            self._run = run
            self._begin(progress if progress.fraction else None)
            return
        if progress.epoch == last.epoch:
            self._seconds += progress.seconds - last.seconds
            self._share += progress.fraction - last.fraction
        self._last = progress
