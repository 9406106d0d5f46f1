"""What a worker runs to train. Tasks import TensorFlow themselves."""

import errno
import logging
import sys
import time
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING

from distributed import Reschedule

from cnnlab.engine import requests
from cnnlab.engine.memory_watch import watching_memory
from cnnlab.engine.provenance import provenance
from cnnlab.engine.reporter import End, Reporter
from cnnlab.engine.topics import Watched, WatchedDigit
from cnnlab.runs import Run
from cnnlab.runs.json_files import DamagedFileError
from cnnlab.runs.lease import LeaseError
from cnnlab.runs.snapshots import drop_snapshots_after, save_snapshot
from cnnlab.runs.stored_arrays import check_checkpoint
from labhelpers.archive import DataError
from labhelpers.errors import LabError
from labhelpers.events import Failed, Finished, Note, Paused, Request, Stopped

if TYPE_CHECKING:
    import keras
    import numpy as np

    from labhelpers.checkpoint import Checkpoint
    from labhelpers.digits import Digits

logger = logging.getLogger(__name__)

# What the system says of what is no file of a run: a directory, a pipe, too large a one.
DAMAGE = (None, errno.EISDIR, errno.EINVAL, errno.ENOTDIR)
CANNOT_BE_READ_NOW = (
    "The run's checkpoint cannot be read at the moment ({}). Nothing is lost; press Resume again."
)


class _NotNowError(Exception):
    """A file is as it was, and the disk, or this process, cannot read it at the moment."""


# The digits that each run reads in training: by the page that watches, the image and the turn in
# which it was asked for. Replaced and never changed: `train` reads it in a thread of its own.
_watched: dict[str, Watched] = {}


def watch(folder: str, page: str, digit: WatchedDigit | None) -> None:
    """Have the run in `folder` read a page's digit while it is in training.

    None ends that. Called in the worker's event loop, while `train` has its own thread.
    """
    others = {other: read for other, read in _watched.get(folder, {}).items() if other != page}
    _watched[folder] = others if digit is None else others | {page: digit}


def train(run: Run, engine: str = "") -> None:
    """Train a run to its end, or to a stop or pause.

    Can be run twice without harm: a run that is over on disk is left as it is, one that was cut
    off goes on from its last checkpoint, one whose state cannot be read is not begun anew over
    what it has left, and one that somebody else writes to is left to them.

    engine: the id of the engine that has this task.
    """
    folder = str(run.folder)
    requests.begin(folder)
    reporter = Reporter(run, engine)
    try:
        with reporter, watching_memory(reporter):
            _train_or_tell(reporter)
    except LeaseError as error:
        reporter.give_up(error)
    finally:
        _watched.pop(folder, None)
        if "keras" in sys.modules:  # a worker would grow by some 30 MB a run without it
            sys.modules["keras"].backend.clear_session()
    # Not where it gave way: what its owner asked meanwhile holds for its next turn.
    requests.end(folder)


def _train_or_tell(reporter: Reporter) -> None:
    """Train the run of `reporter`, or tell why not."""
    if reporter.progress.status in ("stopped", "finished", "failed", "damaged"):
        reporter.publish()
        return
    was_cut_off = reporter.progress.status == "training"
    try:
        _train(reporter, was_cut_off)
    except (LeaseError, Reschedule):
        raise
    except _NotNowError as error:
        logger.warning("the run in %s rests", reporter.run.folder, exc_info=True)
        reporter.end(Paused(str(error)))
    except Exception as error:
        logger.exception("the run in %s failed", reporter.run.folder)
        reporter.keep(Run.save_error, traceback.format_exc())
        reporter.end(Failed(_sentence(error)))


def _train(reporter: Reporter, was_cut_off: bool) -> None:
    from labhelpers import training

    run = reporter.run
    checkpoint, problem = _checkpoint_of(reporter)
    _keep_choices(reporter)
    reporter.tell(_goes_on_from(checkpoint, problem, was_cut_off))

    def get_request() -> Request | None:
        reporter.check_lease()
        folder = str(run.folder)
        if reporter.is_unwritable and requests.gives_way(folder):
            return None  # its next turn would begin from an old checkpoint, again and again
        return requests.asked_of(folder)

    def save_checkpoint(arrays: "Checkpoint") -> None:
        _keep_choices(reporter)  # where they could not be written before
        # In this order: a run that goes on drops history beyond its checkpoint, and could not
        # make up missing history.
        reporter.keep(Run.save_progress, reporter.progress)
        reporter.keep(Run.save_checkpoint, arrays)
        reporter.publish()

    try:
        digits = run.digits()
    except DataError as error:
        if checkpoint is None:
            raise
        # When its images are back, it can go on.
        reporter.end(Paused(str(error)))
        return

    ending: End
    try:
        model = training.train(
            run.cnn,
            run.training,
            digits,
            on_event=reporter.tell,
            get_request=get_request,
            save_checkpoint=save_checkpoint,
            checkpoint=checkpoint,
            callbacks=_onlookers(reporter),
        )
        ending = Finished()
    except training.Interrupted as interrupted:
        # Its owner may have asked for more than the pause by which it gave way.
        is_stopped = requests.asked_of(str(run.folder)) == "stop"
        if interrupted.request == "pause" and not is_stopped:
            _rest(reporter)
            return
        model = interrupted.model
        ending = Stopped(requests.why_stopped(str(run.folder)))
        reporter.tell(ending)
    _measure(model, digits, reporter)
    reporter.end(ending)


def _onlookers(reporter: Reporter) -> "list[keras.callbacks.Callback]":
    """Return what looks on while a run is in training, and changes nothing of it."""
    from cnnlab.engine.snapshots import Snapshots
    from cnnlab.engine.watching import Watching

    run = reporter.run

    def watched() -> Watched:
        return _watched.get(str(run.folder), {})

    def all_batches() -> int:
        return reporter.progress.steps * run.training.epochs

    def save(batches: int, weights: "Sequence[np.ndarray]") -> None:
        reporter.try_to_keep(save_snapshot, batches, weights)

    def drop_after(batches: int) -> None:
        reporter.try_to_keep(drop_snapshots_after, batches)

    return [
        Watching(watched, reporter.tell_reading),
        Snapshots(all_batches, save, drop_after),
    ]


def _rest(reporter: Reporter) -> None:
    """Leave a run where it was interrupted: to whoever resumes it, or to its own next turn."""
    if not requests.gives_way(str(reporter.run.folder)):
        reporter.end(Paused())
        return
    reporter.give_way()
    raise Reschedule


def _keep_choices(reporter: Reporter) -> None:
    """Write run.json where whoever queued the run has not: that knows its project's place."""
    if not (reporter.run.folder / "run.json").exists():
        reporter.keep(Run.save)


def _checkpoint_of(reporter: Reporter) -> tuple["Checkpoint | None", str]:
    """Return a run's checkpoint, and why there is none where there should be one.

    One that cannot be read is set aside, since the next one takes its place.
    """
    run = reporter.run
    try:
        checkpoint = run.read_checkpoint()
        if checkpoint is not None:
            check_checkpoint(checkpoint, run.training.epochs)
    except DamagedFileError as error:
        cause = error.__cause__
        if isinstance(cause, OSError) and cause.errno not in DAMAGE:
            raise _NotNowError(CANNOT_BE_READ_NOW.format(cause.strerror)) from error
        logger.warning("the run in %s begins anew", run.folder, exc_info=True)
        reporter.keep(Run.set_aside, "checkpoint.npz")
        return None, str(error)
    is_missing = checkpoint is None and reporter.progress.epoch > 0
    return checkpoint, "checkpoint.npz is missing" if is_missing else ""


def _goes_on_from(checkpoint: "Checkpoint | None", problem: str, was_cut_off: bool) -> Note:
    """Return what is to be known of a run that begins or goes on, mostly nothing."""
    begins = "the beginning"
    if checkpoint:
        begins = f"the checkpoint after epoch {int(checkpoint['epoch'])}"
    sentences = []
    if was_cut_off:
        died = "The worker that trained this run died."
        sentences.append(f"{died} Another one goes on from {begins}.")
    if problem:
        sentences.append(f"{problem}, so the run begins anew.")
    return Note(" ".join(sentences))


def _measure(model: "keras.Model", digits: "Digits", reporter: Reporter) -> None:
    """Leave the network, its probabilities for the test images and its metrics in the folder."""
    from cnnlab.engine import inspection
    from labhelpers import evaluation

    probabilities = inspection.predict(model, digits.test_images)
    metrics = evaluation.evaluate(digits.test_labels, probabilities)
    reporter.keep(_save_model, model)
    reporter.keep(Run.save_probabilities, probabilities)
    circumstances = {"dataset": digits.name, "measured_at": time.time()} | provenance()
    reporter.keep(Run.save_metrics, metrics | circumstances)


def _save_model(run: Run, model: "keras.Model") -> None:
    with run.replacing(run.model_path.name) as beside:
        model.save(beside)


def _sentence(error: Exception) -> str:
    """Return what the person at the page should read about `error`."""
    words = str(error).partition("\n")[0]
    if isinstance(error, (LabError, ValueError)) and words:
        return words
    if isinstance(error, MemoryError):
        came = "There was not enough memory to train this network."
        return f"{came} Choose fewer filters or a smaller batch."
    came = f"Training ended with an unexpected error ({type(error).__name__}: {words[:200]})."
    return f"{came} Its error.txt says more."
