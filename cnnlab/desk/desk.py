"""The desk: a folder of hand-ins, read, recomputed and compared, one row for each."""

import concurrent.futures
import dataclasses
import logging
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cnnlab.desk import edited, limits, reading, rows, together, versions
from cnnlab.desk.apart import ApartError, context, once
from cnnlab.desk.collecting import collected
from cnnlab.desk.comparing import compared
from cnnlab.desk.guessed import how_it_came_out
from cnnlab.desk.recomputing import Recomputer
from cnnlab.desk.remarks import BROKEN, Remark
from cnnlab.desk.retraining import retrain
from cnnlab.desk.sent import Sent
from labhelpers.digits import load_digits

logger = logging.getLogger(__name__)

READERS = 2
PRELOAD = ["cnnlab.desk.reading", "sklearn.metrics"]
Tell = Callable[[int, int, str], None]


@dataclasses.dataclass(frozen=True)
class Settings:
    """What is looked at, and how.

    folder: the hand-ins; to: where the desk writes. retrain: how many are trained again. key: the
    folder of the server's key, None for `folder`.
    """

    folder: Path
    to: Path
    retrain: int = 0
    key: Path | None = None


def rows_of(settings: Settings, tell: Tell = lambda *_: None) -> list[rows.Row]:
    """Return a row for each hand-in; tell: called with (done, of how many, what) meanwhile."""
    with tempfile.TemporaryDirectory(prefix="cnn-lab-desk-") as name:
        work = Path(name)
        (work / "unpacked").mkdir()
        sent = collected(settings.folder, work / "unpacked", settings.to)
        _unpack_digits()
        processes = context(PRELOAD)
        recomputer = Recomputer(processes)
        try:
            found = []
            for number, row in enumerate(_read_all(sent, work, settings, recomputer), start=1):
                found.append(row)
                tell(number, len(sent), row["file"])
        finally:
            recomputer.end()
        retrain(processes, found, settings.retrain, tell)
        was_read = [row for row in found if row["is_read"]]
        edited.settled(was_read)
        versions.tell_of_others(was_read)
        for number, remarks in together.remarks_on(was_read).items():
            rows.add(found[number - 1], remarks)
        return found


def _unpack_digits() -> None:
    """Have the digits in the cache that all processes share, before many of them want it."""
    load_digits("auto")
    load_digits("embedded")


def _read_all(
    sent: list[Sent], work: Path, settings: Settings, recomputer: Recomputer
) -> Iterator[rows.Row]:
    """Yield the rows in order; while one is recomputed, the next ones are read."""
    processes = context(PRELOAD)
    key = str(settings.key or settings.folder)

    def read(number: int, one: Sent) -> dict[str, Any] | str:
        folder = work / f"{number:05}"
        folder.mkdir()
        if one.problem:
            return one.problem
        try:
            question = {"path": str(one.path), "folder": str(folder), "key": key}
            seconds = limits.SECONDS_TO_READ
            return once(processes, reading.read, seconds, limits.MEMORY_TO_READ, **question)
        except ApartError as error:
            logger.info("%s could not be read", one.label, exc_info=True)
            return str(error)

    with concurrent.futures.ThreadPoolExecutor(READERS) as readers:
        waiting = [readers.submit(read, number, one) for number, one in enumerate(sent, start=1)]
        for number, (one, future) in enumerate(zip(sent, waiting, strict=True), start=1):
            found = future.result()
            if isinstance(found, str):
                yield rows.broken_row(number, one, found)
            else:
                yield _recomputed(number, one, found, work / f"{number:05}", recomputer)


def _recomputed(
    number: int, one: Sent, read: dict[str, Any], folder: Path, recomputer: Recomputer
) -> rows.Row:
    row = rows.row_of(number, one, read)
    found = None
    if read["why_not"]:
        row["why_recomputed"] = read["why_not"]
    elif not read["has_weights"]:
        row["why_recomputed"] = "there are no weights that could be put into the network"
    else:
        try:
            found = recomputer.recompute(read, folder)
        except ApartError as error:
            row["why_recomputed"] = str(error)
            rows.add(row, [Remark(BROKEN, f"It could not be recomputed. {error}")])
    word, remarks = compared(read, found)
    row["recomputed"] = word
    row["recomputed_accuracy"] = found["accuracy"] if found else None
    row["confusion"] = found["confusion"] if found and "confusion" in found else row["confusion"]
    row["guessed"] = how_it_came_out(read["hand_in"], row["confusion"])
    rows.add(row, remarks)
    return row
