"""`LivePlot`, the Keras callback that draws a `model.fit` while its cell runs."""

from IPython.display import display

from labhelpers.events import Event, Progress
from labhelpers.live_chart import LiveChart
from labhelpers.training import EventCallback


class LivePlot(EventCallback):
    """Shows loss and accuracy under the cell while `model.fit(..., callbacks=[LivePlot()])` runs.

    `chart` is the widget; `progress` is the state it shows. Interrupting the kernel ends `fit`
    well: the chart stays.
    """

    def __init__(self) -> None:
        super().__init__(self._draw)
        self.chart = LiveChart()
        self.progress = Progress()

    def on_train_begin(self, logs=None):
        self.progress = Progress()
        display(self.chart)
        super().on_train_begin(logs)

    def _draw(self, event: Event) -> None:
        self.progress = self.progress.after(event)
        self.chart.show(self.progress)
