"""Ends a student's run by the teacher's word; the page is told who ended it."""

from cnnlab.engine.client import Engine
from cnnlab.engine.requests import ENDED_BY_TEACHER
from cnnlab.runs import Run
from cnnlab.session.written_by_page import write_end
from labhelpers.events import Stopped


def end_run(engine: Engine, run: Run) -> None:
    """End a run that is on, at its next batch, or one that waits, at once.

    Raises LeaseError where somebody else has the run by now, and OSError where its end cannot
    be written.
    """
    is_heard = engine.request(run, "end")
    if not is_heard or engine.place(run) is not None:
        engine.withdraw(run)
    if not engine.has(run):
        engine.tell(run, write_end(run, Stopped(ENDED_BY_TEACHER), engine.id, None))
