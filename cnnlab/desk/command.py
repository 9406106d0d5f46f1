"""`cnn-lab desk`: reads a folder of hand-ins, writes the tables and pages, and says where."""

import contextlib
import sys
import time
import webbrowser
from pathlib import Path

from cnnlab.desk import retraining
from cnnlab.desk.collecting import check_to
from cnnlab.desk.desk import Settings, rows_of
from cnnlab.desk.rows import asks_for_a_look
from cnnlab.desk.serving import Desk, Server
from cnnlab.desk.typed import read_typed
from cnnlab.desk.writing import OVERVIEW, make_folder, write_all
from cnnlab.runs.duration import duration
from labhelpers.errors import LabError
from labhelpers.number_words import several


def main(folder: str, to: str, retrain: int = 0, port: int | None = None) -> None:
    """Do what the command says; end with a sentence where that is not possible.

    port: of the server that shows the overview and keeps what is typed; None for no server.
    """
    settings = Settings(Path(folder), Path(to), retrain)
    try:
        desk = _run(settings)
        if port is not None:
            _serve(desk, port)
    except (LabError, OSError) as error:
        sys.exit(f"cnn-lab desk: {error}")


def _run(settings: Settings) -> Desk:
    began = time.monotonic()
    check_to(settings.folder, settings.to)
    make_folder(settings.to)
    typed = read_typed(settings.to)
    rows = rows_of(settings, _tell)
    called = settings.folder.resolve().name
    write_all(settings.to, rows, typed, called)
    _tell_nothing_more()
    looks = sum(map(asks_for_a_look, rows))
    print(f"{several(len(rows), 'hand-in')} in {duration(time.monotonic() - began)}.")
    if again := retraining.told(rows):
        print(again)
    print(f"{looks} of them ask for a look first; every remark is in the overview.")
    print(f"Everything is in {settings.to}; open {OVERVIEW} there.")
    return Desk(settings.to, rows, typed, called)


def _serve(desk: Desk, port: int) -> None:
    """Serve the overview until somebody presses Ctrl+C."""
    server = Server(desk, port)
    print(f"Mark at {server.address}")
    print("What you type there is saved as you type. Ctrl+C ends it.")
    with server, contextlib.suppress(KeyboardInterrupt):
        webbrowser.open(server.address)
        server.serve_forever()


def _tell(done: int, of: int, what: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{done} of {of}: {what[:60]}")


def _tell_nothing_more() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
