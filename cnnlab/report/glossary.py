"""The words of a report that its THEORY does not explain, from the lessons' glossary."""

import functools
import logging
import re

from labhelpers.files import PROJECT_ROOT

logger = logging.getLogger(__name__)

FILE = PROJECT_ROOT / "notebooks" / "GLOSSARY.md"
# As the glossary's rows begin.
WORDS = (
    "weight",
    "bias",
    "parameter",
    "channel",
    "loss",
    "gradient",
    "batch",
    "epoch",
    "one-hot",
    "training, validation, test images",
    "accuracy",
    "overfitting",
    "confusion matrix",
    "precision",
    "recall",
    "standard error",
)
ROW = re.compile(r"\|([^|]+)\|([^|]+)\|")
LESSON = re.compile(r"\s*\([\d, ]+\)")  # which lesson explains it


@functools.cache
def words() -> list[list[str]]:
    """Return [word, what it means] of each of `WORDS`; [] where the glossary is not there."""
    try:
        lines = FILE.read_text(encoding="utf-8").splitlines()
    except OSError:
        logger.warning("There is no glossary", exc_info=True)
        return []
    rows = [ROW.fullmatch(line) for line in lines]
    found = {LESSON.sub("", row[1]).strip(): row[2].strip() for row in rows if row}
    by_first = {named.split(", step")[0]: [named, meaning] for named, meaning in found.items()}
    return [by_first[word] for word in WORDS if word in by_first]
