"""Canaries for ipywidgets: what the page uses of it beyond what it promises, tried for real.

Where one of them fails after an upgrade, its docstring says what in the lab would break.
"""

import ipywidgets


def test_it_hands_all_state_from_a_browser_to_set_state(browser_comm):
    """`front_end.FrontEnd` and `slider.Slider`: Widget.set_state, send_state.

    A visitor could change any state of a widget, past the checks; a slider that was set to a
    wrong value would go on showing it.
    """
    came = []

    class Guarded(ipywidgets.IntSlider):
        def set_state(self, sync_data):
            came.append(sync_data)
            super().set_state({"value": 7})

    slider = Guarded(value=3)
    slider.comm.receive(method="update", state={"value": 99, "max": 1000}, buffer_paths=[])
    assert came == [{"value": 99, "max": 1000}]
    assert (slider.value, slider.max) == (7, 100)
    slider.send_state("value")
    assert slider.comm.sent[-1]["state"] == {"value": 7}
