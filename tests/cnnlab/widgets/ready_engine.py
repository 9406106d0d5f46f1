"""An engine that is there at once and answers by rule, for panels that ask one."""

import numpy as np

from cnnlab.runs.json_files import DamagedFileError


class ReadyEngine:
    """Reads a 3 in every image; asked: the names of the runs that were asked, in order.

    damaged: the names of runs whose network cannot be read.
    """

    is_connected = True

    def __init__(self, session):
        self.asked = []
        self.damaged = set()
        session.engine._engine = self

    def inspect(self, run, what, images, batches=None):
        self.asked.append(run.name)
        if run.name in self.damaged:
            raise DamagedFileError("This network cannot be read.")
        if what == "predict":
            return np.eye(10, dtype="float32")[np.full(len(images), 3)]
        return None

    def follow_readings(self, *_given):
        pass

    def watch(self, *_given):
        pass

    def close(self):
        pass
