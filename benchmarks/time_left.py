"""How right the time left is that a run's status says, at a quarter, a half and three quarters.

`python -m benchmarks.time_left [images]` trains each preset once, by default on 20,000 images, and
prints what was said and what was true: the seconds until the last epoch was over.
"""

import dataclasses
import re
import sys

from cnnlab.session.time_left import TimeLeft
from labhelpers.digits import load_digits
from labhelpers.events import Progress
from labhelpers.presets import PRESETS
from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    from cnnlab.engine.rehearsal import rehearse
    from labhelpers.training import train

SHARES = (0.25, 0.5, 0.75)
IMAGES = 20_000


def states_of(preset: str, images: int) -> list[Progress]:
    """Return the states that a run of a preset goes through."""
    cnn, training = PRESETS[preset]
    states = [Progress()]

    def tell(event):
        states.append(states[-1].after(event))

    train(cnn, dataclasses.replace(training, num_train=images), load_digits("mnist"), tell)
    return states


def said_and_true(states: list[Progress]) -> list[tuple[float, str, float]]:
    """Return (share of the seconds, words, seconds left) for each state of a run."""
    time_left = TimeLeft()
    whole = states[-1].seconds
    return [
        (state.seconds / whole, time_left.words("run", state), whole - state.seconds)
        for state in states
    ]


def main(images: int = IMAGES) -> None:
    rehearse()  # as a worker of the engine does
    for preset in PRESETS:
        told = said_and_true(states_of(preset, images))
        spoken = [
            (share, float(words.split()[1]), true)
            for share, words, true in told
            if re.match(r"about [\d.]+ s left", words)
        ]
        cells = []
        for wanted in SHARES:
            near = min(spoken, key=lambda one: abs(one[0] - wanted), default=None)
            cells.append(f"{near[1]:.0f} / {near[2]:.1f} s" if near else "nothing said")
        print(f"{preset:>10}  " + "  ".join(cells))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
