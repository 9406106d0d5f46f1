"""The warm process that recomputes, from outside: started once, and again where it died."""

import logging
from pathlib import Path
from typing import Any

from cnnlab.desk import limits
from cnnlab.desk.apart import Apart, ApartError
from cnnlab.desk.reading import CHECKED
from labhelpers.quiet import quiet_stderr

logger = logging.getLogger(__name__)


def recompute(**question: Any) -> dict[str, Any]:
    """Do what `network.recompute` does; TensorFlow is imported with the first question."""
    with quiet_stderr():
        from cnnlab.desk import network

    return network.recompute(**question) if question else {}


class Recomputer:
    """Asks the warm process, one hand-in after another."""

    def __init__(self, processes: Any) -> None:
        self._processes = processes
        self._warm: Apart | None = None

    @property
    def pid(self) -> int | None:
        return self._warm.pid if self._warm else None

    def recompute(self, read: dict[str, Any], folder: Path) -> dict[str, Any]:
        """Return what a hand-in's network reads; ApartError where it gives no answer.

        read: what `reading.read` returned for it; folder: where that kept the arrays.
        """
        hand_in = read["hand_in"]
        is_new = self._warm is None
        warm = self._warm = self._warm or Apart(self._processes, recompute)
        try:
            if is_new:
                warm.ask(limits.SECONDS_OF_SILENCE)
            return warm.ask(
                limits.SECONDS_OF_SILENCE,
                file=str(folder / CHECKED),
                dataset=hand_in["data"]["dataset"],
                cnn=hand_in["cnn"],
                training=hand_in["training"],
                with_validation=hand_in["run"]["status"] == "finished",
                seconds=limits.SECONDS_TO_RECOMPUTE,
            )
        except ApartError:
            logger.warning("%s was not recomputed", folder, exc_info=True)
            self.end()
            raise

    def end(self) -> None:
        if self._warm is not None:
            self._warm.end()
            self._warm = None
