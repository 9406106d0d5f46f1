"""Where step 5's two steps downhill start for a student, and how long they are."""

from lessons.slips import are_apart
from lessons.step_05 import hints
from lessons.step_05.descent import descend

WEIGHTS = (6.0, -2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 4.5, 5.0, 5.5, 7.0, 8.0)
RATES = (0.2, 0.1, 0.15, 0.3, 0.35, 0.4)
# Nobody's.
STEPS = (WEIGHTS[0], RATES[0])


def steps(pick):
    """Return (a weight, a learning rate)."""
    return pick(WEIGHTS), pick(RATES)


def are_steps_fair(steps):
    """Say whether no usual mistake leads where two steps downhill do."""
    weight, rate = steps
    right = descend(weight, rate, 2)[-1]
    return are_apart(right, hints.weight_slips(weight, rate), hints.TWO_DECIMALS)
