"""What notebook 05 uses: its exercises, and the pictures that are drawn for it."""

from lessons.step_05 import figures
from lessons.step_05.descent import descend
from lessons.step_05.exercises import Exercises
from lessons.step_05.records import cost_of_filters

__all__ = ["Exercises", "cost_of_filters", "descend", "figures"]
