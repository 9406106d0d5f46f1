"""What a class has beside its books, in the folder of all books.

    LAB_RUNS/.class/message.json   what the teacher says to all pages
    LAB_RUNS/.class/wall.json      the address of the teacher's wall, and the secret in it

No book is called so. The folder is for this account alone, whoever else may read the books.
"""

import dataclasses
import logging
import secrets
import time
from pathlib import Path

from cnnlab.runs.book import runs_folder
from cnnlab.runs.json_files import DamagedFileError, log_once, read_json, write_json
from cnnlab.runs.names import is_one_line

logger = logging.getLogger(__name__)

FOLDER = ".class"
LONGEST_MESSAGE = 200
# A message that nobody has cleared is not shown to the next class.
SECONDS_OF_A_MESSAGE = 8 * 3600.0
BYTES_OF_A_SECRET = 24


@dataclasses.dataclass(frozen=True)
class Message:
    """What the teacher says to all pages. text: "" for nothing; at: when, seconds since 1970."""

    text: str = ""
    at: float = 0.0


NOTHING_SAID = Message()


def checked_message(text: object) -> str:
    """Return a message of one line; ValueError, with a sentence, for anything else."""
    if not isinstance(text, str):
        raise ValueError(f"The message came as {text!r:.40}; expected a text.")
    kept = " ".join(text.split())
    if len(kept) > LONGEST_MESSAGE or not is_one_line(kept):
        came = f"The message has {len(kept)} characters"
        raise ValueError(f"{came}; expected {LONGEST_MESSAGE} at most, on one line. Shorten it.")
    return kept


def say_to_all(text: object) -> Message:
    """Have all pages show a message; "" clears it. ValueError for none, OSError for no disk."""
    message = Message(checked_message(text), time.time())
    write_json(_made_folder() / "message.json", dataclasses.asdict(message))
    return message


def message_mark() -> tuple[int, int]:
    """Return what is another one whenever something new is said: a hundred pages ask each second.

    A message comes to its place as a new file.
    """
    try:
        found = _message_path().stat()
    except OSError:  # nothing was ever said
        return (0, 0)
    return (found.st_ino, found.st_mtime_ns)


def _message_path() -> Path:
    return runs_folder() / FOLDER / "message.json"


def message_to_all() -> Message:
    """Return what is said to all pages now."""
    path = _message_path()
    try:
        stored = read_json(path) or {}
        text = checked_message(stored.get("text", ""))
        at = float(stored.get("at", 0.0))
    except (DamagedFileError, ValueError, TypeError) as error:
        log_once(path, str(error))
        return NOTHING_SAID
    message = Message(text, at)
    return message if text and not is_over(message) else NOTHING_SAID


def is_over(message: Message) -> bool:
    """Whether something was said, so long ago that no page shows it any more."""
    return bool(message.text) and time.time() - message.at >= SECONDS_OF_A_MESSAGE


def wall_secret() -> str:
    """Return the secret of the wall's address, the same after a restart.

    Where it can be neither read nor written, it is one for this time.
    """
    try:
        path = _made_folder() / "wall.json"
        kept = _secret_in(path)
        if kept:
            return kept
        made = secrets.token_urlsafe(BYTES_OF_A_SECRET)
        _keep(path, {"secret": made})
        return made
    except OSError:
        logger.warning("The wall's address will be another one next time.", exc_info=True)
        return secrets.token_urlsafe(BYTES_OF_A_SECRET)


def keep_wall_address(address: str, secret: str) -> Path | None:
    """Write down where the wall is; return the file, None where it cannot be written."""
    path = runs_folder() / FOLDER / "wall.json"
    try:
        _keep(path, {"secret": secret, "address": address})
    except OSError:
        logger.warning("The wall's address is not kept.", exc_info=True)
        return None
    return path


def _keep(path: Path, content: dict[str, str]) -> None:
    write_json(path, content)
    path.chmod(0o600)


def _secret_in(path: Path) -> str:
    """Return the secret that a file holds, "" where it holds none."""
    try:
        kept = (read_json(path) or {}).get("secret")
    except DamagedFileError as error:
        log_once(path, str(error))
        return ""
    return kept if isinstance(kept, str) and len(kept) >= BYTES_OF_A_SECRET else ""


def _made_folder() -> Path:
    folder = runs_folder() / FOLDER
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return folder
