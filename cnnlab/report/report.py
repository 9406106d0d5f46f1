"""The hand-in: a run as a lab report.

It is one HTML file that needs nothing else, or a zip for a GitHub repository. The words are in
templates/report.jinja and what that includes, once for both; html.jinja and markdown.jinja say
how each of them looks.
"""

import datetime
import io
import zipfile

from markupsafe import escape

from cnnlab.report import glossary, tables
from cnnlab.report.contents import Contents, Inspected, contents_of
from cnnlab.report.hand_in import hand_in_files
from cnnlab.report.hand_in_format import COSTS, PROGRAM, README
from cnnlab.report.pictures import Pictures
from cnnlab.report.program import EMBEDDED_NAME
from cnnlab.report.rendering import markdown, templates
from cnnlab.runs import Run
from cnnlab.runs.sentences import QUESTIONS
from labhelpers import config
from labhelpers.digits import EMBEDDED_FILE
from labhelpers.number_words import percent, several


def report_html(
    run: Run,
    name: str = "",
    register: str = "",
    inspection: Inspected | None = None,
    date: datetime.date | None = None,
) -> str:
    """Return the report on a run as the text of one HTML file, which prints on A4.

    name, register: what the student typed, 100 characters at most; ValueError for what is no
        line of text.
    inspection: what a network made of a drawing; it is the sample where that network is this
        run's.
    date: today without one.
    """
    contents = contents_of(run, name, register, inspection, date)
    template = templates(escape).get_template("page.html.jinja")
    return template.render(_context(contents, "html", _pictures(contents)))


def report_zip(
    run: Run,
    name: str = "",
    register: str = "",
    inspection: Inspected | None = None,
    date: datetime.date | None = None,
) -> bytes:
    """Return the report as a zip: README.md, images/, program.py and what the program needs.

    `hand_in_format` says what else is in it.

    The arguments are those of `report_html`.
    """
    contents = contents_of(run, name, register, inspection, date)
    pictures = _pictures(contents)
    files, left_out = hand_in_files(contents)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(README, readme(contents, pictures, left_out))
        archive.writestr(PROGRAM, contents.program)
        for name, content in files.items():
            archive.writestr(name, content)
        for file, picture in pictures.files.items():
            archive.writestr(file, picture)
        if contents.file == EMBEDDED_NAME:
            archive.write(EMBEDDED_FILE, EMBEDDED_NAME)
    return packed.getvalue()


def readme(contents: Contents, pictures: Pictures, left_out: dict[str, str]) -> str:
    """Return the report as the text of README.md, which draws its pictures.

    left_out: why a file of the hand-in is not there, by its name.
    """
    template = templates(markdown).get_template("report.jinja")
    return template.render(_context(contents, "markdown", pictures) | {"left_out": left_out})


def _pictures(contents: Contents) -> Pictures:
    return Pictures([contents.name or "Name not given", contents.register])


def _context(contents: Contents, form: str, pictures: Pictures) -> dict[str, object]:
    """Return what the templates use: what the report says, and how to write and draw it.

    form: "html" or "markdown".
    """
    tools = {
        "form": form,
        "pictures": pictures,
        "tables": tables,
        "questions": QUESTIONS,
        "glossary": glossary.words(),
        "left_out": {},
        "costs": COSTS,
        "config": config,
        "percent": percent,
        "several": several,
        "two_standard_errors": tables.two_standard_errors,
    }
    return vars(contents) | {"date": contents.date} | tools
