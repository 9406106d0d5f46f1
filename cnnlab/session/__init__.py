"""What a page knows: of its book of runs, and of the run in training. Traitlets, no widgets."""

from cnnlab.session.lab_session import LabSession

__all__ = ["LabSession"]
