"""The gallery of step 02: one digit, a page of its images at a time."""

import numpy as np
import traitlets

from cnnlab.widgets import markup
from cnnlab.widgets.pager import Pages
from labhelpers.wording import with_article

COLUMNS = 10
IMAGES_PER_PAGE = 3 * COLUMNS


class GalleryPanel(Pages):
    """The training images of one digit, 30 a page; digits: what `load_digits` returns."""

    text_form = "Gallery of digits (run this cell to use it)"
    unit = traitlets.Unicode("Page").tag(sync=True)
    digit = traitlets.Int(0).tag(sync=True)

    def show(self, position):
        # With Matplotlib, half a second: not before there is something to draw.
        from labhelpers import figures

        found = np.flatnonzero(self.digits.train_labels == self.digit)
        self.position, self.last = position, max(0, len(found) - 1) // IMAGES_PER_PAGE
        shown = found[position * IMAGES_PER_PAGE : (position + 1) * IMAGES_PER_PAGE]
        self.caption = (
            f"Page {position + 1} of {self.last + 1}: {len(shown)} of the {len(found):,} training images of "
            f"{with_article(self.digit)}. Data set: {self.digits.reason}"
        )
        if not len(shown):
            self.picture = markup.paragraph(
                f"These digits hold no training image of {with_article(self.digit)}."
            )
            return
        figure = figures.plot_digits(
            self.digits.train_images[shown], columns=COLUMNS, dataset=self.digits.name
        )
        self.picture = markup.figure_html(
            figure, f"{len(shown)} handwritten images of the digit {self.digit}"
        )


gallery_panel = GalleryPanel
