"""What a Dask worker runs: training, metrics, predictions. TensorFlow is imported here when a task needs it."""

import dataclasses
import functools
import threading
import time
import traceback

from distributed import WorkerPlugin, get_worker

from cnnlab.engine.provenance import provenance
from labhelpers.digits import load_digits
from labhelpers.events import Epoch, Failed, Finished, Note, Paused, Started, Stopped
from labhelpers.files import replacing, write_text
from labhelpers.quiet import quiet_stderr

SECONDS_BETWEEN_MESSAGES = 0.2

_requests = {}
_rehearsing = threading.Lock()
# Those of a source are opened once in a worker's life.
digits = functools.lru_cache(maxsize=2)(load_digits)


def topic(folder):
    """Return the name under which a run's progress is published; `folder` is the run's."""
    return f"cnn-lab/{folder}"


def request(folder, what):
    """Ask the run in `folder`, now or when it starts here, to "stop" or to "pause"; None takes that back."""
    _requests[folder] = what


@functools.cache
def _rehearse():
    """Import TensorFlow and scikit-learn, and train a very small network, once in a worker's life."""
    with quiet_stderr():
        import sklearn.metrics  # noqa: F401

        from labhelpers import training
    training.rehearse()


def warm(source=None):
    """Do what would hold up the first run: imports, first training steps, opening the digits of `source`."""
    with _rehearsing:
        _rehearse()
    if source:
        digits(source)


class WarmWorker(WorkerPlugin):
    """Makes every worker ready for a run, also one that joins later or replaces a dead one."""

    name = "cnn-lab"
    idempotent = True

    async def setup(self, worker):
        # Not here: it takes seconds, and the worker must answer.
        threading.Thread(target=warm, daemon=True).start()
        if (
            "training" not in worker.state.total_resources
        ):  # started without `--resources training=1`
            await worker.set_resources(training=1)


class _Reporter:
    """Follows a run: folds its events into a Progress, publishes that five times a second, writes it to disk."""

    def __init__(self, run):
        self.run, self.progress, self._told_at, self._disk_error = run, run.progress, 0.0, ""

    def tell(self, event):
        self.progress = self.progress.after(event)
        if isinstance(event, Started):
            self.keep(self.run.save_progress, self.progress)
        is_due = time.monotonic() - self._told_at >= SECONDS_BETWEEN_MESSAGES
        # An epoch is told when it is safe on disk: whoever sees it may rely on its checkpoint.
        if isinstance(event, (Started, Note)) or (is_due and not isinstance(event, Epoch)):
            self.publish()

    def publish(self):
        self._told_at = time.monotonic()
        get_worker().log_event(topic(str(self.run.folder)), self.progress.to_dict())

    def keep(self, save, *content):
        """Write something to the run's folder; where that fails, say so once and go on."""
        try:
            save(*content)
        except OSError as error:
            if not self._disk_error:
                advice = "Free some space, or make the folder of runs writable."
                came = f"The run cannot be written to disk ({error.strerror or error})."
                self._disk_error = (
                    f"{came} Training goes on, but this run will not be kept. {advice}"
                )
                self.tell(Note(self._disk_error))

    def end(self, event):
        """Tell how the run ended, on disk first."""
        self.keep(self.run.save_progress, self.progress.after(event))
        self.tell(dataclasses.replace(event, message=event.message or self._disk_error))


def train(run):
    """Train a `Run` to its end or to a stop or pause.

    Can be run twice without harm: a run that is over on disk is left as it is, and one that was
        cut off goes on from its last checkpoint.
    """
    reporter = _Reporter(run)
    if reporter.progress.status in ("stopped", "finished", "failed"):
        return reporter.publish()
    try:
        _train(run, reporter, was_cut_off=reporter.progress.status == "training")
    except Exception as error:
        reporter.keep(write_text, run.folder / "error.txt", traceback.format_exc())
        reporter.end(Failed(_sentence(error)))
    finally:
        _requests.pop(str(run.folder), None)
        import keras

        keras.backend.clear_session()  # a worker would grow by some 30 MB a run without it


def _train(run, reporter, was_cut_off):
    from labhelpers import training

    checkpoint = run.checkpoint
    reporter.keep(run.save)
    if was_cut_off:
        done = (
            f"the checkpoint after epoch {int(checkpoint['epoch'])}"
            if checkpoint
            else "the beginning"
        )
        reporter.tell(
            Note(f"The worker that trained this run died. Another one goes on from {done}.")
        )

    def save_checkpoint(arrays):
        # In this order: a run that goes on drops history beyond its checkpoint, and could not
        # make up missing history.
        reporter.keep(run.save_progress, reporter.progress)
        reporter.keep(run.save_checkpoint, arrays)
        reporter.publish()

    try:
        images, get_request = digits(run.source), functools.partial(_requests.get, str(run.folder))
        ending = Finished()
        model = training.train(
            run.cnn, run.training, images, reporter.tell, get_request, save_checkpoint, checkpoint
        )
    except training.Interrupted as interrupted:
        if interrupted.request == "pause":
            return reporter.end(Paused())
        ending, model = Stopped(), interrupted.model
        reporter.tell(ending)
    _measure(run, model, reporter)
    reporter.end(ending)


def _measure(run, model, reporter):
    """Leave the network, its probabilities for the test images and its metrics in the run's folder."""
    from cnnlab.engine import inspection
    from labhelpers import evaluation

    test = digits(run.source)
    probabilities = inspection.predict(model, test.test_images)
    metrics = evaluation.evaluate(test.test_labels, probabilities)
    reporter.keep(_save_model, model, run.model_path)
    reporter.keep(run.save_probabilities, probabilities)
    reporter.keep(run.save_metrics, metrics | {"dataset": test.name} | provenance())


def _save_model(model, path):
    with replacing(path) as beside:
        model.save(beside)


def _sentence(error):
    """Return what the person at the page should read about `error`."""
    from labhelpers.training import TrainingError

    words = str(error).partition("\n")[0]
    if isinstance(error, (TrainingError, ValueError)) and words:
        return words
    if isinstance(error, MemoryError):
        return "There was not enough memory to train this network. Choose fewer filters or a smaller batch."
    return f"Training ended with an unexpected error ({type(error).__name__}: {words[:200]}). Its error.txt says more."


@functools.lru_cache(maxsize=32)  # as many students draw at once; a network is about a megabyte
def _network(path, changed):
    with quiet_stderr():
        import keras

    return keras.models.load_model(path, compile=False)


def inspect(name, model_path, *arguments):
    """Return what the function `name` of the room `inspection` makes of the network stored at `model_path`."""
    from cnnlab.engine import inspection

    model = _network(str(model_path), model_path.stat().st_mtime_ns)
    return getattr(inspection, name)(model, *arguments)
