"""The run on the chart, and what may be done with it."""

from collections.abc import Sequence

import traitlets

from cnnlab.runs import Run
from cnnlab.session.lanes import Lane
from cnnlab.session.open_book import RunSummary
from cnnlab.session.part import Part, in_lane
from labhelpers.events import Note, Paused, Progress

WORKER_DIED = "The worker that trained this run died. The run waits for another one."
# The buttons that may be pressed while the shown run has a status; "train" in any other case.
ACTIONS = {
    "waiting": {"pause", "stop"},
    "training": {"pause", "stop"},
    "paused": {"resume", "stop"},
}


class ShownRun(Part):
    """The run that is shown, None for none, and its whole state.

    elsewhere: where it is trained, as a sentence says it, if not by this page's engine; then
        another run can be started here.
    place: its place in the queue, in words, "" where it does not wait in one.
    silence: that its engine or worker has not answered for some seconds, "" where they have.
    lane: the thread that sets the traits; None for whichever thread asks.
    """

    run = traitlets.Instance(Run, allow_none=True)
    progress = traitlets.Instance(Progress, ())
    elsewhere = traitlets.Unicode()
    place = traitlets.Unicode()
    silence = traitlets.Unicode()

    def __init__(self, lane: Lane | None = None) -> None:
        super().__init__(lane)

    @property
    def is_busy(self) -> bool:
        """Whether the run is in training here, or waits for it."""
        return self.run is not None and self.progress.is_active and not self.elsewhere

    @property
    def actions(self) -> set[str]:
        """The names of the buttons that may be pressed now."""
        if self.run is None or self.elsewhere:
            return {"train"}
        return ACTIONS.get(self.progress.status, {"train"})

    def is_shown(self, run: Run) -> bool:
        """Whether `run`, which may have another title by now, is the one that is shown."""
        return self.run is not None and self.run.folder == run.folder

    @in_lane
    def state_of(self, run: Run) -> Progress | None:
        """Return the state that is shown of a run; None where another run is shown, or none."""
        return self.progress if self.is_shown(run) else None

    @in_lane
    def show(
        self, run: Run | None = None, progress: Progress | None = None, elsewhere: str = ""
    ) -> None:
        """Show a run, or none."""
        with self.hold_trait_notifications():
            self.run = run
            self.elsewhere = elsewhere
            self.silence = ""
            self.place = ""
            self.progress = progress or Progress()

    @in_lane
    def show_newest(self, rows: Sequence[RunSummary]) -> None:
        """Show the first of a book's runs where none is shown, unless it is on.

        A run whose state cannot be read is passed over: there is no curve to show.
        """
        whole = [row for row in rows if row.progress.status != "damaged"]
        if self.run is None and whole and not whole[0].progress.is_active:
            self.show(whole[0].run, whole[0].progress)

    @in_lane
    def take_title(self, rows: Sequence[RunSummary]) -> None:
        """Give the shown run the title that it has in `rows`."""
        self.run = next((row.run for row in rows if self.is_shown(row.run)), self.run)

    @in_lane
    def hear(self, run: Run, progress: Progress) -> bool:
        """Take in what a run says, if it is shown; True where its status is news, or its end."""
        before = self.progress
        if not self.is_shown(run):
            return False
        with self.hold_trait_notifications():
            self.progress = progress
            if not progress.is_active:
                self.elsewhere = ""
            if progress.status != "waiting":
                self.place = ""
        return progress.status != before.status or not progress.is_active

    @in_lane
    def tell_death(self, folders: Sequence[str]) -> None:
        """Say that the worker of the shown run died, where its folder is one of `folders`."""
        if self.run is not None and str(self.run.folder) in folders:
            self.progress = self.progress.after(Note(WORKER_DIED))

    @in_lane
    def tell_place(self, run: Run, words: str) -> None:
        """Say where in the queue `run` is, if it is shown and waits, for another worker too."""
        waits = self.progress.status == "waiting" or self.progress.message == WORKER_DIED
        if self.is_shown(run) and waits:
            self.place = words

    @in_lane
    def tell_silence(self, run: Run, sentence: str) -> None:
        """Say that nobody answers about `run`, if it is shown; "" takes it back."""
        if self.is_shown(run):
            self.silence = sentence

    @in_lane
    def tell_late_engine(self, sentence: str) -> None:
        """Say that the engine that is to train has not answered yet; "" takes it back."""
        self.silence = sentence

    @in_lane
    def give_up_waiting(self, sentence: str) -> None:
        """Have a run that waits rest, because of what `sentence` says."""
        if self.is_busy and self.progress.status == "waiting":
            self.progress = self.progress.after(Paused(sentence))
