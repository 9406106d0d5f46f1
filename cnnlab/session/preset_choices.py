"""The presets as the page offers them: the menu's words, and what each of them chooses."""

from labhelpers.choice import OneOf, Option, Value
from labhelpers.config import values_of
from labhelpers.presets import PRESETS

PRESET = OneOf(
    label="Preset",
    hint="Choices that were found to be good together",
    options=(
        Option("plain", "Plain, as in step 5"),
        Option("lesson", "Lesson's network, one-cycle rate"),
        Option("fast", "Fast: a network for two cores"),
        Option("accurate", "Accurate: images turned, scaled and shifted"),
        Option("", "Your own choices"),
    ),
)
# Seed, training images and reproducibility are nobody's recipe.
NEVER_PRESET = ("seed", "num_train", "reproducible")


def preset_choices(name: str) -> dict[str, Value]:
    """Return the values that a preset chooses, by the choice's name."""
    cnn, training = PRESETS[name]
    values = values_of(cnn, training)
    return {choice: value for choice, value in values.items() if choice not in NEVER_PRESET}
