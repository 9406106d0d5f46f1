"""A book on disk: one student's set of run folders, with a trash."""

import contextlib
import datetime
import os
import secrets
import shutil
import time
from pathlib import Path

from cnnlab.runs.run import Run, checked_name
from labhelpers.files import PROJECT_ROOT, move

TRASH = ".trash"
SECONDS_IN_TRASH = 30 * 24 * 3600


def runs_folder():
    """Return the folder of all books: `LAB_RUNS`, or runs/ at the project's root."""
    return Path(os.environ.get("LAB_RUNS") or PROJECT_ROOT / "runs").absolute()


class Book:
    """One student's runs, newest first; "default" outside a shared page."""

    def __init__(self, name="default", root=None):
        self.name = checked_name("book", name)
        self.folder = Path(root or runs_folder()).absolute() / self.name

    def new_run(self, cnn, training, source="auto", dataset=""):
        """Return a new `Run`, not written yet: whoever wants it kept calls its `save`."""
        created = time.time()
        stamp = datetime.datetime.fromtimestamp(created).strftime("%Y%m%d-%H%M%S")
        return Run(
            self.folder / f"{stamp}-{secrets.token_hex(3)}", cnn, training, source, dataset, created
        )

    def runs(self):
        """Return the book's runs, newest first; folders that hold no run are passed over."""
        found = []
        for path in self.folder.glob("*/run.json"):
            with contextlib.suppress(ValueError):
                found.append(Run.load(path.parent))
        return sorted(found, key=lambda run: run.created, reverse=True)

    def run(self, name):
        """Return the run called `name`; ValueError where the book has none."""
        return Run.load(self.folder / checked_name("run", name))

    def latest_finished(self):
        """Return the newest run that finished and was measured; None where there is none."""
        return next(
            (run for run in self.runs() if run.progress.status == "finished" and run.metrics), None
        )

    def delete(self, run):
        """Move a run's folder into the trash, from where `restore` brings it back; OSError where that cannot be."""
        folder, trashed = self._places(run)
        trashed.parent.mkdir(exist_ok=True)
        move(folder, trashed)
        with contextlib.suppress(OSError):
            os.utime(trashed)  # when it was deleted

    def restore(self, run):
        """Move a deleted run's folder back; OSError where it is not in the trash any more, or cannot be moved."""
        folder, trashed = self._places(run)
        move(trashed, folder)

    def _places(self, run):
        name = checked_name("run", run.name)
        return self.folder / name, self.folder / TRASH / name

    def empty_trash(self):
        """Remove what was deleted more than 30 days ago."""
        for path in self.folder.glob(f"{TRASH}/*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > SECONDS_IN_TRASH:
                    shutil.rmtree(path)
