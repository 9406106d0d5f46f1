"""The run that step 6 evaluates: the one that finished last, or a small one trained there."""

from IPython.display import Markdown

from cnnlab.session import LabSession
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.errors import LabError
from labhelpers.evaluation import evaluate, result_sentence
from labhelpers.preprocess import add_channel_axis, scale_images
from labhelpers.quiet import quiet_stderr


def latest_or_small(dataset, seed, epochs, filters, num_train):
    """Return (`LabSession`, `Run`, a sentence on which run that is).

    The run is the one that finished last, else a small new one.

    dataset: what `load_digits` takes.
    seed, epochs, filters, num_train: the choices of the small run, as in `CnnConfig` and
        `TrainingConfig`; the session's panels begin with them.
    """
    cnn = CnnConfig(filters=filters)
    training = TrainingConfig(epochs=epochs, seed=seed, num_train=num_train)
    said = ""
    session = LabSession(source=dataset, cnn=cnn, training=training)
    run = session.book.latest_finished()
    if run is None:
        session = LabSession(digits=load_digits(dataset), cnn=cnn, training=training).start()
        session.wait()  # for a run that another notebook began, if one is on
        run = session.book.latest_finished()
    if run is None:
        session.train()
        session.wait()
        run = session.book.latest_finished()
        said = "There was no finished run, so a small network was trained now.\n"
    if run is None:
        raise LabError(f"The small network could not be trained: {session.message}")
    return session, run, f"{said}This is the run of {run.title}, trained on {run.dataset}."


def load(run):
    """Return a run's network, its `Digits`, and their test images as the network takes them.

    The images are float32 in [0, 1], (images, 28, 28, 1), in the order of the digits' test labels.
    """
    with quiet_stderr():
        import keras

    digits = run.digits()
    model = keras.models.load_model(run.model_path)
    images = add_channel_axis(scale_images(digits.test_images))
    return model, digits, images


def result(digits, probabilities):
    """Return the RESULT of the hand-in as `Markdown`.

    probabilities: float, (images, 10), the answers to the test images.
    """
    evaluation = evaluate(digits.test_labels, probabilities)
    sentence = result_sentence(evaluation, digits.name)
    return Markdown(f"**RESULT.** {sentence}")
