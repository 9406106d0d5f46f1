"""The command `cnn-lab`, the same as `python -m cnnlab`: its words, options and help.

What a command does is imported when it is chosen: the doctor has to start where packages are
missing.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cnnlab.app import embedding, hand_ins, hosts
from cnnlab.app.help_texts import DESCRIPTION, EPILOG, HANDOUT_EPILOG, SERVE_EPILOG
from cnnlab.desk import options as desk

DEFAULT = "serve"
# Voila's option, for somebody who types no word: who types only `cnn-lab` wants to see the page.
BROWSER = "--Voila.open_browser=True"
HELP = ("-h", "--help")

# Of `cnn-lab serve`: these options, the environment variable that each sets, and its help.
LIMITS = {
    "workers": (
        "LAB_WORKERS",
        "how many runs are trained at once; default for visitors: half of the cores",
    ),
    "book_mb": (
        "LAB_BOOK_MB",
        "how much each visitor's runs may take of the disk; default 1000",
    ),
    "run_minutes": (
        "LAB_RUN_MINUTES",
        "how long a visitor's run may be expected to take; default 10",
    ),
    "turn_seconds": (
        "LAB_TURN_SECONDS",
        "after how many seconds a run gives way to another visitor's; default 60",
    ),
    "book_runs": ("LAB_BOOK_RUNS", "how many runs a visitor's book may hold; default 200"),
}


class Command(NamedTuple):
    """A word after `cnn-lab`.

    run: called with the options, and with those that nobody here knows.
    takes_more: whether such options are handed on, instead of being refused.
    """

    help: str
    add_options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, list[str]], None]
    takes_more: bool = False
    epilog: str = ""


def serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8866, help="default 8866")
    everyone = "default 127.0.0.1, this machine only; 0.0.0.0 is everyone"
    parser.add_argument("--ip", default="127.0.0.1", help=everyone)
    books = "a book of runs for each visitor; always so with another --ip"
    parser.add_argument("--visitors", action="store_true", help=books)
    path = "the path that the page is under, for example /lab/; default /"
    parser.add_argument("--base-url", type=embedding.base_url, metavar="PATH", help=path)
    expected = "make ready for N visitors who come at once, and print the address to hand out"
    parser.add_argument("--class", dest="class_size", type=_positive, metavar="N", help=expected)
    pages = (
        f"let pages of ORIGIN, for example {embedding.EXAMPLE}, embed this one; may be repeated"
    )
    parser.add_argument(
        "--embed-in",
        type=embedding.origin,
        action="append",
        default=[],
        metavar="ORIGIN",
        help=pages,
    )
    places = "how many pages may be open at once; default: what this machine's memory holds"
    parser.add_argument("--most-pages", type=_positive, metavar="N", help=places)
    for option, (_variable, limit) in LIMITS.items():
        flag = f"--{option.replace('_', '-')}"
        parser.add_argument(flag, type=_positive, metavar="N", help=limit)
    names = f"a name under which the page is served, for example {hosts.EXAMPLE}, besides this "
    parser.add_argument(
        "--hosts",
        type=hosts.host,
        nargs="+",
        action="extend",
        default=[],
        metavar="NAME",
        help=names + "machine's own names and addresses; a proxy's is needed here",
    )
    hand_ins.add_options(parser)
    insecure = "let DASK_SCHEDULER_ADDRESS name another machine without TLS; trusts the network"
    parser.add_argument("--insecure", action="store_true", help=insecure)
    log = "append to FILE what goes wrong, in the server and in the pages' kernels"
    parser.add_argument("--log", metavar="FILE", help=log)


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not such a number; expected 1 or more")
    return number


def run_serve(options: argparse.Namespace, more: list[str]) -> None:
    from cnnlab.app import serve

    own = [f"--LabServer.embed_in={origin}" for origin in options.embed_in]
    if options.class_size:
        own.append(f"--LabServer.class_size={options.class_size}")
    if options.most_pages:
        own.append(f"--LabServer.most_pages={options.most_pages}")
    own += [f"--LabServer.hosts={name}" for name in options.hosts]
    if options.insecure:
        os.environ["LAB_INSECURE"] = "1"  # the pages' kernels inherit it
    if options.base_url:
        own.append(f"--Voila.base_url={options.base_url}")
    for option, (
        variable,
        _limit,
    ) in LIMITS.items():  # the pages' kernels and the engine inherit them
        if value := getattr(options, option):
            os.environ[variable] = str(value)
    hand_ins.begin(options.hand_ins, options.until)
    is_for_visitors = options.visitors or options.class_size is not None
    serve.main(options.ip, options.port, is_for_visitors, options.log, [*own, *more])


def wheelhouse_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", help="where it is made, for example on a USB stick")
    systems = ("windows", "macos", "linux")
    same = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    parser.add_argument("--platform", choices=systems, default=same, help=f"default {same}")
    pythons = ("3.11", "3.12", "3.13")
    own = "{}.{}".format(*sys.version_info)
    parser.add_argument("--python", choices=pythons, default=own, help=f"default {own}")


def run_wheelhouse(options: argparse.Namespace, more: list[str]) -> None:
    from cnnlab.app import wheelhouse

    wheelhouse.main(options.folder, options.platform, options.python)


def certificates_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", help="where the file is made, for example cluster")


def run_certificates(options: argparse.Namespace, more: list[str]) -> None:
    from cnnlab.app import certificates

    certificates.main(options.folder)


def handout_options(parser: argparse.ArgumentParser) -> None:
    where = "where the students' notebooks go; default: handout/ in the project's folder"
    parser.add_argument("folder", nargs="?", help=where)
    opened = "open the first lesson in JupyterLab, which shows this folder alone"
    parser.add_argument("--open", action="store_true", help=opened)


def run_handout(options: argparse.Namespace, more: list[str]) -> None:
    from cnnlab.app import handout

    if more and not options.open:
        _refuse(more[0], "JupyterLab's options need --open")
    handout.main(options.folder, options.open, more)


def run_desk(options: argparse.Namespace, more: list[str]) -> None:
    from cnnlab.desk import command

    port = options.port if options.serve else None
    command.main(options.folder, options.to, options.retrain, port)


def no_options(parser: argparse.ArgumentParser) -> None:
    """The doctor has none: it looks at everything."""


def run_doctor(options: argparse.Namespace, more: list[str]) -> None:
    from cnnlab.app import doctor

    doctor.main()


COMMANDS = {
    "serve": Command(
        "serve the page",
        serve_options,
        run_serve,
        takes_more=True,
        epilog=SERVE_EPILOG,
    ),
    "handout": Command(
        "give students the lessons without answers, and open them",
        handout_options,
        run_handout,
        takes_more=True,
        epilog=HANDOUT_EPILOG,
    ),
    "desk": Command(
        "read the students' hand-ins, check them, and lay them out for marking",
        desk.add_options,
        run_desk,
    ),
    "doctor": Command(
        "say whether this machine can do the lab, and where the logs are",
        no_options,
        run_doctor,
    ),
    "wheelhouse": Command(
        "fill a folder from which the lab is installed without internet",
        wheelhouse_options,
        run_wheelhouse,
    ),
    "certificates": Command(
        "make what keeps strangers out of a Dask cluster, and say how it is started",
        certificates_options,
        run_certificates,
    ),
}


def parsers() -> argparse.ArgumentParser:
    """Return the parser of `cnn-lab`, with one for each command."""
    as_written = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="cnn-lab",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=as_written,
    )
    words = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for word, command in COMMANDS.items():
        its = words.add_parser(
            word,
            help=command.help,
            description=f"{command.help[0].upper()}{command.help[1:]}.",
            epilog=command.epilog,
            formatter_class=as_written,
            allow_abbrev=False,  # the beginning of an option may be one of Voila's
        )
        command.add_options(its)
    return parser


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command that the first word names; without one, serve and open a browser."""
    words = list(sys.argv[1:] if argv is None else argv)
    has_none = not words or (words[0].startswith("-") and words[0] not in HELP)
    if has_none:
        words.insert(0, DEFAULT)
    if words[0] not in (*COMMANDS, *HELP):
        _refuse(words[0], f"expected one of {', '.join(COMMANDS)}")
    options, more = parsers().parse_known_args(words)
    command = COMMANDS[options.command]
    if more and not command.takes_more:
        kind = "option" if more[0].startswith("-") else "word"
        called = f"cnn-lab {options.command}"
        _refuse(more[0], f"`{called}` takes no such {kind}", called)
    if more and not more[0].startswith("-"):
        _refuse(more[0], "expected an option, such as --port 9000")
    command.run(options, [BROWSER, *more] if has_none else more)


def _refuse(word: str, expected: str, called: str = "cnn-lab") -> None:
    """End with status 2, as argparse does for an option that it does not take."""
    sys.stderr.write(f"cnn-lab does not know {word!r}; {expected}. See `{called} --help`.\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
