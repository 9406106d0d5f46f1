"""The panel of step 03: one digit before and after preprocessing."""

import traitlets

from cnnlab.widgets import markup
from cnnlab.widgets.pager import Pages
from labhelpers.preprocess import add_channel_axis, one_hot, scale_images


class PreprocessPanel(Pages):
    """A training image of `digits`, from `load_digits`, before and after preprocessing."""

    text_form = "A digit before and after preprocessing (run this cell to use it)"
    unit = traitlets.Unicode("Image").tag(sync=True)

    def show(self, position):
        # With Matplotlib, half a second: not before there is something to draw.
        from labhelpers import figures

        self.position, self.last = position, len(self.digits.train_labels) - 1
        before, label = (
            self.digits.train_images[position : position + 1],
            int(self.digits.train_labels[position]),
        )
        after = add_channel_axis(scale_images(before))
        code = ", ".join(f"{number:.0f}" for number in one_hot([label])[0])
        self.caption = (
            f"Training image {position:,}. Before: shape {before[0].shape}, {before.dtype}, "
            f"{before.min()} to {before.max()}, label {label}. After: shape {after[0].shape}, {after.dtype}, "
            f"{after.min():g} to {after.max():g}, label [{code}]. Data set: {self.digits.reason}"
        )
        figure = figures.plot_before_after(before[0], after[0], dataset=self.digits.name)
        alt = f"A handwritten {label} before and after preprocessing"
        self.picture = markup.figure_html(figure, alt, min_width=720)


preprocess_panel = PreprocessPanel
