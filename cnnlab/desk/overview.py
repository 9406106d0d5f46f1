"""overview.html: one page for the instructor's screen, which needs nothing else."""

import base64
import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

from markupsafe import Markup

from cnnlab.desk import spreadsheets
from cnnlab.desk.comparing import WORDS
from cnnlab.desk.pages import templates
from cnnlab.desk.rows import Row, asks_for_a_look
from cnnlab.runs.exercises import NAMES
from cnnlab.runs.sentences import QUESTIONS
from labhelpers.front_end import joined

FOLDER = Path(__file__).parent
NOT_SHOWN = ("digests", "fingerprint", "moodle", "canvas", "cnn", "training", "has_images", "lab")


def overview_html(
    rows: list[Row], typed: dict[str, dict[str, str]], folder: str, identity: str
) -> str:
    """Return the page.

    typed: what was typed so far, by a hand-in's key. folder: what the hand-ins' folder is called.
    identity: what tells this desk's marks from another's in one browser.
    """
    script, style = joined(FOLDER / "static" / "overview.js")
    digest = hashlib.sha256(script.encode()).digest()
    data = _data(rows, typed, folder, identity)
    template = templates().get_template("overview.html")
    return template.render(
        title=f"CNN Lab: {len(rows)} hand-ins",
        script=Markup(script),
        script_hash=base64.b64encode(digest).decode(),
        style=Markup(style),
        data=Markup(_harmless(data)),
        words=WORDS,
    )


def _harmless(data: dict[str, Any]) -> str:
    """Return JSON that cannot end the element of a page in which it stands."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _data(
    rows: list[Row], typed: dict[str, dict[str, str]], folder: str, identity: str
) -> dict[str, Any]:
    now = datetime.datetime.now()
    return {
        "id": identity,
        "made": f"{now.day} {now:%B %Y, %H:%M}",
        "folder": folder,
        "asked": {name: question.label for name, question in QUESTIONS.items()},
        "lessons": [{"number": number, "names": list(own)} for number, own in NAMES.items()],
        "rows": [_shown(row) for row in rows],
        "tables": spreadsheets.tables(rows),
        "typed": typed,
    }


def _shown(row: Row) -> Row:
    kept = {name: value for name, value in row.items() if name not in NOT_SHOWN}
    return kept | {"asks_for_a_look": asks_for_a_look(row)}
