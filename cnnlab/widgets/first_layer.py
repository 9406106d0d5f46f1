"""What the first layer of the network in training has learned, and finds in the watched digit."""

from typing import Any

import traitlets

from cnnlab.session import LabSession
from labhelpers.front_end import FrontEnd, whole_number

MOST_FILTERS = 256


class FirstLayer(FrontEnd):
    """The first layer's kernels while a network learns, and the map of the chosen one.

    is_on: whether a run is in training here. shown: what `told_first_layer` tells of it, {} before
        a digit was read. chosen: the kernel's place, from 0.

    The browser sends {"chosen": a place}.
    """

    heading = "Its first filters"

    is_on = traitlets.Bool(False).tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Int(0).tag(sync=True)

    def __init__(self, session: LabSession) -> None:
        super().__init__()
        self.session = session
        self._watcher = session.watcher
        self._watcher.observe(lambda _change: self.update(), ["run", "reading"])
        self._watcher.watch_map(self.chosen)
        session.do(self.update)

    def update(self) -> None:
        run = self._watcher.run
        reading = self._watcher.reading
        first = reading.first if reading else None
        with self.hold_sync():
            self.is_on = run is not None
            if run is None or reading is None:
                self.shown = {}
            elif first is not None:
                self.shown = first

    def receive(self, content: dict[str, Any], _buffers: object) -> None:
        """Have the map of the kernel that was chosen read from now on."""
        self.chosen = whole_number("The filter", content.get("chosen"), 0, MOST_FILTERS - 1)
        self._watcher.watch_map(self.chosen)

    def refuse(self, sentence: str) -> None:
        self.session.say(sentence)
