"""Keras's `fit` told as events, on few of the embedded digits; interrupted training ends as training left alone."""

import dataclasses
import itertools
import math
import time

import numpy as np
import pytest
import scipy.ndimage

from cnnlab.runs import Book
from labhelpers.config import CnnConfig, TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.events import Batch, Epoch, Finished, Progress, Started, Validation
from labhelpers.preprocess import (
    add_channel_axis,
    one_hot,
    random_moves,
    scale_images,
    split_validation,
)
from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    import keras

    from labhelpers import training as lab_training
    from labhelpers.training import (
        EventCallback,
        Interrupted,
        TrainingData,
        TrainingError,
        compile_cnn,
        train,
    )

pytestmark = pytest.mark.keras

SMALL = CnnConfig(filters=4, dense_units=8)
# 180 images: 6 batches.
SHORT = TrainingConfig(epochs=2, batch_size=32, seed=3, num_train=200, reproducible=True)
STEPS = 6
EVERYTHING = CnnConfig(filters=4, dense_units=8, dropout=0.4, batch_normalization=True)
LONG = dataclasses.replace(SHORT, epochs=3, augment=True)
# In each epoch somebody may ask for a pause after each batch, and once in the validation.
CALLS = STEPS + 1


@pytest.fixture(scope="module")
def digits():
    return load_digits("embedded")


def weights(model):
    return [np.array(weight) for weight in model.get_weights()]


def assert_same_bits(first, second):
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)


def ask(what, *calls):
    """Return a `get_request` that answers `what` at these calls, counted from 1."""
    count = itertools.count(1)
    return lambda: what if next(count) in calls else None


def run_through(cnn, training, digits, **options):
    """Return (model, events) of one training."""
    events = []
    return train(cnn, training, digits, events.append, **options), events


def fold(events, progress=None):
    progress = progress or Progress()
    for event in events:
        progress = progress.after(event)
    return progress


# Events


def test_events_come_in_order_and_the_history_is_as_long_as_the_epochs(digits):
    model, events = run_through(SMALL, SHORT, digits)
    assert events[0] == Started(epochs=2, steps=STEPS, epoch=0, step=0)
    kinds = [kind for kind, _ in itertools.groupby(events[1:], type)]
    assert kinds == [Batch, Epoch] * 2
    epochs = [event for event in events if isinstance(event, Epoch)]
    assert all(0 <= epoch.accuracy <= 1 and 0 <= epoch.val_accuracy <= 1 for epoch in epochs)
    assert epochs[0].seconds < epochs[1].seconds
    last_batches = [
        before for before, after in itertools.pairwise(events) if isinstance(after, Epoch)
    ]
    assert [batch.step for batch in last_batches] == [STEPS, STEPS]
    assert [(batch.loss, batch.accuracy) for batch in last_batches] == [
        (e.loss, e.accuracy) for e in epochs
    ]
    assert {name: len(values) for name, values in fold(events).history.items()} == dict.fromkeys(
        ("loss", "accuracy", "val_loss", "val_accuracy"), 2
    )
    _, _, images, labels = split_validation(digits.train_images[:200], digits.train_labels[:200])
    measured = model.evaluate(add_channel_axis(scale_images(images)), one_hot(labels), verbose=0)
    assert (epochs[-1].val_loss, epochs[-1].val_accuracy) == pytest.approx(measured, rel=1e-5)
    assert model.name == "cnn"
    assert model.layers[0].filters == 4


def test_batches_are_told_at_most_five_times_a_second(digits):
    started = time.perf_counter()
    _, events = run_through(SMALL, dataclasses.replace(SHORT, batch_size=4, num_train=1000), digits)
    batches = [event for event in events if isinstance(event, Batch)]
    # Besides those: the first, the last of both epochs, and one before each of the six probes.
    assert len(batches) <= (time.perf_counter() - started) / 0.2 + 9
    assert len(batches) < 225


def test_validation_is_measured_three_times_within_a_long_epoch(digits):
    training = dataclasses.replace(SHORT, epochs=1, batch_size=4)  # 45 batches
    model, events = run_through(SMALL, training, digits)
    progress = fold(events)
    assert [point[0] for point in progress.validation] == [11 / 45, 22 / 45, 33 / 45, 1.0]
    assert sum(isinstance(event, Validation) for event in events) == 3
    # The oracle: the same batches without callbacks, and the loss by hand.
    oracle, data = compile_cnn(SMALL, training), TrainingData(digits, training)
    for step, (images, labels) in enumerate(data.epoch(0), start=1):
        oracle.train_on_batch(images, labels)
        if step == 22:
            _, _, val_images, val_labels = split_validation(
                digits.train_images[:200], digits.train_labels[:200]
            )
            probabilities = np.array(oracle(add_channel_axis(scale_images(val_images))))
            loss = -np.log(probabilities[np.arange(20), val_labels]).mean()
            accuracy = (probabilities.argmax(axis=1) == val_labels).mean()
            assert progress.validation[1][1:] == pytest.approx((loss, accuracy), rel=1e-4)
    assert_same_bits(weights(oracle), weights(model))


def test_the_network_learns(digits):
    training = TrainingConfig(epochs=4, batch_size=32, learning_rate=0.003)
    _, events = run_through(CnnConfig(filters=8, dense_units=32), training, digits)
    history = fold(events).history
    assert history["val_accuracy"][-1] > 0.8  # measured: 0.93 to 0.97, seeds 0 to 4
    assert history["loss"][-1] < history["loss"][0] / 2


def test_a_one_cycle_rate_grows_for_a_quarter_of_the_steps_and_falls_along_a_cosine():
    model = compile_cnn(
        SMALL, dataclasses.replace(SHORT, learning_rate=0.01, one_cycle=True, epochs=4), steps=100
    )
    rates = [float(model.optimizer._learning_rate(step)) for step in (0, 50, 100, 250, 400)]
    assert rates == pytest.approx([0.0001, 0.00505, 0.01, 0.01 * (0.01 + 0.99 / 2), 0.0001])
    assert float(compile_cnn(SMALL, SHORT, steps=100).optimizer.learning_rate) == pytest.approx(
        0.001
    )


# The data


def test_every_image_comes_once_an_epoch_in_an_order_of_its_own(digits):
    data = TrainingData(digits, SHORT)
    train_images, train_labels, _, _ = split_validation(
        digits.train_images[:200], digits.train_labels[:200]
    )
    orders = []
    for epoch in range(2):
        batches = list(data.epoch(epoch))
        assert [len(labels) for _, labels in batches] == [32, 32, 32, 32, 32, 20]
        images = np.concatenate([np.array(images) for images, _ in batches])
        labels = np.concatenate([np.array(labels) for _, labels in batches])
        assert images.shape == (180, 28, 28, 1)
        assert images.dtype == labels.dtype == np.float32
        place = {
            image.tobytes(): i
            for i, image in enumerate(add_channel_axis(scale_images(train_images)))
        }
        order = [place[image.tobytes()] for image in images]
        assert sorted(order) == list(range(180))
        np.testing.assert_array_equal(labels, one_hot(train_labels[order]))
        orders.append(order)
    assert orders[0] != orders[1]


@pytest.mark.parametrize("augment", [False, True])
def test_the_rest_of_an_epoch_can_be_made_again(digits, augment):
    data = TrainingData(digits, dataclasses.replace(SHORT, augment=augment))
    for whole, again in zip(list(data.epoch(1))[4:], data.epoch(1, first_step=4), strict=True):
        assert_same_bits(whole, again)


def test_augmenting_moves_the_images_as_scipy_does(digits):
    plain, moved = (
        TrainingData(digits, dataclasses.replace(SHORT, augment=augment))
        for augment in (False, True)
    )
    rng = np.random.default_rng((SHORT.seed, 0))
    order = rng.permutation(180)
    moves = random_moves(rng, 180).astype(np.float64)
    images = np.concatenate([images for images, _ in plain.epoch(0)])[..., 0]
    np.testing.assert_array_equal(images, scale_images(digits.train_images[order]))
    for image, (a, b, right, c, d, down, *_), found in zip(
        images, moves, np.concatenate([images for images, _ in moved.epoch(0)])[..., 0], strict=True
    ):
        # A row of it is for (x, y); SciPy's axes are (y, x).
        expected = scipy.ndimage.affine_transform(
            image, [[d, c], [b, a]], (down, right), order=1, mode="grid-constant"
        )
        np.testing.assert_allclose(found, expected, atol=1e-4)
    for (_, labels), (_, moved_labels) in zip(plain.epoch(0), moved.epoch(0), strict=True):
        np.testing.assert_array_equal(labels, moved_labels)


# The same bits


def test_the_same_seed_gives_the_same_bits_and_another_does_not(digits):
    training = dataclasses.replace(SHORT, epochs=1)
    first, first_events = run_through(SMALL, training, digits)
    keras.utils.set_random_seed(99)
    again, again_events = run_through(SMALL, training, digits)
    assert_same_bits(weights(first), weights(again))
    assert fold(first_events).history == fold(again_events).history
    other, _ = run_through(SMALL, dataclasses.replace(training, seed=4), digits)
    assert not np.array_equal(weights(first)[0], weights(other)[0])


@pytest.fixture(scope="module")
def left_alone(digits):
    """Return the weights, the history and the last checkpoint of a training that nobody interrupted."""
    checkpoints = []
    model, events = run_through(EVERYTHING, LONG, digits, save_checkpoint=checkpoints.append)
    assert [int(checkpoint["epoch"]) for checkpoint in checkpoints] == [1, 2, 3]
    return weights(model), fold(events).history, checkpoints[-1]


PAUSES = {
    "within the first epoch": 3,
    "last batch of the first epoch": STEPS,
    "in the first validation": CALLS,
    "first batch after an epoch's end": CALLS + 1,
}


@pytest.mark.parametrize("call", PAUSES.values(), ids=PAUSES.keys())
def test_a_paused_training_ends_as_one_left_alone(call, digits, left_alone, lab_runs):
    run = Book().new_run(EVERYTHING, LONG, digits.source)
    events = []
    with pytest.raises(Interrupted) as interrupted:
        train(EVERYTHING, LONG, digits, events.append, ask("pause", call), run.save_checkpoint)
    assert interrupted.value.request == "pause"
    epoch, within = divmod(call, CALLS)
    # A pause in the validation leaves the epoch as trained but not yet done.
    expected = (epoch - 1, STEPS) if within == 0 else (epoch, within)
    assert (run.checkpoint["epoch"], run.checkpoint["step"]) == expected
    run.save_progress(fold(events))
    model, rest = run_through(EVERYTHING, LONG, digits, checkpoint=run.checkpoint)
    assert rest[0] == Started(3, STEPS, *expected)
    assert_same_bits(weights(model), left_alone[0])
    assert fold(rest, run.progress).history == left_alone[1]
    # The training time goes on, too.
    times = [event.seconds for event in events + rest if isinstance(event, (Batch, Epoch))]
    assert times == sorted(times)
    assert run.checkpoint["seconds"] >= fold(events).seconds


def test_a_pause_between_steps_of_several_batches_changes_nothing(digits):
    cnn = CnnConfig(filters=2, dense_units=4, batch_normalization=True, strided=True)
    training = TrainingConfig(
        epochs=2, batch_size=2, num_train=200, one_cycle=True, augment=True, reproducible=True
    )
    assert compile_cnn(cnn, training, steps=90).steps_per_execution == 2
    whole, events = run_through(cnn, training, digits)
    checkpoints, before = [], []
    with pytest.raises(Interrupted):
        train(cnn, training, digits, before.append, ask("pause", 60), checkpoints.append)
    assert (checkpoints[-1]["epoch"], checkpoints[-1]["step"]) == (1, 28)
    model, rest = run_through(cnn, training, digits, checkpoint=checkpoints[-1])
    assert_same_bits(weights(model), weights(whole))
    assert fold(before + rest).history == fold(events).history
    assert sum(isinstance(event, Validation) for event in before + rest) == 6


def test_pausing_again_and_again_changes_nothing(digits, left_alone, lab_runs):
    run, events = Book().new_run(EVERYTHING, LONG, digits.source), []
    model, pauses = None, 0
    while model is None:
        try:
            arguments = (events.append, ask("pause", 9), run.save_checkpoint, run.checkpoint)
            model = train(EVERYTHING, LONG, digits, *arguments)
        except Interrupted:
            pauses += 1
    assert pauses == 2
    assert_same_bits(weights(model), left_alone[0])
    assert fold(events).history == left_alone[1]


class KilledError(Exception):
    """Stands for the death of a worker: nothing is saved after it."""


def test_a_killed_training_goes_on_from_the_last_epochs_checkpoint(digits, left_alone, lab_runs):
    run, events = Book().new_run(EVERYTHING, LONG, digits.source), []

    def on_event(event):
        events.append(event)
        if isinstance(event, Batch) and fold(events).epoch == 1 and event.step == STEPS:
            raise KilledError

    with pytest.raises(KilledError):
        train(EVERYTHING, LONG, digits, on_event, save_checkpoint=run.save_checkpoint)
    assert (run.checkpoint["epoch"], run.checkpoint["step"]) == (1, 0)
    model, rest = run_through(EVERYTHING, LONG, digits, checkpoint=run.checkpoint)
    assert rest[0] == Started(3, STEPS, 1, 0)
    assert_same_bits(weights(model), left_alone[0])
    progress = fold(rest, fold(events))
    assert progress.history == left_alone[1]
    assert [point[0] for point in progress.points] == sorted(
        {point[0] for point in progress.points}
    )


def test_a_finished_training_is_not_trained_again(digits, left_alone):
    again, events = run_through(EVERYTHING, LONG, digits, checkpoint=left_alone[2])
    assert events == [Started(3, STEPS, 3, 0)]
    assert_same_bits(weights(again), left_alone[0])


# Stop


def test_stop_acts_at_the_next_batch_and_leaves_the_network_so_far(digits):
    events, checkpoints = [], []
    with pytest.raises(Interrupted) as interrupted:
        train(SMALL, SHORT, digits, events.append, ask("stop", 2), checkpoints.append)
    assert interrupted.value.request == "stop"
    assert checkpoints == []
    assert isinstance(events[-1], Batch)
    assert events[-1].step == 2
    images = add_channel_axis(scale_images(digits.test_images[:4]))
    np.testing.assert_allclose(np.array(interrupted.value.model(images)).sum(axis=1), 1, rtol=1e-5)


def test_stop_acts_in_the_validation_too(digits, monkeypatch):
    monkeypatch.setattr(lab_training, "VALIDATION_BATCH", 5)  # 20 images: four batches
    events, count = [], itertools.count(1)
    with pytest.raises(Interrupted) as interrupted:
        train(
            SMALL,
            SHORT,
            digits,
            events.append,
            lambda: "stop" if next(count) == STEPS + 2 else None,
        )
    assert interrupted.value.request == "stop"
    assert next(count) == STEPS + 3  # nothing was asked, so nothing was measured, after that
    assert not any(isinstance(event, Epoch) for event in events)


# A loss that is not a number


def test_a_loss_that_is_not_a_number_ends_training_with_a_sentence(digits):
    training = dataclasses.replace(SHORT, epochs=1)
    object.__setattr__(
        training, "learning_rate", 1e38
    )  # no configuration has it: weights overflow with the first step
    events = []
    with pytest.raises(
        TrainingError, match=r"^The loss became (nan|inf) at batch [2-6]: .*smaller learning rate"
    ):
        train(SMALL, training, digits, events.append)
    assert not any(isinstance(event, Epoch) for event in events)
    assert all(math.isfinite(event.loss) for event in events if isinstance(event, Batch))


# A model.fit of one's own


def fit(digits, callback, **options):
    """Return Keras's history of a student's own `model.fit`."""
    model = compile_cnn(SMALL, SHORT)
    images, labels = (
        add_channel_axis(scale_images(digits.train_images[:200])),
        one_hot(digits.train_labels[:200]),
    )
    return model.fit(
        images, labels, batch_size=32, epochs=2, verbose=0, callbacks=[callback], **options
    ).history


def test_event_callback_tells_a_fit_of_ones_own(digits):
    events = []
    callback = EventCallback(events.append)
    time.sleep(0.3)  # a cell between: that is no training time
    began = time.perf_counter()
    history = fit(digits, callback, validation_split=0.1)
    assert events[0] == Started(2, STEPS)
    assert events[-1] == Finished()
    assert [kind for kind, _ in itertools.groupby(events[1:-1], type)] == [Batch, Epoch] * 2
    assert fold(events).history == history
    assert events[-2].seconds <= time.perf_counter() - began


def test_event_callback_without_validation_or_metrics(digits):
    events = []
    history = fit(digits, EventCallback(events.append))
    assert fold(events).history == history
    assert set(history) == {"loss", "accuracy"}
    assert fold(events).validation == ()


def test_event_callback_ends_a_fit_whose_loss_is_not_a_number(digits):
    model = compile_cnn(SMALL, SHORT)
    model.optimizer.learning_rate = 1e38
    images, labels = (
        add_channel_axis(scale_images(digits.train_images[:96])),
        one_hot(digits.train_labels[:96]),
    )
    with pytest.raises(TrainingError, match=r"^The loss became (nan|inf) at batch [23]: "):
        model.fit(
            images, labels, batch_size=32, verbose=0, callbacks=[EventCallback(lambda event: None)]
        )
