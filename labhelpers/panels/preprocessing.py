"""The panel of step 03: one digit before and after preprocessing."""

from labhelpers.panels import parts
from labhelpers.preprocess import add_channel_axis, one_hot, scale_images


def preprocess_panel(digits):
    """Return a panel that shows a training image of `digits`, from `load_digits`, before and after preprocessing."""
    return PreprocessPanel(digits)


class PreprocessPanel(parts.Panel):
    """A box for the image's number, buttons to the neighbours, and the two pictures."""

    heading = "A digit before and after preprocessing"

    def __init__(self, digits):
        self.digits, self.notice = digits, parts.Notice()
        last = len(digits.train_labels) - 1
        hint = f"Which training image, from 0 to {last:,}"
        self.position = parts.NumberBox("Image", 0, 0, last, hint, self.notice.say)
        self.previous = parts.button("Previous image", lambda: self.show(self.position.value - 1))
        self.next = parts.button("Next image", lambda: self.show(self.position.value + 1))
        self.caption, self.picture = parts.text(), parts.text()
        self.position.observe(lambda _: self._draw(), "value")
        self._draw()
        controls = parts.row(self.position, self.previous, self.next)
        super().__init__([controls, self.caption, self.picture, self.notice])

    def show(self, position):
        """Show the training image at `position`; one beyond the ends leaves the first or the last."""
        self.position.value = min(max(position, 0), self.position.max)

    def _draw(self):
        from labhelpers import figures  # with Matplotlib, half a second: not before there is something to draw

        self.notice.say("")
        position = self.position.value
        self.previous.disabled, self.next.disabled = position == 0, position == self.position.max
        before = self.digits.train_images[position : position + 1]
        label = int(self.digits.train_labels[position])
        after = add_channel_axis(scale_images(before))
        code = ", ".join(f"{number:.0f}" for number in one_hot([label])[0])
        self.caption.value = parts.paragraph(
            f"Training image {position:,}. Before: shape {before[0].shape}, {before.dtype}, "
            f"{before.min()} to {before.max()}, label {label}. After: shape {after[0].shape}, {after.dtype}, "
            f"{after.min():g} to {after.max():g}, label [{code}]. Data set: {self.digits.reason}"
        )
        figure = figures.plot_before_after(before[0], after[0], dataset=self.digits.name)
        alt = f"A handwritten {label} before and after preprocessing"
        self.picture.value = parts.figure_html(figure, alt, min_width=720)
