"""The options of `cnn-lab desk`."""

import argparse


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", help="the hand-ins: a folder, or one zip from Moodle or Canvas")
    where = "where marks.csv, overview.html and feedback/ go; default: marks"
    parser.add_argument("--to", default="marks", metavar="FOLDER", help=where)
    again = "train N of the runs again, drawn by chance, and compare; default none"
    parser.add_argument("--retrain", type=_count, default=0, metavar="N", help=again)
    served = "show the overview from a server of its own, which saves what you type"
    parser.add_argument("--serve", action="store_true", help=served)
    parser.add_argument("--port", type=int, default=8870, help="of that server; default 8870")


def _count(text: str) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of runs; expected 0 or more")
