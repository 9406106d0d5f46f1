"""`LivePlot`, the Keras callback that draws a `model.fit` while its cell runs."""

from IPython import get_ipython
from IPython.display import DisplayHandle

from labhelpers import cell_output
from labhelpers.events import Event, Progress
from labhelpers.figures import figure_png
from labhelpers.figures.curves import plot_progress, progress_in_words
from labhelpers.live_chart import LiveChart
from labhelpers.training import EventCallback


class LivePlot(EventCallback):
    """Shows loss and accuracy under the cell while `model.fit(..., callbacks=[LivePlot()])` runs.

    Then a picture of the same curves takes the chart's place, because a saved notebook keeps
    pictures and no widgets; so it does where `fit` is interrupted or ends with an error.
    `chart` is the widget, which a cell of its own shows again; `progress` is the state it shows.
    """

    def __init__(self) -> None:
        super().__init__(self._draw)
        self.chart = LiveChart()
        self.progress = Progress()
        self._place: DisplayHandle | None = None

    def on_train_begin(self, logs=None):
        self._keep_picture()
        self.progress = Progress()
        if shell := get_ipython():
            self._place = cell_output.show(self.chart)
            # Keras tells a callback nothing of an interrupt or an error.
            shell.events.register("post_execute", self._keep_picture)
        super().on_train_begin(logs)

    def on_train_end(self, logs=None):
        super().on_train_end(logs)
        self._keep_picture()

    def _draw(self, event: Event) -> None:
        self.progress = self.progress.after(event)
        self.chart.show(self.progress)

    def _keep_picture(self) -> None:
        if self._place is None:
            return
        get_ipython().events.unregister("post_execute", self._keep_picture)
        place, self._place = self._place, None
        png = figure_png(plot_progress(self.progress))
        alt = f"Loss and accuracy: {progress_in_words(self.progress)}"
        picture = {"image/png": png, "text/plain": repr(self.chart)}
        place.update(picture, raw=True, metadata={"image/png": {"alt": alt}})
