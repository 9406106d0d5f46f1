"""The panel of step 03: one digit before and after preprocessing."""

import numpy as np
import traitlets

from cnnlab.widgets import markup
from cnnlab.widgets.pager import Pager
from labhelpers.preprocess import add_channel_axis, one_hot, scale_images


class PreprocessPanel(Pager):
    """A training image of `digits`, from `load_digits`, before and after preprocessing."""

    heading = "A digit before and after preprocessing"
    unit = traitlets.Unicode("Image").tag(sync=True)

    def show(self, position: int) -> None:
        # With Matplotlib, half a second: not before there is something to draw.
        from labhelpers import figures

        label = int(self.digits.train_labels[position])
        before = self.digits.train_images[position]
        after = add_channel_axis(scale_images(before[None]))[0]
        code = ", ".join(f"{number:.0f}" for number in one_hot([label])[0])
        self.position = position
        self.last = len(self.digits.train_labels) - 1
        self.caption = (
            f"Training image {position:,}. "
            f"Before: {_describe(before)}, label {label}. "
            f"After: {_describe(after)}, label [{code}].{self.source}"
        )
        figure = figures.plot_before_after(before, after, dataset=self.digits.name)
        alt = f"A handwritten {label} before and after preprocessing"
        self.picture = markup.figure_html(figure, alt, min_width=720, by_night=True)


preprocess_panel = PreprocessPanel


def _describe(image: np.ndarray) -> str:
    return f"shape {image.shape}, {image.dtype}, {image.min():g} to {image.max():g}"
