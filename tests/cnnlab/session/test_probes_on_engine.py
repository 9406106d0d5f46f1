"""A digit covered and changed, read by runs of one's own: a real engine, and plain Keras."""

import numpy as np
import pytest

from cnnlab.session.probes import MOST_LEVELS
from tests.cnnlab.session.waiting import wait_for
from tests.waiting import wait_until

pytestmark = [pytest.mark.engine]


def read_by_keras(run, images):
    """Return what the run's network reads, (number, 10), in images of greys from 0 to 255."""
    import keras

    network = keras.models.load_model(run.model_path)
    return network.predict(np.float32(images)[..., None] / np.float32(255), verbose=0)


def trained(session, **choices):
    """Train a run, and return it once it is selected."""
    session.next_run.choose(**choices)
    session.train()
    assert session.wait(300).status == "finished"
    run = session.shown.run
    wait_for(session, lambda: session.open_book.selected == run)
    return run


def test_the_selected_run_and_the_others_read_a_digit_covered_and_changed(started, digits):
    first = trained(started, seed=1)
    second = trained(started, seed=2)
    image = digits.test_images[3]
    probes = started.probes
    probes.take(image)
    assert (probes.covering.found, probes.fooling.found) == (None, None), "nobody sees it"
    probes.covering.see("a view", True)
    wait_until(lambda: probes.covering.found is not None, 60)
    found = probes.covering.found
    square = image.copy()
    square[7:14, 9:16] = 128
    uncovered, covered = read_by_keras(second, np.stack([image, square]))
    assert found["uncovered"] == pytest.approx(uncovered, abs=1e-5)
    assert found["covered"][10, 12] == pytest.approx(covered, abs=1e-5)

    probes.fooling.see("a view", True)
    wait_until(lambda: probes.fooling.found and not probes.fooling.found.waiting, 60)
    fooled = probes.fooling.found
    steps = [np.clip(image + k * fooled.signs, 0, 255) for k in range(MOST_LEVELS + 1)]
    own = read_by_keras(second, np.stack(steps))
    assert fooled.probabilities == pytest.approx(own, abs=1e-5)
    assert len(set(own.argmax(axis=1))) > 1, "no step fools it"
    ((other, read),) = fooled.others
    assert other == first
    assert read == pytest.approx(read_by_keras(first, np.stack(steps)), abs=1e-5)

    started.moments.choose(0)
    wait_until(lambda: probes.covering.found is not None, 60)
    begun = probes.covering
    assert begun.asked.network == f"{second.title}. Before training"
    assert begun.found["uncovered"].max() < 0.5
    assert begun.found["uncovered"] != pytest.approx(uncovered, abs=1e-2)

    # What cannot be read is said, and tried again when somebody looks again.
    whole = second.model_path.read_bytes()
    second.model_path.write_bytes(whole[:1000])
    started.moments.choose(len(started.moments.all) - 1)
    wait_until(lambda: probes.covering.problem, 60)
    assert "model.keras of this run cannot be read" in probes.covering.problem
    assert probes.covering.found is None
    second.model_path.write_bytes(whole)
    probes.covering.see("a view", False)
    probes.covering.see("a view", True)
    wait_until(lambda: probes.covering.found is not None, 60)
    assert probes.covering.problem == ""
    assert probes.covering.found["uncovered"] == pytest.approx(uncovered, abs=1e-5)
