"""Choices that were found to be good together, by name."""

from labhelpers.choice import Value
from labhelpers.config import CnnConfig, TrainingConfig, values_of

# "plain" is notebook 05's. The others were found on the validation images, with two cores in
# mind; notebook 05 explains them, and `python -m benchmarks` measures them.
PRESETS = {
    "plain": (CnnConfig(), TrainingConfig()),
    "lesson": (
        CnnConfig(),
        TrainingConfig(epochs=2, batch_size=50, learning_rate=0.003, one_cycle=True),
    ),
    "fast": (
        CnnConfig(
            filters=16,
            kernel_size=7,
            dense_units=256,
            batch_normalization=True,
            strided=True,
        ),
        TrainingConfig(epochs=2, batch_size=125, learning_rate=0.01, one_cycle=True),
    ),
    "accurate": (
        CnnConfig(kernel_size=5, dense_units=128, dropout=0.3),
        TrainingConfig(
            epochs=9,
            batch_size=125,
            learning_rate=0.003,
            augment=True,
            one_cycle=True,
        ),
    ),
}
# Seed, training images and reproducibility are nobody's recipe.
NEVER_PRESET = ("seed", "num_train", "reproducible")


def preset_choices(name: str) -> dict[str, Value]:
    """Return the values that a preset chooses, by the choice's name."""
    cnn, training = PRESETS[name]
    values = values_of(cnn, training)
    return {choice: value for choice, value in values.items() if choice not in NEVER_PRESET}
