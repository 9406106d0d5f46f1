"""A slider for one of the choices for the next run, which checks what the browser sends."""

import ipywidgets as widgets

from labhelpers.front_end import whole_number

# What a slider of more than one panel means.
FILTERS = "Filters of the first convolution; the second has twice as many"


class Slider(widgets.IntSlider):
    """A slider for a whole number among the choices for the next run.

    Its usual range is `low` to `high`. It shows what is chosen, and its range grows to hold
    that: a lesson's, an earlier run's or an address's value may lie outside. A client may send
    any state, bounds included. Whatever comes besides the value is dropped; a wrong value is
    answered with the right one, and the `NextRun` says what was wrong.

    next_run: a `NextRun`.
    name: the choice's, such as "kernel_size".
    hint: shown when the pointer rests on it.
    """

    def __init__(self, next_run, name, low, high, hint):
        layout, style = {"width": "min(100% - 4px, 440px)"}, {"description_width": "6.5em"}
        label = name.replace("_", " ").capitalize()
        super().__init__(
            low, low, high, description=label, tooltip=hint, layout=layout, style=style
        )
        self.next_run, self.choice, self._is_put = next_run, name, False
        self._put()
        # Of these alone: a run's news must not come between a move and its choice.
        next_run.observe(self._put, ["cnn", "training"])
        self.observe(self._choose, "value")

    def set_state(self, sync_data):
        """Called by ipywidgets with what the browser sent."""
        try:
            if "value" in sync_data:
                value = whole_number(self.description, sync_data["value"], self.min, self.max)
                super().set_state({"value": value})
        except ValueError as error:
            self.send_state("value")
            self.next_run.say(str(error))

    def _put(self, _change=None):
        """Show what is chosen, and make room for it."""
        value = self.next_run.choices[self.choice]
        self._is_put = True
        try:
            self.min, self.max, self.value = min(self.min, value), max(self.max, value), value
        finally:
            self._is_put = False

    def _choose(self, change):
        if not self._is_put:
            self.next_run.choose(**{self.choice: change["new"]})
