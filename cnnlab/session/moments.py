"""The moments of a run's training that can be looked at again, and the one that is chosen."""

import dataclasses

import traitlets

from cnnlab.runs import Run
from cnnlab.runs.kept_epoch import kept_epoch, kept_words
from cnnlab.runs.snapshots import snapshots
from cnnlab.session.lanes import Lane
from cnnlab.session.open_book import OpenBook
from cnnlab.session.part import Part, in_lane


@dataclasses.dataclass(frozen=True)
class Moment:
    """A moment of a training: after so many batches, None for the network that was kept.

    epochs_done: the same in epochs. is_last: whether no batch followed. kept: which weights the
    network that was kept has, in words; "" where they are those at the end.
    """

    batches: int | None
    epochs_done: float
    is_last: bool = False
    kept: str = ""

    def to_words(self) -> str:
        """Return when it is, as a heading says it: "After 8 batches: 0.019 of an epoch"."""
        if self.batches == 0:
            return "Before training"
        if self.kept:
            return f"Kept: {self.kept}"
        done = self.epochs_done
        epochs = f"{done:.2g} of an epoch" if done < 1 else f"{done:.3g} epochs"
        epochs = "1 epoch" if done == 1 else epochs
        if self.is_last:
            return f"At the end: {epochs}"
        batches = "1 batch" if self.batches == 1 else f"{self.batches:,} batches"
        return f"After {batches}: {epochs}"


class Moments(Part):
    """The moments of the selected run, from the untrained network to the one that was kept.

    run: the selected run, None for none. all: its moments. chosen: the place of one of them.
    looked_at: the run, and the chosen moment, None for its trained network: set once for each
        change and as a whole, so that any thread may read it.
    """

    run = traitlets.Instance(Run, allow_none=True)
    all = traitlets.Tuple()
    chosen = traitlets.Int(0)
    looked_at = traitlets.Tuple((None, None))

    def __init__(self, open_book: OpenBook, lane: Lane) -> None:
        super().__init__(lane)
        self._open_book = open_book
        open_book.observe(lambda _change: self._take(), "selected")
        self._take()

    @property
    def moment(self) -> Moment | None:
        """The chosen moment, where it is not the end: None for the trained network."""
        chosen = self.all[self.chosen] if self.all else None
        return None if chosen is None or chosen.batches is None else chosen

    @in_lane
    def choose(self, place: int) -> None:
        """Look at the moment at a place of `all`; ValueError where there is none."""
        if not 0 <= place < len(self.all):
            expected = f"expected 0 to {len(self.all) - 1}" if self.all else "there are none"
            raise ValueError(f"There is no moment {place} of this training; {expected}.")
        with self.hold_trait_notifications():
            self.chosen = place
            self.looked_at = (self.run, self.moment)

    def _take(self) -> None:
        """Offer the moments of the run that was selected, in the state lane."""
        run = self._open_book.selected
        if run and self.run and run.folder == self.run.folder and self.all:
            self.run = run  # it has another title
            self.looked_at = (run, self.moment)
            return
        moments = [] if run is None else moments_of(run)
        with self.hold_trait_notifications():
            self.run = run
            self.all = tuple(moments)
            self.chosen = max(0, len(moments) - 1)
            self.looked_at = (run, self.moment)


def moments_of(run: Run) -> list[Moment]:
    """Return the moments of a trained run; none where it left no snapshots."""
    progress = run.progress
    batches = snapshots(run)
    if not batches or not progress.steps:
        return []
    begun = [Moment(done, done / progress.steps) for done in (0, *batches)]
    end = end_of(run)
    if end.is_last:
        return [*begun, end]
    last = Moment(progress.epoch * progress.steps, progress.epochs_done, is_last=True)
    return [*begun, last, end]


def end_of(run: Run) -> Moment:
    """Return the moment of the network that was kept: the last one, or that of the best epoch."""
    progress = run.progress
    words = kept_words(run.training, progress)
    kept = kept_epoch(run.training, progress)
    if not words or kept == progress.epoch:
        return Moment(None, progress.epochs_done, is_last=True)
    return Moment(None, kept, kept=words)


def share_of(run: Run, moment: Moment) -> float:
    """Return how much of a run's training is done at a moment, 0 to 1; 1 for what was kept."""
    return 1.0 if moment.batches is None else moment.epochs_done / run.training.epochs


def moment_at_share(run: Run, share: float) -> Moment:
    """Return the moment of a run that is nearest to a share of its training.

    For all of it, and where the run left no snapshots, that is the network that was kept.
    """
    *before, kept = moments_of(run) or [end_of(run)]
    if share == 1 or not before:
        return kept
    return min(before, key=lambda moment: abs(share_of(run, moment) - share))
