"""Where the page may be, said at the command line: under a path, and within whose pages."""

import argparse
import re

EXAMPLE = "https://lms.example.org"
ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[1-9][0-9]{0,4})?")
BASE_URL = re.compile(r"/([\w.~-]+/)*", re.ASCII)


def origin(text: str) -> str:
    """Return the origin that an option names, such as "https://lms.example.org"."""
    written = text.strip().rstrip("/").lower()
    if ORIGIN.fullmatch(written):
        return written
    expected = f"expected https://, a name and perhaps a port, and no path, such as {EXAMPLE}"
    raise argparse.ArgumentTypeError(f"{text!r} is no origin of a page; {expected}")


def base_url(text: str) -> str:
    """Return the path that an option names, between slashes: "/lab/" for "lab"."""
    written = f"/{text.strip('/')}/" if text.strip("/") else "/"
    if BASE_URL.fullmatch(written):
        return written
    expected = "expected a path alone, such as /lab/"
    raise argparse.ArgumentTypeError(f"{text!r} is no path of an address; {expected}")


def embeddable(policy: str, origins: list[str]) -> str:
    """Return a Content-Security-Policy that lets pages of `origins` embed this one, too.

    All else in it stays.
    """
    directives = [directive.strip() for directive in policy.split(";") if directive.strip()]
    apart = [part for part in directives if part.split()[0].lower() != "frame-ancestors"]
    allowed = [part for part in directives if part not in apart] or ["frame-ancestors 'self'"]
    return "; ".join([*apart, " ".join([allowed[0], *origins])])
