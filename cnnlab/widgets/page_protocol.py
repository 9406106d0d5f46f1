"""What passes between Python and the front ends that only the page has; see protocol.py."""

from typing import TypedDict


class StepFoldState(TypedDict):
    """A step of the page: its number, from 1, its name, and what there is to see."""

    number: int
    title: str
    summary: str


class StepFolded(TypedDict):
    """A step was folded or unfolded."""

    open: bool
