"""The students' folder: the lessons without what they showed, and nothing over a student's work.

Outputs are stored in `notebooks/`, where tests compare them. A student who reads them has the
answer to each "Predict" before the question; so the students' copies come without outputs, and
what is said of a prediction's outcome is folded until it is opened.
"""

import hashlib
import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from labhelpers.errors import LabError
from labhelpers.files import PROJECT_ROOT, replacing, write_text

LESSONS = PROJECT_ROOT / "notebooks"
FOLDER = PROJECT_ROOT / "handout"
# What students get besides the notebooks, as it is.
PAGES = ("GLOSSARY.md", "HANDING_IN.md")
FIRST = "01_define_the_problem.ipynb"
# What each file was when it was handed out: name -> SHA-256. Another one is a student's work.
RECORD = ".handed-out.json"

PREDICT = "**Predict"
FOLDED = """\
<details>
<summary><b>What came out?</b> Open this when you have predicted and run the cell above.</summary>

{}

</details>"""
HEADING = re.compile(r"^#", re.MULTILINE)
# A paragraph that is a heading, or asks for the next prediction, is not part of the answer.
ENDS_ANSWER = re.compile(rf"^#|{re.escape(PREDICT)}")

NEW = "new"
RENEWED = "renewed: the lab has a newer one, and nobody had changed this one"
SAME = "as it was handed out"
KEPT = "kept as it is: somebody has worked in it"


class HandedOut(NamedTuple):
    """What became of one file: its name, and one of NEW, RENEWED, SAME and KEPT."""

    name: str
    outcome: str


def hand_out(folder: Path = FOLDER, lessons: Path = LESSONS) -> list[HandedOut]:
    """Write the students' copies of the lessons into `folder`; return what became of each.

    A file that differs from what was handed out is left as it is. Raises LabError where there
    are no lessons, and OSError where the folder cannot be written.
    """
    paths = sorted(lessons.glob("*.ipynb"))
    if not paths:
        raise LabError(f"There are no notebooks in {lessons}: run this from the project's folder.")
    if folder.resolve() == lessons.resolve():
        raise LabError(f"{folder} holds the lessons themselves: name another folder.")
    record = _read(folder / RECORD)
    paths += [lessons / name for name in PAGES if (lessons / name).exists()]
    done = [_hand_out(path, folder, record) for path in paths]
    write_text(folder / RECORD, json.dumps(record, indent=1, sort_keys=True))
    return done


def _hand_out(path: Path, folder: Path, record: dict[str, str]) -> HandedOut:
    """Write one file's copy, unless a student's work is in its place."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        text = student_copy(text)
    target = folder / path.name
    outcome = NEW
    if target.exists():
        held = target.read_bytes()
        if held == text.encode():
            outcome = SAME
        elif _checksum(held) == record.get(path.name):
            outcome = RENEWED
        else:
            return HandedOut(path.name, KEPT)
    if outcome != SAME:
        with replacing(target) as beside:
            beside.write_bytes(text.encode())  # with LF on every system
    record[path.name] = _checksum(text.encode())
    return HandedOut(path.name, outcome)


def student_copy(text: str) -> str:
    """Return a notebook, as the text of its file, without outputs and with its answers folded."""
    notebook = json.loads(text)
    cells = notebook["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
    for cell in answers(cells):
        cell["source"] = fold("".join(cell["source"])).splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def answers(cells: list[dict]) -> list[dict]:
    """Return the cells of text that say what a prediction's outcome was.

    They are those that follow code, from the prediction to the next heading: the later ones
    often come back to it.
    """
    found = []
    is_asked = was_run = False
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            was_run = is_asked
            continue
        if was_run:
            found.append(cell)
        is_asked = PREDICT in source or (is_asked and not HEADING.search(source))
        was_run = False
    return found


def fold(source: str) -> str:
    """Return a text whose beginning, up to the next heading or prediction, is folded."""
    paragraphs = source.split("\n\n")
    ends = [place for place, part in enumerate(paragraphs) if ENDS_ANSWER.search(part)]
    end = ends[0] if ends else len(paragraphs)
    if end == 0:
        return source
    folded = FOLDED.format("\n\n".join(paragraphs[:end]))
    return "\n\n".join([folded, *paragraphs[end:]])


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(path: Path) -> dict[str, str]:
    """Return the record of what was handed out; without one, every file is a student's work."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def main(folder: str | None, opens: bool, more: list[str]) -> None:
    """Hand out, say what became of each notebook, and open the first lesson if that was asked.

    more: JupyterLab's own options.
    """
    target = Path(folder).expanduser().absolute() if folder else FOLDER
    try:
        done = hand_out(target)
    except (LabError, OSError) as error:
        raise SystemExit(f"Nothing was handed out: {error}") from error
    for name, outcome in done:
        print(f"  {name:32} {outcome}")
    print(f"The students' folder: {target}")
    if any(outcome == KEPT for _, outcome in done):
        print("To have a lesson anew, rename the one that was worked in, and hand out again.")
    if opens:
        _open(target, more)


def _open(folder: Path, more: list[str]) -> None:
    """Serve the students' folder, and nothing above it, in JupyterLab; the first lesson opens."""
    from jupyterlab.labapp import LabApp

    os.chdir(folder)
    first = f"--LabApp.default_url=/lab/tree/{FIRST}"
    LabApp.launch_instance([f"--ServerApp.root_dir={folder}", first, *more])
