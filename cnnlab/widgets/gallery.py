"""The gallery of step 02: one digit, a page of its images at a time."""

import numpy as np
import traitlets

from cnnlab.widgets import markup
from cnnlab.widgets.pager import Pager
from labhelpers.number_words import with_article

COLUMNS = 10
IMAGES_PER_PAGE = 3 * COLUMNS


class GalleryPanel(Pager):
    """The training images of one digit, 30 a page; digits: what `load_digits` returns."""

    heading = "Gallery of digits"
    unit = traitlets.Unicode("Page").tag(sync=True)
    digit = traitlets.Int(0).tag(sync=True)

    def show(self, position: int) -> None:
        found = np.flatnonzero(self.digits.train_labels == self.digit)
        first = position * IMAGES_PER_PAGE
        shown = found[first : first + IMAGES_PER_PAGE]
        self.position = position
        self.last = max(0, len(found) - 1) // IMAGES_PER_PAGE
        self.caption = (
            f"Page {position + 1} of {self.last + 1}: "
            f"{len(shown)} of the {len(found):,} training images of {with_article(self.digit)}."
            f"{self.source}"
        )
        self.picture = self._picture_of(shown)

    def _picture_of(self, shown: np.ndarray) -> str:
        """Return the training images with the positions `shown`, or a sentence for none."""
        if not len(shown):
            none = f"These digits hold no training image of {with_article(self.digit)}."
            return markup.paragraph(none)
        # With Matplotlib, half a second: not before there is something to draw.
        from labhelpers import figures

        images = self.digits.train_images[shown]
        figure = figures.plot_digits(images, columns=COLUMNS, dataset=self.digits.name)
        alt = f"{len(shown)} handwritten images of the digit {self.digit}"
        return markup.figure_html(figure, alt, by_night=True)


gallery_panel = GalleryPanel
