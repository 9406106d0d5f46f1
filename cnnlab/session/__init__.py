"""What a page knows: the next run, the book of runs, the run in training. No widgets."""

from cnnlab.session.inspector import Inspection
from cnnlab.session.lab_session import LabSession
from cnnlab.session.newest import Newest
from cnnlab.session.next_run import NextRun
from cnnlab.session.open_book import OpenBook
from cnnlab.session.part import watch
from cnnlab.session.watcher import Reading

__all__ = ["Inspection", "LabSession", "Newest", "NextRun", "OpenBook", "Reading", "watch"]
