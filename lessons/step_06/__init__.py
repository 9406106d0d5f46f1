"""What notebook 06 uses: its exercises, the pictures drawn for it, and what was recorded."""

from lessons.step_06 import figures, run
from lessons.step_06.exercises import Exercises
from lessons.step_06.photo import sample_photo
from lessons.step_06.records import kernels, small_network, two_networks

__all__ = [
    "Exercises",
    "figures",
    "kernels",
    "run",
    "sample_photo",
    "small_network",
    "two_networks",
]
