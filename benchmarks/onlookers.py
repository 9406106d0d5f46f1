"""How much of a training's time those take who look on: snapshots, and a digit that is watched.

`python -m benchmarks.onlookers [images]` trains "fast" and "plain" as a worker does, with a page
that watches a digit and a map of the first layer, and prints both shares.
"""

import dataclasses
import sys
import tempfile
import time
from pathlib import Path

from cnnlab.runs import Book, snapshots
from labhelpers.digits import load_digits
from labhelpers.presets import PRESETS
from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    from cnnlab.engine.rehearsal import rehearse
    from cnnlab.engine.snapshots import Snapshots
    from cnnlab.engine.watching import Watching
    from labhelpers.training import train

MOST = {"snapshots": 0.01, "a digit and a map": 0.02}


def timed(callback):
    """Return a Keras callback that adds up the seconds that its steps take, in `seconds`."""
    callback.seconds = 0.0
    for name in ("on_train_begin", "on_train_batch_end", "on_test_batch_end"):
        step = getattr(callback, name)

        def take_time(*arguments, step=step, **logs):
            began = time.perf_counter()
            step(*arguments, **logs)
            callback.seconds += time.perf_counter() - began

        setattr(callback, name, take_time)
    return callback


def measure(preset, images):
    """Return a training's seconds, by whom they were spent, and how many snapshots there are."""
    cnn, training = PRESETS[preset]
    training = dataclasses.replace(training, num_train=images)
    digits = load_digits("mnist")
    with tempfile.TemporaryDirectory() as folder:
        run = Book("measured", Path(folder)).new_run(cnn, training)
        run.save()
        steps = []

        def all_batches():
            return steps[0] * training.epochs

        def tell(event):
            if hasattr(event, "steps"):
                steps.append(event.steps)

        def keep(batches, weights):
            snapshots.save_snapshot(run, batches, weights)

        watched = {"a page": (digits.test_images[0], 1, 0)}
        onlookers = {
            "snapshots": timed(Snapshots(all_batches, keep)),
            "a digit and a map": timed(Watching(lambda: watched, lambda *_: None)),
        }
        began = time.perf_counter()
        train(cnn, training, digits, tell, callbacks=list(onlookers.values()))
        whole = time.perf_counter() - began
        spent = {name: callback.seconds for name, callback in onlookers.items()}
        return whole, spent, len(snapshots.snapshots(run))


def main(images=54_000):
    rehearse()  # as a worker of the engine does
    for preset in ("fast", "plain"):
        whole, spent, kept = measure(preset, images)
        print(f"{preset}: {whole:.1f} s, {kept} snapshots")
        for name, seconds in spent.items():
            share = f"{seconds / whole:.2%} of it"
            print(f"  {name:<20} {seconds:6.2f} s  {share}   to reach: {MOST[name]:.0%}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
