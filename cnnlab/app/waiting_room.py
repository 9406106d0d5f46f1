"""What is read at the page's address by who does not get the page at once."""

from collections.abc import Callable, Mapping
from typing import Any

from cnnlab.app import visitors
from cnnlab.app.places import MOST_OF_A_VISITOR, SECONDS_UNTIL_NEXT_TRY

# The header in which somebody who waits is told how many pages are open.
OPEN = "Lab-Pages-Open"
Tell = Callable[[Mapping[str, Any], int], str]


def of_all(settings: Mapping[str, Any], inside: int) -> str:
    """Return what is read where all places are taken: HTML that looks again by itself."""
    return _rendered(settings, "full.html.j2", inside=inside, most_of_visitor=0)


def of_a_visitor(settings: Mapping[str, Any], inside: int) -> str:
    """Return what is read by somebody who has as many pages open as one may."""
    known = settings[visitors.SETTING]
    are_logged_in = known is not None and known.are_logged_in
    most = {"most_of_visitor": MOST_OF_A_VISITOR, "are_logged_in": are_logged_in}
    return _rendered(settings, "full.html.j2", inside=inside, **most)


def of_a_full_disk(settings: Mapping[str, Any], inside: int) -> str:
    """Return what is read where a page would find no room on the server's disk to begin."""
    return _rendered(settings, "no_room.html.j2", inside=inside, most_of_visitor=0)


def which_book(settings: Mapping[str, Any], own: str, other: str, back: str) -> str:
    """Return the question whose runs this browser is to show.

    own, other: the addresses of both answers.
    back: the address that brings the browser's own runs back later.
    """
    return _rendered(settings, "which_book.html.j2", own=own, other=other, back=back)


def no_login(settings: Mapping[str, Any], refused: str = "", is_away: bool = False) -> str:
    """Return what is read in the page's place by who is not logged in, and could not be.

    refused: the login that may not use the lab.
    is_away: whether the Hub does not answer.
    """
    page = settings["base_url"]
    return _rendered(settings, "no_login.html.j2", refused=refused, is_away=is_away, page=page)


def _rendered(settings: Mapping[str, Any], name: str, **values: Any) -> str:
    template = settings["voila_jinja2_env"].get_template(name)
    return template.render(seconds=SECONDS_UNTIL_NEXT_TRY, header=OPEN, **values)
