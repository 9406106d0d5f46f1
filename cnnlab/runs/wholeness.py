"""What is wrong with the files of a run that can be read for the rest, and what that costs."""

from typing import Any

from cnnlab.runs.json_files import DamagedFileError, cannot_be_read, log_once
from cnnlab.runs.plain_file import what_is_wrong_with_archive
from cnnlab.runs.run import Run
from labhelpers.events import Progress

# What each file is for, once a run has finished.
COSTS = {
    "predictions.npz": "no test digits can be shown",
    "model.keras": "its network reads no drawings",
}
NOT_MEASURED = "It was not measured on the test images, so it has no evaluation."
BEGINS_ANEW = "so Resume begins anew"


def problem_of(run: Run, progress: Progress, lost: str) -> str:
    """Return sentences on what of a run's files is missing or cannot be read; "" for nothing.

    progress: the run's state as it is on disk; where that cannot be read, it says so itself.
    lost: what `measured` says.
    """
    found = [run.problem, lost]
    found += [_archive_problem(run, name, progress) for name in COSTS]
    if progress.status == "paused":
        found.append(checkpoint_problem(run, progress))
    return " ".join(filter(None, found))


def remarks_on(run: Run, progress: Progress) -> str:
    """Return sentences on what there is not of a run that somebody wants to see, and why."""
    metrics, lost = measured(run, progress)
    was_never_measured = not metrics and not lost and not progress.is_active
    found = [NOT_MEASURED if was_never_measured else ""]
    found.append(progress.message if progress.status == "damaged" else "")
    found.append(problem_of(run, progress, lost))
    return " ".join(filter(None, found))


def measured(run: Run, progress: Progress) -> tuple[dict[str, Any] | None, str]:
    """Return a run's metrics, None for none, and why one that was measured has none, or ""."""
    try:
        metrics = run.read_metrics()
    except DamagedFileError as error:
        log_once(run.folder / "metrics.json", str(error))
        return None, f"{error}, so its evaluation is lost."
    is_missing = metrics is None and progress.status == "finished"
    return metrics, "metrics.json is missing, so its evaluation is lost." if is_missing else ""


def checkpoint_problem(run: Run, progress: Progress) -> str:
    """Return why a paused run cannot go on from where it was; "" where nothing speaks against it.

    Its content is read when it goes on.
    """
    path = run.folder / "checkpoint.npz"
    wrong = what_is_wrong_with_archive(path)
    if wrong == "it is missing":
        return f"{path.name} is missing, {BEGINS_ANEW}." if progress.epoch else ""
    return f"{cannot_be_read(path, wrong)}, {BEGINS_ANEW}." if wrong else ""


def where_it_goes_on(run: Run) -> str:
    """Return from where a paused run goes on, for a sentence: one cut off early has no checkpoint.

    Its content is read when it goes on.
    """
    is_there = (run.folder / "checkpoint.npz").exists()
    return "from its last checkpoint" if is_there else "from the beginning"


def _archive_problem(run: Run, name: str, progress: Progress) -> str:
    path = run.folder / name
    wrong = what_is_wrong_with_archive(path)
    if not wrong:
        return ""
    if wrong == "it is missing":
        return f"{name} is missing, so {COSTS[name]}." if progress.status == "finished" else ""
    return f"{cannot_be_read(path, wrong)}, so {COSTS[name]}."
