"""All that the wall shows at one moment, put together from the disk, the queue and the pages."""

import dataclasses
import hmac
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from cnnlab.engine.queue_now import QueueNow, RunOn, RunWaiting
from cnnlab.runs import Run
from cnnlab.runs.class_folder import message_to_all
from cnnlab.runs.told_choices import told_choices
from cnnlab.wall.class_matrix import class_matrix
from cnnlab.wall.dots import ALWAYS, NEVER, accuracy_of, class_dots
from cnnlab.wall.protocol import ClassQueue, StepCount, WallRun, WallState
from cnnlab.wall.seen_runs import SeenRuns

# An older run is of an earlier class, unless all are asked for.
HOURS_OF_A_CLASS = 12
SECONDS_OF_AN_HOUR = 3600
LONG_MINUTES = 10
NO_QUEUE = QueueNow(False, [], [])


@dataclasses.dataclass(frozen=True)
class Pages:
    """The pages that are open. steps: of those that have said where they are, the step and since
    when; 0 is the first screen."""

    number: int
    most: int
    visitors: int
    steps: Sequence[tuple[int, float]]


class ClassWall:
    """What there is of the class, for one thread at a time.

    secret: what makes the ids of runs, which say nothing of books. step_titles: that of the
    first screen, then the six steps'.
    """

    def __init__(self, secret: str, step_titles: Sequence[str]) -> None:
        self._secret = secret.encode()
        self._step_titles = step_titles
        self._runs = SeenRuns()
        self._asking = threading.Lock()
        self._named: dict[str, Path] = {}

    def state(self, pages: Pages, queue: QueueNow | None, problem: str, hours: int) -> WallState:
        """Return all that the wall shows.

        queue: None where it is not known, which `problem` says. hours: how old runs may be; 0
        for any age.
        """
        with self._asking:
            seen = self._runs.look()
            queued = self._queue(queue or NO_QUEUE, problem)
        oldest = time.time() - hours * SECONDS_OF_AN_HOUR if hours else 0.0
        recent = [run for run in seen if run.created >= oldest]
        on = {Path(run.folder): run.progress for run in (queue or NO_QUEUE).on}
        return {
            "pages": pages.number,
            "most_pages": pages.most,
            "visitors": pages.visitors,
            "queue": queued,
            "runs": class_dots(recent, on),
            "matrix": class_matrix(recent),
            "steps": self._steps(pages),
            "long_minutes": LONG_MINUTES,
            "message": message_to_all().text,
            "hours": hours,
        }

    def run_called(self, name: object) -> Run:
        """Return the run that the wall showed under an id; ValueError where there is none."""
        folder = self._named.get(name) if isinstance(name, str) else None
        seen = self._runs.run_in(folder) if folder else None
        if seen is None:
            raise ValueError("That run is not on any more, so there was nothing to end.")
        return seen.run

    def _queue(self, queue: QueueNow, problem: str) -> ClassQueue:
        folders = [run.folder for run in queue.on] + [run.folder for run in queue.waiting]
        self._named = {self._name(folder): Path(folder) for folder in folders}
        return {
            "is_paused": queue.is_paused,
            "problem": problem,
            "on": [self._on(run) for run in queue.on],
            "waiting": [self._waiting(run) for run in queue.waiting],
        }

    def _on(self, run: RunOn) -> WallRun:
        seen = self._runs.run_in(Path(run.folder))
        state = run.progress
        return {
            "id": self._name(run.folder),
            "told": self._told(run.folder),
            "share": round(state.fraction, 4),
            "accuracy": accuracy_of(state, seen.training if seen else None),
            "seconds": round(run.seconds, 1),
        }

    def _waiting(self, run: RunWaiting) -> WallRun:
        seen = self._runs.run_in(Path(run.folder))
        seconds = run.place.seconds
        return {
            "id": self._name(run.folder),
            "told": self._told(run.folder),
            "share": round(seen.progress.fraction, 4) if seen else 0.0,
            "accuracy": accuracy_of(seen.progress, seen.training) if seen else None,
            "seconds": None if seconds is None else round(seconds, 1),
        }

    def _told(self, folder: str) -> list[str]:
        seen = self._runs.run_in(Path(folder))
        if seen is None:
            return []
        return [phrase for phrase, _is_unusual in told_choices(seen.run, ALWAYS, NEVER)]

    def _name(self, folder: str) -> str:
        return hmac.new(self._secret, folder.encode(), "sha256").hexdigest()[:16]

    def _steps(self, pages: Pages) -> list[StepCount]:
        now = time.time()
        counts: list[StepCount] = []
        for number, title in enumerate(self._step_titles):
            since = [at for step, at in pages.steps if step == number]
            long = sum(now - at > 60 * LONG_MINUTES for at in since)
            counts.append({"title": title, "pages": len(since), "long": long})
        return counts
