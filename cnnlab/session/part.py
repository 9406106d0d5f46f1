"""What a session is made of: objects whose traits are set in one lane, and observed by panels."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import traitlets

from cnnlab.session.lanes import Lane

P = ParamSpec("P")
T = TypeVar("T")


class Part(traitlets.HasTraits):
    """An object with traits that are set in `lane` alone; by whoever asks where it is None."""

    def __init__(self, lane: Lane | None = None) -> None:
        super().__init__()
        self.lane = lane

    def do(self, task: Callable[[], T]) -> T:
        """Return what a task returns that sets traits; it is done in the lane."""
        return task() if self.lane is None else self.lane.do(task)


S = TypeVar("S", bound=Part)


def in_lane(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Have a method of a `Part` done in the part's lane; whoever calls it waits for its end."""

    @functools.wraps(method)
    def handed_over(self: S, *arguments: P.args, **named: P.kwargs) -> T:
        return self.do(functools.partial(method, self, *arguments, **named))

    return handed_over


def watch(update: Callable[[], object], *parts: Part) -> None:
    """Call `update` in the parts' lane: now, and whenever a trait of one of them changes."""

    def begin() -> None:
        for part in parts:
            part.observe(lambda _change: update())
        update()

    parts[0].do(begin)
