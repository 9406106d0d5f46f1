"""Whether a run's loss ran away: then more of the same training will not help."""

import math

from labhelpers.config import NUM_CLASSES
from labhelpers.events import SMALLER_RATE, Progress

# The cross-entropy of whoever gives each digit the same probability, 2.30. At ten times as much
# the true digit is given 1e-10 on the average. Nothing begins there: with the strongest dropout
# and batch normalization the first batches had 6.6.
GUESSING = math.log(NUM_CLASSES)
RUN_AWAY = 10 * GUESSING


def divergence_of(progress: Progress) -> str:
    """Return sentences that say that a run's loss ran away, and what to do; "" where it did not.

    It did where the loss on training images went above RUN_AWAY and, an epoch or more after the
    beginning, is no better than GUESSING on training images (with dropout) and on validation
    images (without): from a peak at its beginning many a run comes back. A high loss on
    validation images alone tells nothing here: a network that has learned a few images by heart
    is sure of what is wrong, too.
    """
    losses = [loss for _, loss, _ in progress.points]
    if progress.epoch < 1 or not losses:
        return ""
    highest = max(loss if math.isfinite(loss) else math.inf for loss in losses)
    newest = [losses[-1], *progress.history.get("val_loss", [])[-1:]]
    if highest < RUN_AWAY or any(loss < GUESSING for loss in newest):
        return ""
    now = f"it is {_in_words(losses[-1])} now, and guessing has {GUESSING:.1f}"
    came = f"This run diverged: its loss reached {_in_words(highest)} ({now})."
    return f"{came} More epochs do not help. {SMALLER_RATE}"


def _in_words(loss: float) -> str:
    if not math.isfinite(loss):
        return "no number"
    return f"{loss:,.1f}" if loss < 1000 else f"{loss:,.0f}"
