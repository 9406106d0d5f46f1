"""How right the time left is that a run's status says.

`python -m benchmarks.time_left [images]` trains each preset once, by default on 20,000 images, and
prints how many of the readings are within a quarter of what was true: the seconds until the last
epoch was over.
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

IMAGES = 20_000
TOLERANCE = 0.25
SAID = re.compile(r"about ([\d.]+) (s|min) left")


def states_of(preset: str, images: int) -> list[Progress]:
    """Return the states that a run of a preset goes through."""
    cnn, training = PRESETS[preset]
    states = [Progress()]

    def tell(event):
        states.append(states[-1].after(event))

    train(cnn, dataclasses.replace(training, num_train=images), load_digits("mnist"), tell)
    return states


def said_and_true(states: list[Progress]) -> list[tuple[float, float]]:
    """Return (seconds left as they were said, seconds left in truth) wherever a number is said."""
    time_left = TimeLeft()
    whole = states[-1].seconds
    readings = []
    for state in states:
        said = SAID.match(time_left.words("run", state))
        if said:
            seconds = float(said[1]) * (60 if said[2] == "min" else 1)
            readings.append((seconds, whole - state.seconds))
    return readings


def main(images: int = IMAGES) -> None:
    rehearse()  # as a worker of the engine does
    for preset in PRESETS:
        states = states_of(preset, images)
        readings = said_and_true(states)
        wrong = [abs(said - true) > TOLERANCE * true for said, true in readings]
        farthest = max((said / true for said, true in readings), key=_distance, default=1.0)
        print(
            f"{preset:>10}  {states[-1].seconds:5.1f} s  "
            f"{sum(wrong)} of {len(wrong)} readings outside; the farthest: {farthest:.2f} times"
        )


def _distance(ratio: float) -> float:
    return max(ratio, 1 / ratio)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
