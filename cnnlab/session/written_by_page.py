"""What a page writes of a run that no worker has: that it waits for one, and how it ended."""

import dataclasses
import os

from cnnlab.runs import Run
from cnnlab.runs.lease import Holder, take
from labhelpers.events import Paused, Progress, Stopped


def is_ended_by(event: Paused | Stopped, state: Progress) -> bool:
    """Whether a run's state on disk is one that the event changes."""
    return state.is_active or (state.status == "paused" and isinstance(event, Stopped))


def write_down(engine: str, run: Run, progress: Progress) -> bool:
    """Write that a run waits for the engine, which then holds its lease; False where it is over.

    engine: its id. Raises LeaseError where somebody else has the run, and OSError.
    """

    def is_own(holder: Holder) -> bool:
        process = holder.process
        is_this = process is not None and process.is_here and process.pid == os.getpid()
        return is_this and not holder.task

    lease = take(run.folder, engine, may_follow=is_own)
    if run.progress.status not in ("waiting", "training", "paused"):
        lease.release()
        return False
    writable = dataclasses.replace(run, through=lease.folder)
    _save_choices(writable)
    writable.save_progress(progress)
    return True


def write_end(run: Run, event: Paused | Stopped, engine: str, shown: Progress | None) -> Progress:
    """Write how a run ended, unless it says so itself by now; return its state.

    engine, shown: the engine that had it; its state on the chart. Raises LeaseError where
    somebody else has the run, and OSError.
    """
    lease = take(run.folder, may_follow=lambda holder: bool(engine) and holder.engine == engine)
    try:
        state = run.progress
        if is_ended_by(event, state):
            # What was heard last may be newer than what was written, or older.
            newest = max(shown or state, state, key=lambda known: known.epochs_done)
            state = newest.after(event)
            writable = dataclasses.replace(run, through=lease.folder)
            _save_choices(writable)  # a state without them would be a damaged run
            writable.save_progress(state)
        return state
    finally:
        lease.release()


def _save_choices(run: Run) -> None:
    """Write run.json; a damaged one is set aside before."""
    if run.problem.startswith("run.json"):
        run.set_aside("run.json")
    run.save()
