"""What a run was made of, as it is told where runs are compared."""

from collections.abc import Sequence

from cnnlab.runs.run import Run
from labhelpers.config import CnnConfig, TrainingConfig, options_of

# What everybody chooses first is told of every run; the rest only where it is not as usual.
ALWAYS_TOLD = ("filters", "kernel_size", "epochs", "batch_size", "learning_rate", "seed")


def told_choices(
    run: Run, always: Sequence[str] = ALWAYS_TOLD, never: Sequence[str] = ()
) -> list[tuple[str, bool]]:
    """Return what a run was made of, as phrases, each with whether it is not as usual.

    always, never: the choices that are told of every run, and of none.
    """
    options = options_of(run.cnn, run.training)
    usual = options_of(CnnConfig(), TrainingConfig())
    unusual = [name for name in options if options[name] != usual[name]]
    others = [name for name in unusual if name not in (*always, *never)]
    return [(options[name].phrase, name in unusual) for name in (*always, *others)]
