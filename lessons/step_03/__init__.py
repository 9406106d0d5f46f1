"""What notebook 03 uses: its exercises, and the pictures that are drawn for it."""

from lessons.step_03 import figures
from lessons.step_03.exercises import THREE_ANSWERS, Exercises

__all__ = ["THREE_ANSWERS", "Exercises", "figures"]
