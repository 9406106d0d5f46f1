"""Why an engine, or its worker, has ended: what its log says last of it."""

import re
from pathlib import Path

LAST_BYTES = 2**16
# The last line of a traceback, or what Dask's nanny says of a worker that has gone.
ERROR = r"(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception): .+"
DEATH = r"Worker process \d+ (?:was killed by|exited with) .+"
LONGEST = 200
OUT_OF_MEMORY = "killed by signal 9"  # what Linux does then, and Windows does not tell


def last_words(log: Path) -> str:
    """Return the last error or death that a log tells of, "" for none."""
    try:
        with open(log, "rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - LAST_BYTES))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    found = re.findall(rf"^(?:.*: )??({ERROR}|{DEATH})$", text, re.MULTILINE)
    return found[-1].strip()[:LONGEST] if found else ""


def why_it_died(log: Path | None) -> str:
    """Return sentences on why the workers died under a run, with what to do.

    log: the engine's, None where that is not on this computer.
    """
    words = last_words(log) if log else ""
    if words and OUT_OF_MEMORY not in words:
        return f"The run's worker died. Its last words: {words}. More of them are in {log}."
    died = f"The run's worker died ({words})." if words else "The run's worker died."
    memory = "There may be too little memory: close other programs, choose fewer filters"
    return f"{died} {memory}, and press Resume."
