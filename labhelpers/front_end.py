"""What everything on a page is made of: front ends of one's own, and checks of what they send."""

import json
import pathlib
import re
import reprlib
import sys

import anywidget


class FrontEnd(anywidget.AnyWidget):
    """A widget that two files draw from state that only Python changes.

    They are static/<its module>.js and .css. What those share with others is in files that the
    .js imports, with a .css of the same name where there is one: `joined` makes one of them all.
    text_form: its text, which nbval compares: it must not say what is shown.
    session: the `LabSession` that it draws, at first and whenever one of the traits in
        `watched` changes; None for a front end that is told what to show.
    """

    text_form = ""
    watched = ()

    def __init__(self, session=None, **state):
        super().__init__(**state)
        self.session = session
        if session is not None:
            session.observe(lambda _change: self.update(), self.watched)
            self.update()

    def update(self):
        """Take from the session what is shown."""

    def receive(self, content, buffers):
        """Do what a message of the browser's asks for; raise ValueError where it is none that a page of ours sends."""

    def refuse(self, sentence):
        """Say why a message was refused."""
        self.session.set_message(sentence)

    def __init_subclass__(cls, **options):
        if not hasattr(cls, "_esm"):  # traitlets makes further classes of this one
            module = pathlib.Path(sys.modules[cls.__module__].__file__ or "")
            cls._esm, cls._css = joined(module.parent / "static" / f"{module.stem}.js")
        super().__init_subclass__(**options)

    def set_state(self, sync_data):
        """Called by ipywidgets with state that the browser sent: none of it is the browser's to change."""

    def _handle_custom_msg(self, content, buffers):
        """Called by ipywidgets with a message of the browser's: a dictionary, or taken for an empty one."""
        try:
            self.receive(content if isinstance(content, dict) else {}, buffers)
        except ValueError as error:
            self.refuse(str(error))

    def __repr__(self):
        return self.text_form


# What a front end's file may import: names, as they are called there, from a file beside it or in
# the other package. node, editors and the checks of types read the same lines.
IMPORT = re.compile(r'^import \{[\w\s,]+\} from "(\.[^"]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default\b)", re.MULTILINE)


def joined(file: pathlib.Path) -> tuple[str, str]:
    """Return a front end's JavaScript as one module, which is what anywidget takes, and its CSS.

    file: the .js file that exports `render`. The files that it imports, and those that they
        import, come before it.
    """
    files = _in_order(file.resolve())
    scripts = [EXPORT.sub("", IMPORT.sub("", _text(part))) for part in files]
    styles = [part.with_suffix(".css") for part in files]
    return "\n".join(scripts), "\n".join(_text(style) for style in styles if style.exists())


def _in_order(file: pathlib.Path) -> list[pathlib.Path]:
    """Return a file after those that it imports, each once."""
    files: dict[pathlib.Path, None] = {}
    for address in IMPORT.findall(_text(file)):
        files |= dict.fromkeys(_in_order((file.parent / address).resolve()))
    return [*files, file]


def _text(file: pathlib.Path) -> str:
    return file.read_text(encoding="utf-8")


def whole_number(name, value, low, high):
    """Return `value`, which a browser sent, if it is a whole number in [low, high]; else raise ValueError."""
    if type(value) is not int or not low <= value <= high:
        came, expected = reprlib.repr(value), f"a whole number from {low:,} to {high:,}"
        raise ValueError(f"{name} came as {came}; expected {expected}. Choose one in that range.")
    return value


def rounded(value):
    """Return what `value` holds as JSON can hold it, with at most five decimals; None for what is no finite number."""
    return json.loads(
        json.dumps(value),
        parse_float=lambda text: round(float(text), 5),
        parse_constant=lambda _: None,
    )
