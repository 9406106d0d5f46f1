"""The panels of the page, each for a cell, too: `from cnnlab.widgets import training_panel`."""

from cnnlab.widgets.cover_it import cover_panel
from cnnlab.widgets.draw_pad import draw_panel
from cnnlab.widgets.evaluation import evaluation_panel
from cnnlab.widgets.first_pad import first_pad
from cnnlab.widgets.fool_it import fool_panel
from cnnlab.widgets.gallery import gallery_panel
from cnnlab.widgets.guess import guess_panel
from cnnlab.widgets.hand_in import hand_in_panel, program_panel
from cnnlab.widgets.network import network_panel
from cnnlab.widgets.preprocessing import preprocess_panel
from cnnlab.widgets.training import training_panel

__all__ = [
    "cover_panel",
    "draw_panel",
    "evaluation_panel",
    "first_pad",
    "fool_panel",
    "gallery_panel",
    "guess_panel",
    "hand_in_panel",
    "network_panel",
    "preprocess_panel",
    "program_panel",
    "training_panel",
]
