"""A cell of a real IPython, without a kernel, and what it leaves in a stored notebook."""

import types

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class Cell:
    """Runs source in which `names` are known, until `close`."""

    def __init__(self):
        own = types.ModuleType("cell")  # IPython would take the place of this process's __main__
        without_history = Config(HistoryManager={"enabled": False})
        self.shell = InteractiveShell.instance(user_module=own, config=without_history)
        self.shell.display_pub = CapturingDisplayPublisher()

    def run(self, source, **names):
        """Return the outputs as a notebook stores them, dictionaries by MIME type."""
        self.shell.push(names)
        self.shell.display_pub.outputs.clear()
        self.result = self.shell.run_cell(source)
        return self.stored()

    def stored(self):
        """Return what the cell shows now: what took another's place stands there alone."""
        outputs = {}
        for number, output in enumerate(self.shell.display_pub.outputs):
            place = (output["transient"] or {}).get("display_id", number)
            if place in outputs or not output["update"]:
                outputs[place] = output["data"]
        return list(outputs.values())

    def close(self):
        InteractiveShell.clear_instance()
