"""What is on disk: a run's folder, and books of runs."""

from cnnlab.runs.book import Book, all_runs, runs_folder
from cnnlab.runs.damaged import DamagedRun
from cnnlab.runs.folder import RunFolder
from cnnlab.runs.run import Run

__all__ = ["Book", "DamagedRun", "Run", "RunFolder", "all_runs", "runs_folder"]
