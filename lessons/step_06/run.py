"""The run that step 6 evaluates: a chosen one, the best by validation, or a small one."""

from IPython.display import Markdown

from cnnlab.session import LabSession
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.errors import LabError
from labhelpers.evaluation import evaluate, result_sentence
from labhelpers.number_words import several

NONE = "There was no finished run, so a small network was trained now.\n"


def chosen_or_small(name, dataset, seed, epochs, filters, num_train):
    """Return (`LabSession`, `Run`, a sentence on which run that is).

    The run is the one of that name; without a name the finished one whose validation loss is
    lowest; where none has finished a small new one. It counts as looked at from now on.

    name: what the table of runs calls it, or "".
    dataset: what `load_digits` takes.
    seed, epochs, filters, num_train: the choices of the small run, as in `CnnConfig` and
        `TrainingConfig`; the session's panels begin with them.

    Raises `LabError` where no finished run, or more than one, has the name.
    """
    cnn = CnnConfig(filters=filters)
    training = TrainingConfig(epochs=epochs, seed=seed, num_train=num_train)
    session = LabSession(source=dataset, cnn=cnn, training=training)
    run = _run_called(session.book, name) if name else session.book.best_finished()
    said = ""
    if run is None:
        session = LabSession(digits=load_digits(dataset), cnn=cnn, training=training).start()
        session.wait()  # for a run that another notebook began, if one is on
        run = session.book.best_finished()
    if run is None:
        session.train()
        session.wait()
        run = session.book.best_finished()
        said = NONE
    if run is None:
        raise LabError(f"The small network could not be trained: {session.message}")
    session.open_book.saw(run)
    session.open_book.refresh(run)
    return session, run, said + _which(run, session.book, name)


def _run_called(book, name):
    """Return the finished run that is called so, in the table or by its folder."""
    finished = book.finished()
    found = [run for run in finished if name in (run.title, run.name)]
    if len(found) == 1:
        return found[0]
    came = f"{several(len(found), 'finished run')} of the name {name!r} came up"
    titles = ", ".join(repr(run.title) for run in finished) or "none"
    raise LabError(f"{came}; expected one. Those that finished: {titles}.")


def _which(run, book, name):
    """Return in sentences which run it is, and of how many somebody has looked at the test."""
    alike = [other for other in book.finished() if other.checksum == run.checksum]
    sentences = [f"This is the run of {run.title}, trained on {run.dataset}."]
    if not name and len(alike) > 1:
        told = f"Of {len(alike)} finished runs on these digits"
        sentences.append(f"{told} it has the lowest validation loss.")
    sentences.append(f"Test accuracies that were looked at so far: {book.num_looked_at()}.")
    return "\n".join(sentences)


def result(digits, probabilities):
    """Return the RESULT of the hand-in as `Markdown`.

    probabilities: float, (images, 10), the answers to the test images.
    """
    evaluation = evaluate(digits.test_labels, probabilities)
    sentence = result_sentence(evaluation, digits.name)
    return Markdown(f"**RESULT.** {sentence}")
