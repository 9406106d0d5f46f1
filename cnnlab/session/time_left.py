"""How long a run still takes, as its status says it."""

from labhelpers.events import Progress
from labhelpers.number_words import duration

SECONDS_OF_SILENCE = 3.0  # the first batches say little: TensorFlow prepares its work then
LEAST_SHARE = 0.01  # of the run, from which a pace can be told


class TimeLeft:
    """Tells the time left of the run whose states it is shown, by its pace since its first batch.

    What came before the first batch, TensorFlow's own start, is no pace and will not come again.
    """

    def __init__(self) -> None:
        self._first: Progress | None = None
        self._run: object = None

    def words(self, run: object, progress: Progress) -> str:
        """Return what to add to "training", such as "about 12 s left"; "" while nobody knows.

        run: whatever tells runs apart.
        """
        if progress.status != "training":
            return ""
        if progress.epoch >= progress.epochs:
            return "measuring on the test images"
        if progress.step and progress.step >= progress.steps:
            return "measuring on the validation images"
        left = self._seconds(run, progress)
        if left is None or progress.seconds < SECONDS_OF_SILENCE:
            return ""
        return _left(left)

    def _seconds(self, run: object, progress: Progress) -> float | None:
        first = self._first
        if run != self._run or first is None or progress.fraction < first.fraction:
            self._run = run
            self._first = progress if progress.fraction else None
            return None
        done = progress.fraction - first.fraction
        if done < LEAST_SHARE:
            return None
        pace = (progress.seconds - first.seconds) / done
        return pace * (1 - progress.fraction)


def _left(seconds: float) -> str:
    whole = max(1, round(seconds))
    return f"{duration(whole)} left"
