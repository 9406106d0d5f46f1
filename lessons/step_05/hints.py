"""What wrong answers to step 5's exercises are told."""

from lessons.slips import Slip
from lessons.step_05.descent import MINIMUM, descend

# What to look at where a cause was named that is not the panel's.
LOOK_AT = {
    "learning well": "do both curves fall, and end low and close together?",
    "overfitting": "does the dashed curve turn and rise "
    "while the solid one goes on falling towards 0?",
    "learning rate too high": "is the dashed curve at the end about as high "
    "as after the first epoch?",
    "too little training": "do both curves still fall steeply at the last epoch?",
}
# Two decimals suffice: the right weights have no more than four, and mistakes are further away.
TWO_DECIMALS = 0.0051


def weight_slips(start, rate):
    """Return what goes wrong in two steps downhill from the weight `start`."""
    one, two = descend(start, rate, 2)[1:]
    gradient = 2 * (start - MINIMUM)
    uphill = start + rate * gradient
    return [
        Slip(
            one,
            "This is the weight after one step. Take the second from there.",
            TWO_DECIMALS,
        ),
        Slip(
            descend(start, rate, 3)[-1],
            "This is the weight after three steps; two are asked for.",
            TWO_DECIMALS,
        ),
        Slip(
            start - 2 * rate * gradient,
            "The gradient has changed after the first step: work it out again there.",
            TWO_DECIMALS,
        ),
        Slip(
            uphill + rate * 2 * (uphill - MINIMUM),
            "This goes uphill: the step is against the gradient.",
            TWO_DECIMALS,
        ),
        Slip(
            descend(start, 1.0, 2)[-1],
            "A step is the gradient times the learning rate.",
            TWO_DECIMALS,
        ),
        Slip(
            descend(start, rate / 2, 2)[-1],
            "The gradient of (w - 3)² is 2 (w - 3), not w - 3.",
            TWO_DECIMALS,
        ),
        Slip(
            (two - MINIMUM) ** 2,
            "This is the loss; the weight is asked for.",
            TWO_DECIMALS,
        ),
    ]


def way_hint(weight, start, right):
    """Return the hint for a weight that no usual mistake gives; right: where two steps lead."""
    if (weight - MINIMUM) * (start - MINIMUM) < 0:
        return f"That is beyond the lowest point, {MINIMUM:g}. How long is each of the two steps?"
    if abs(weight - MINIMUM) >= abs(start - MINIMUM):
        return f"That is no nearer to the lowest point, {MINIMUM:g}, than the start. Which way?"
    way = "not far enough" if abs(weight - MINIMUM) > abs(right - MINIMUM) else "too far"
    return (
        f"The direction is right, and that is {way}. Write down for each of the two steps: "
        "where it begins, its gradient, how far it goes."
    )


def other_run_hint(run, runs):
    """Return a hint for a run that is not the best one; runs: name -> its losses."""
    smallest = min(curves["loss"][-1] for curves in runs.values())
    if runs[run]["loss"][-1] == smallest:
        return (
            f"{run} has the smallest training loss in the end. "
            "That is no reason: what did it memorise?"
        )
    return f"Another run had a smaller validation loss than {run}, at some epoch."


def other_epoch_hint(run, epoch, best_epoch):
    """Return a hint for an epoch that is not the best one of the best run."""
    if epoch == best_epoch - 1:
        return "The run is right. Python's index counts from 0, epochs from 1."
    return f"The run is right. Is the validation loss of {run} smallest at epoch {epoch}?"
