"""What notebook 02 uses: its exercises, and the pictures that are drawn for it."""

from lessons.step_02 import figures
from lessons.step_02.exercises import Exercises

__all__ = ["Exercises", "figures"]
