"""`cnn-lab desk --serve`: the overview from a server of its own, which keeps what is typed.

It answers only this machine, under an address that holds a secret of its own: another account's
browser, or a page of the internet, cannot read the marks or change them.
"""

import http.server
import json
import logging
import secrets
import threading
from pathlib import Path

from cnnlab.desk.feedback import write_feedback
from cnnlab.desk.overview import overview_html
from cnnlab.desk.rows import Row
from cnnlab.desk.spreadsheets import write_tables
from cnnlab.desk.typed import Typed, TypedMarksError, checked, merged, write_typed

logger = logging.getLogger(__name__)

HERE = "127.0.0.1"
MOST_BYTES = 10_000_000


class Desk:
    """What is served: the rows, and what was typed so far, on the disk with every change."""

    def __init__(self, to: Path, rows: list[Row], typed: Typed, called: str) -> None:
        self._to = to
        self._rows = rows
        self._typed = typed
        self._called = called
        self._writing = threading.Lock()
        self._unwritten: set[str] = set()  # keys whose pages are not yet as they were typed

    def page(self) -> bytes:
        return overview_html(self._rows, self._typed, self._called, "served").encode()

    def keep(self, content: bytes) -> None:
        """Keep what was typed, the newer where there was something before.

        Raises TypedMarksError where it is none, and where it cannot be written; what comes next
        is written with it then.
        """
        try:
            typed = checked(json.loads(content.decode("utf-8")))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise TypedMarksError("What came is no JSON; expected the marks.") from error
        with self._writing:
            # What is not on the page, such as marks of a hand-in that is gone, stays.
            after = merged(self._typed, typed)
            self._unwritten |= {key for key in after if after[key] != self._typed.get(key)}
            self._typed = after
            self._write()

    def _write(self) -> None:
        try:
            write_typed(self._to, self._typed)
        except OSError as error:
            why = f"The marks cannot be written to {self._to} ({error.strerror})."
            raise TypedMarksError(why) from error
        changed = [row for row in self._rows if row["key"] in self._unwritten]
        try:
            write_tables(self._to, self._rows, self._typed)
            if changed:
                write_feedback(self._to / "feedback", self._rows, self._typed, changed)
        except OSError as error:
            came = f"The marks are in typed.json, and {_file_of(error)} cannot be written"
            why = f"{came} ({error.strerror}). Is it open in a spreadsheet? Close it."
            raise TypedMarksError(why) from error
        self._unwritten.clear()


def _file_of(error: OSError) -> str:
    """Return the name of the file that could not come to its place."""
    return Path(str(error.filename2 or error.filename or "another file")).name


class Server(http.server.ThreadingHTTPServer):
    """Serves one desk, on a port of this machine alone; OSError where the port is taken."""

    def __init__(self, desk: Desk, port: int) -> None:
        super().__init__((HERE, port), _Handler)
        self.desk = desk
        self.path = f"/{secrets.token_urlsafe(16)}/"
        self.hosts = {f"{host}:{self.server_port}" for host in (HERE, "localhost")}

    @property
    def address(self) -> str:
        return f"http://{HERE}:{self.server_port}{self.path}"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        if self._is_meant():
            self._answer(200, self.server.desk.page(), "text/html; charset=utf-8")

    def do_PUT(self) -> None:
        if self._is_meant("typed"):
            self._answer(*self._kept())

    def _is_meant(self, name: str = "") -> bool:
        is_here = self.headers.get("Host") in self.server.hosts
        if is_here and self.path == self.server.path + name:
            return True
        self._answer(404, b"There is nothing here.")
        return False

    def _kept(self) -> tuple[int, bytes]:
        """Keep what came; return what is answered."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return 413, b"That is too much for marks."
        try:
            self.server.desk.keep(self.rfile.read(int(length)))
        except (TypedMarksError, OSError) as error:
            logger.warning("Marks were not kept", exc_info=True)
            return 400, str(error).encode()
        return 200, b"Kept."

    def _answer(self, code: int, content: bytes, kind: str = "text/plain") -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *values: object) -> None:
        logger.debug(format, *values)
