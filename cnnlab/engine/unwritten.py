"""What of a run could not be written to disk, and what its page says of that."""

import errno
from collections.abc import Callable

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
WRITTEN_AGAIN = "There was no room on the disk for a while. The run is kept again."


class Unwritten:
    """The last errors of what could not be written, until it is.

    Each is known by the function that writes it; what comes later replaces what came before.
    """

    def __init__(self) -> None:
        self._errors: dict[str, OSError] = {}

    def __bool__(self) -> bool:
        return bool(self._errors)

    def note(self, save: Callable[..., None], error: OSError) -> None:
        """Take note that `save` failed."""
        self._errors[save.__name__] = error

    def forget(self, save: Callable[..., None]) -> bool:
        """Take note that `save` has written; True where nothing else is left unwritten now."""
        was_unwritten = self._errors.pop(save.__name__, None) is not None
        return was_unwritten and not self._errors

    @property
    def is_for_want_of_room(self) -> bool:
        """Whether something is unwritten, and would be written if there were room."""
        return any(error.errno in FULL for error in self._errors.values())

    @property
    def sentence(self) -> str:
        """What is said while training goes on; "" where everything is written."""
        if not self.is_for_want_of_room:
            return self.sentence_at_end
        result = "Training goes on, and the run is kept if there is room before it ends."
        return f"{self._came} {result} Free some space, or tell your teacher."

    @property
    def sentence_at_end(self) -> str:
        """What is said of a run that has been trained; "" where everything is written."""
        if not self._errors:
            return ""
        if self.is_for_want_of_room:
            return f"{self._came} What it has learned since its last checkpoint is not kept."
        result = "Training goes on, but this run will not be kept."
        return f"{self._came} {result} Free some space, or make the folder of runs writable."

    @property
    def _came(self) -> str:
        error = next(iter(self._errors.values()))
        return f"The run cannot be written to disk ({error.strerror or error})."
