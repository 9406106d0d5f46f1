"""The gallery of step 02: one digit, a page of its images at a time."""

import numpy as np

from labhelpers.config import NUM_CLASSES
from labhelpers.evaluation import with_article
from labhelpers.panels import parts

COLUMNS = 10
IMAGES_PER_PAGE = 3 * COLUMNS


def gallery_panel(digits):
    """Return a panel that shows the training images of one digit, 30 a page; digits: what `load_digits` returns."""
    return GalleryPanel(digits)


class GalleryPanel(parts.Panel):
    """A digit chooser, a grid of images, and buttons to turn the page."""

    heading = "Gallery of digits"

    def __init__(self, digits):
        self.digits, self.notice = digits, parts.Notice()
        self.chooser = parts.Chooser("Digit", list(range(NUM_CLASSES)), 0, self.notice.say)
        self.previous = parts.button("Previous page", lambda: self.turn_to(self.page - 1))
        self.next = parts.button("Next page", lambda: self.turn_to(self.page + 1))
        self.caption, self.picture = parts.text(), parts.text()
        self.chooser.observe(lambda _: self.turn_to(0), "value")
        self.turn_to(0)
        buttons = parts.row(self.previous, self.next)
        super().__init__([self.chooser, buttons, self.caption, self.picture, self.notice])

    def turn_to(self, page):
        """Show `page`, counted from 0; a page that does not exist leaves the last or the first one."""
        from labhelpers import figures  # with Matplotlib, half a second: not before there is something to draw

        digit = self.chooser.value
        positions = np.flatnonzero(self.digits.train_labels == digit)
        last = max(0, len(positions) - 1) // IMAGES_PER_PAGE
        self.page = min(max(page, 0), last)
        self.previous.disabled, self.next.disabled = self.page == 0, self.page == last
        self.notice.say("")
        shown = positions[self.page * IMAGES_PER_PAGE : (self.page + 1) * IMAGES_PER_PAGE]
        self.caption.value = parts.paragraph(
            f"Page {self.page + 1} of {last + 1}: {len(shown)} of the {len(positions):,} training images of "
            f"{with_article(digit)}. Data set: {self.digits.reason}"
        )
        if not len(shown):
            self.picture.value = parts.paragraph(f"These digits hold no training image of {with_article(digit)}.")
            return
        figure = figures.plot_digits(self.digits.train_images[shown], columns=COLUMNS, dataset=self.digits.name)
        self.picture.value = parts.figure_html(figure, f"{len(shown)} handwritten images of the digit {digit}")
