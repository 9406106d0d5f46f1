"""The choices for the next run that have no slider: a preset, or each by itself under "More"."""

import dataclasses
import reprlib

import traitlets

from cnnlab.session import NextRun, watch
from labhelpers.config import PRESETS, CnnConfig, TrainingConfig, preset_choices
from labhelpers.front_end import FrontEnd

FIELDS = (*dataclasses.fields(CnnConfig), *dataclasses.fields(TrainingConfig))


class Choices(FrontEnd):
    """A menu of presets and, under "More", a control for each choice; choices.js has their words.

    values: all choices, by name.
    preset: the name of the preset that they are, "" for choices of one's own.
    ranges: the least and the greatest value of each number.

    The browser sends {"name", "value"} of a choice, or of the "preset"; the configurations
    check the value.
    """

    text_form = "Choices for the next run (run the cell to see them)"

    values = traitlets.Dict().tag(sync=True)
    preset = traitlets.Unicode().tag(sync=True)
    ranges = traitlets.Dict(
        {x.name: x.metadata["range"] for x in FIELDS if "range" in x.metadata}
    ).tag(sync=True)

    def __init__(self, next_run: NextRun) -> None:
        super().__init__()
        self.next_run = next_run
        watch(self.update, next_run)

    def update(self):
        self.values = values = self.next_run.choices
        self.preset = next(
            (name for name in PRESETS if preset_choices(name).items() <= values.items()), ""
        )

    def receive(self, content, _buffers):
        name, value = content.get("name"), content.get("value")
        if name == "preset" and value in list(PRESETS):
            self.next_run.choose(**preset_choices(value))
        elif name in list(self.values):
            self.next_run.choose(**{name: value})
        else:
            came = f"{reprlib.repr(name)} with {reprlib.repr(value)}"
            raise ValueError(
                f"The choice came as {came}; expected one that the page offers. Reload the page."
            )
        self.send({})  # a view whose value was refused shows again what holds

    def refuse(self, sentence):
        self.next_run.say(sentence)
