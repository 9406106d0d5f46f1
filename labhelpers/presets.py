"""Choices that were found to be good together, by name."""

from labhelpers.config import CnnConfig, TrainingConfig

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
