"""Opening the digits, which may mean to download them."""

import logging
from collections.abc import Callable

from labhelpers.digits import DataError, Digits, load_digits
from labhelpers.number_words import percent

logger = logging.getLogger(__name__)


class DigitsOpener:
    """Opens the digits of a source, and can be told to give a download up.

    source: as in `load_digits`. use: called with the digits. say: called with sentences meanwhile.
    """

    def __init__(
        self, source: str, use: Callable[[Digits], None], say: Callable[[str], None]
    ) -> None:
        self._source = source
        self._use = use
        self._say = say
        self.is_cancelled = False

    def open(self) -> None:
        """Open the digits; where that cannot be, say why."""
        try:
            digits = load_digits(self._source, self._say_fraction, lambda: self.is_cancelled)
        except DataError as error:
            logger.warning("The digits cannot be opened.", exc_info=True)
            self._say(str(error))
        else:
            self._use(digits)

    def cancel(self) -> None:
        """Give up on downloading MNIST and go on with the embedded digits."""
        self.is_cancelled = True

    def _say_fraction(self, fraction: float) -> None:
        self._say(f"Downloading MNIST: {percent(fraction)} of 11 MB.")
