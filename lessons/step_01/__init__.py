"""What notebook 01 uses: its exercises, and the pictures that are drawn for it."""

from lessons.step_01 import figures
from lessons.step_01.exercises import Exercises
from lessons.step_01.pooling import pool
from lessons.step_01.seven import find_seven

__all__ = ["Exercises", "figures", "find_seven", "pool"]
