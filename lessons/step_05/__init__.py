"""What notebook 05 uses: its exercises, and the pictures that are drawn for it."""

from lessons.step_05 import figures
from lessons.step_05.exercises import Exercises, cost_of_filters, descend

__all__ = ["Exercises", "cost_of_filters", "descend", "figures"]
