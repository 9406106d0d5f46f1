"""The choices for the next run: a menu of presets and, under "More", a control for each choice."""

import reprlib
from typing import Any

import traitlets

from cnnlab.session import NextRun, watch
from cnnlab.session.preset_choices import PRESET, preset_choices
from labhelpers.choice import Choice, Number, Value
from labhelpers.config import CHOICES
from labhelpers.front_end import FrontEnd
from labhelpers.presets import PRESETS

# The two sliders stand above; how many images are used is for notebooks and addresses.
NOT_UNDER_MORE = {"epochs", "filters", "num_train"}


class Choices(FrontEnd):
    """A menu of presets and, under "More", a control for each choice, with the words of `config`.

    values: all choices, by name.
    preset: the name of the preset that they are, "" for choices of one's own.
    preset_menu, controls: what `control` returns, of the menu of presets and of each choice.

    The browser sends {"name", "value"} of a choice, or of the "preset"; the configurations
    check the value.
    """

    heading = "Choices for the next run"

    values = traitlets.Dict().tag(sync=True)
    preset = traitlets.Unicode().tag(sync=True)
    preset_menu = traitlets.Dict().tag(sync=True)
    controls = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, next_run: NextRun) -> None:
        super().__init__()
        self.next_run = next_run
        watch(self.update, next_run)

    def update(self) -> None:
        values = self.next_run.choices
        preset = _preset_of(values)
        controls = [
            control(name, choice, values[name])
            for name, choice in CHOICES.items()
            if name not in NOT_UNDER_MORE
        ]
        with self.hold_sync():  # a menu comes together with the value that it shows
            self.values = values
            self.preset = preset
            self.preset_menu = control("preset", PRESET, preset)
            self.controls = controls

    def receive(self, content: dict[str, Any], _buffers: Any) -> None:
        name = content.get("name")
        value = content.get("value")
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

    def refuse(self, sentence: str) -> None:
        self.next_run.say(sentence)


def _preset_of(values: dict[str, Value]) -> str:
    for name in PRESETS:
        if preset_choices(name).items() <= values.items():
            return name
    return ""


def control(name: str, choice: Choice, value: Value) -> dict[str, Any]:
    """Return what the browser makes a control of: a menu with "options", else a box for a number.

    "options" are pairs of a value and its words; "low" and "high" bound the number in a box.
    """
    told: dict[str, Any] = {"name": name, "label": choice.label, "hint": choice.hint}
    menu = choice.menu(value)
    if menu:
        told["options"] = [[option.value, option.words] for option in menu]
    elif isinstance(choice, Number):
        told["low"] = choice.low
        told["high"] = choice.high
    return told
