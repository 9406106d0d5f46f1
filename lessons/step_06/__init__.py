"""What notebook 06 uses: its exercises, and the pictures that are drawn for it."""

from lessons.step_06 import figures, run
from lessons.step_06.exercises import Exercises

__all__ = ["Exercises", "figures", "run"]
