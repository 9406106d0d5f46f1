"""How a hand-in is made and left on the server, and what the page says of it."""

import datetime
import logging
from collections.abc import Sequence
from typing import Any

from cnnlab.report import drop
from cnnlab.report.contents import Inspected
from cnnlab.report.hand_in import left_out_of
from cnnlab.report.hand_in_format import COSTS, MOST_BYTES
from cnnlab.report.typed_text import file_name
from cnnlab.runs import Run
from cnnlab.runs.bounds import beside
from cnnlab.runs.guess_words import guess_in_words
from cnnlab.runs.handed_in import keep_receipt, receipt_of
from cnnlab.session.open_book import RunSummary

logger = logging.getLogger(__name__)

# What each form of a report is to a browser.
TYPES = {"html": "text/html", "zip": "application/zip", "server": "application/zip"}
MEGABYTE = 1_000_000


def choices(rows: Sequence[RunSummary]) -> list[tuple[str, str]]:
    """Return name and title of the runs that may be handed in: those that were measured.

    Finished ones come first; the title of another says what it is.
    """
    measured = [row for row in rows if row.accuracy is not None]
    measured.sort(key=lambda row: row.progress.status != "finished")
    return [(row.run.name, _title(row)) for row in measured]


def guess_hint(run: Run) -> str:
    """Return what is added to the hint for the prediction where a guess was made; "" for none."""
    told = guess_in_words(run.guess)
    beside = "The report says how that came out: here is room for why."
    return f" Before this run: {told} {beside}" if told else ""


def _title(row: RunSummary) -> str:
    status = row.progress.status
    return row.run.title if status == "finished" else f"{row.run.title}, {status}"


def said_of(place: drop.Drop | None) -> str:
    """Return in a sentence what handing in on this server means; "" where it takes nothing."""
    if place is None:
        return ""
    what = "Hand in leaves the zip with your teacher and gives you a copy with a signed receipt."
    kept = f"the {drop.MOST_EARLIER} before it are kept"
    again = f"You may do it again: the newest counts, and {kept}."
    if place.until is None:
        return f"{what} {again}"
    return f"{what} It is in time until {in_words(place.until)}. {again}"


def make(
    run: Run, form: str, name: Any, register: Any, inspection: Inspected | None
) -> tuple[str, bytes, str]:
    """Return a report's file name, its bytes, and what was done with it.

    form: "html", "zip", or "server" for a zip that is left on the server, too.
    Raises ValueError, with a sentence, where it cannot be made or taken.
    """
    # With Matplotlib, half a second: not before there is a report to make.
    from cnnlab.report import report

    if form == "html":
        content = report.report_html(run, name, register, inspection).encode()
        file = file_name(name, register, ".html")
        return file, content, f"{file} ({_size(content)}) goes to your browser's downloads."
    content = report.report_zip(run, name, register, inspection)
    file = file_name(name, register, ".zip")
    without = _without(content)
    if form == "zip":
        status = f"{file} ({_size(content)}) goes to your browser's downloads."
        return file, content, f"{status}{without}"
    place = drop.drop_here()
    if place is None:
        raise ValueError("This server takes no hand-ins. Download the zip instead.")
    if len(content) > MOST_BYTES:
        came = f"The zip has {beside(len(content), MOST_BYTES, MEGABYTE, '.1f')} MB"
        raise ValueError(f"{came}; at most {MOST_BYTES / MEGABYTE:g} MB are taken.")
    try:
        content, receipt = drop.take(place, content, name, register)
    except OSError as error:
        logger.exception("A hand-in could not be taken in %s", place.folder)
        came = f"The hand-in could not be left on the server ({error.strerror or error})."
        raise ValueError(f"{came} Download the zip and tell your teacher.") from error
    _keep(run, receipt)
    status = f"{file} was handed in; your copy goes to your browser's downloads."
    return file, content, f"{status}{without}"


def _without(content: bytes) -> str:
    """Return what is not in a zip, and what that means, after a blank; "" where all of it is."""
    left_out = left_out_of(content)
    return "".join(
        f" {name} is not in it: {why.rstrip('.')}. {COSTS[name]}" for name, why in left_out.items()
    )


def _keep(run: Run, receipt: dict[str, Any]) -> None:
    try:
        keep_receipt(run, receipt)
    except OSError:  # it stands in the student's copy, too
        logger.warning("A receipt of %s could not be kept.", run.folder, exc_info=True)


def receipt_lines(run: Run) -> list[str]:
    """Return what the page shows of a run's receipt, [] where there is none."""
    receipt = receipt_of(run)
    if not receipt:
        return []
    when = in_words(datetime.datetime.fromisoformat(receipt["time"]))
    late = "late" if receipt["late"] else "in time"
    marked = f", {late}" if receipt["until"] else ""
    return [
        f"This run was handed in on {when}{marked}.",
        f"Receipt {receipt['signature'][:16]}; the whole of it is receipt.json in your copy.",
        "What you write or train after that is not in it: hand in again.",
    ]


def in_words(moment: datetime.datetime) -> str:
    """Return a time as "1 December 2026, 18:00"."""
    return f"{moment.day} {moment.strftime('%B %Y, %H:%M')}"


def _size(content: bytes) -> str:
    return f"{len(content) / 1000:,.0f} kB"
