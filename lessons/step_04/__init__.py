"""What notebook 04 uses: its exercises, and the pictures that are drawn for it."""

from lessons.step_04 import figures
from lessons.step_04.exercises import Exercises
from lessons.step_04.padding import Padded

__all__ = ["Exercises", "Padded", "figures"]
