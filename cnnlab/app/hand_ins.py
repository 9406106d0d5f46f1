"""The options with which the served page takes hand-ins: where they go, and until when."""

import argparse
import logging
import os
import sys
from pathlib import Path

logger = logging.getLogger(__name__)

EXAMPLE = "2026-12-01T18:00"


def add_options(parser: argparse.ArgumentParser) -> None:
    where = "let students leave their hand-ins in FOLDER, and sign a receipt for each"
    parser.add_argument("--hand-ins", metavar="FOLDER", help=where)
    until = f"mark hand-ins after TIME, for example {EXAMPLE}, as late; none is refused"
    parser.add_argument("--until", metavar="TIME", help=until)


def begin(folder: str | None, until: str | None) -> None:
    """Make the folder, and tell the pages' kernels of it; exit with a sentence where that fails.

    folder, until: what was typed, None for nothing.
    """
    if folder is None:
        if until is not None:
            sys.exit("--until needs --hand-ins FOLDER: without it nothing is handed in here.")
        return
    from cnnlab.report import drop

    try:
        drop.moment(until or "")
    except ValueError:
        logger.info("No time", exc_info=True)
        sys.exit(f"--until came as {until!r}; expected a time such as {EXAMPLE}.")
    place = Path(folder).absolute()
    try:
        drop.open_drop(place)
    except OSError as error:
        logger.info("No folder for hand-ins", exc_info=True)
        advice = "Let --hand-ins name a folder that you may write in."
        sys.exit(f"No hand-ins can be taken in {place} ({error.strerror or error}). {advice}")
    os.environ[drop.FOLDER] = str(place)  # the pages' kernels inherit both
    os.environ[drop.UNTIL] = until or ""
