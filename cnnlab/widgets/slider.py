"""A slider for one of the choices for the next run, which checks what the browser sends."""

import logging
from typing import Any

import ipywidgets as widgets

from cnnlab.session import Newest, NextRun
from labhelpers.choice import Number
from labhelpers.config import CHOICES
from labhelpers.front_end import whole_number

logger = logging.getLogger(__name__)


class Slider(widgets.IntSlider):
    """A slider for a whole number among the choices for the next run.

    Its range is the choice's usual one. It shows what is chosen, and its range grows to hold
    that: a lesson's, an earlier run's or an address's value may lie outside. A client may send
    any state, bounds included. Whatever comes besides the value is dropped; a wrong value is
    answered with the right one, and the `NextRun` says what was wrong. Where it is moved faster
    than the page follows, only the newest value is taken.

    next_run: a `NextRun`.
    name: the choice's, such as "kernel_size".
    """

    value: int
    min: int
    max: int

    def __init__(self, next_run: NextRun, name: str) -> None:
        choice = CHOICES[name]
        if not isinstance(choice, Number):
            raise ValueError(f"{name} is not a number; expected a choice that a slider can show.")
        low, high = choice.usual or (choice.low, choice.high)
        super().__init__(
            min=low,
            max=high,
            value=low,
            description=choice.label,
            tooltip=choice.hint,
            layout={"width": "min(100% - 4px, 440px)"},
            style={"description_width": "6.5em"},
        )
        self.next_run = next_run
        self.choice = name
        self._is_put = False
        self._moves = Newest(next_run.lane, super().set_state)
        self._put()
        # Of these alone: a run's news must not come between a move and its choice.
        next_run.observe(self._put, ["cnn", "training"])
        self.observe(self._choose, "value")

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Called by ipywidgets with what the browser sent."""
        try:
            if "value" in sync_data:
                value = whole_number(self.description, sync_data["value"], self.min, self.max)
                self._moves.put({"value": value})
        except ValueError as error:
            logger.warning("A value for %s was refused.", self.choice, exc_info=True)
            self.send_state("value")
            self.next_run.say(str(error))

    def _put(self, _change: Any = None) -> None:
        """Show what is chosen, and make room for it."""
        value: Any = self.next_run.choices[self.choice]
        self._is_put = True
        try:
            self.min = min(self.min, value)
            self.max = max(self.max, value)
            self.value = value
        finally:
            self._is_put = False

    def _choose(self, change: dict[str, Any]) -> None:
        if not self._is_put and not self.next_run.choose(**{self.choice: change["new"]}):
            self._put()
