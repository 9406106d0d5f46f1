"""Whose page it is: each browser keeps the name of its book of runs as a cookie.

No script can read it, and it is no part of an address: who copies the address of a page gives
nobody their runs. A link that a visitor asks for brings the book to another browser.
"""

import hmac
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from cnnlab.app import visitor_files
from cnnlab.runs import Book

SETTING = "cnn_lab_visitors"  # under which Tornado's application keeps them; None for none
COOKIE = "cnn-lab-book"
DAYS_KEPT = 365  # since the last visit
# In an address: a book's name; that it is to take the place of the browser's own.
BOOK = "book"
INSTEAD = "instead"


class Visitors:
    """The books of a server's visitors.

    secret: what only this server knows.
    is_for_tab: whether pages may be embedded, where a browser may keep no cookies.
    """

    # Whether it is a login that says whose a book is, and no cookie or address.
    are_logged_in = False

    def __init__(self, secret: bytes, is_for_tab: bool) -> None:
        self._secret = secret
        self.is_for_tab = is_for_tab
        self._files = tempfile.TemporaryDirectory(prefix="cnn-lab-visitors-")
        self.folder = Path(self._files.name)

    def close(self) -> None:
        self._files.cleanup()

    def book_of(self, handler: RequestHandler) -> str | None:
        """Return the book of who sent a request; None where they have none yet."""
        return book_of(handler.request)

    def login_of(self, handler: RequestHandler) -> str:
        """Return as whom a Hub knows who sent a request; "" for nobody."""
        return ""

    def tell(self, kernel: str, book: str, login: str = "") -> None:
        """Tell a kernel whose page it is."""
        told = visitor_files.Told(book, self.is_for_tab, login)
        visitor_files.write(self.folder, kernel, told)

    def forget(self, kernel: str) -> None:
        visitor_files.remove(self.folder, kernel)

    def consent(self, own: str, other: str) -> str:
        """Return what only a page of this server's can say: that `other` shall replace `own`."""
        return hmac.new(self._secret, f"{own} {other}".encode(), "sha256").hexdigest()

    def may_replace(self, own: str | None, other: str, consent: str) -> bool:
        """Whether `other` may take the place of a browser's own book without a question.

        Else whoever gives somebody an address could take their runs out of their sight.
        """
        if own is None or own == other or not Book(own).runs():
            return True
        return hmac.compare_digest(consent.encode(), self.consent(own, other).encode())


def book_of(request: HTTPServerRequest) -> str | None:
    """Return the book that a browser's cookie names."""
    cookie = request.cookies.get(COOKIE)
    named = cookie.value if cookie else ""
    return named if visitor_files.BOOK.fullmatch(named) else None


def book_in(query: str) -> str | None:
    """Return the book that an address names."""
    named = dict(parse_qsl(query)).get(BOOK, "")
    return named if visitor_files.BOOK.fullmatch(named) else None


def consent_in(query: str) -> str:
    return dict(parse_qsl(query)).get(INSTEAD, "")


def without_book(path: str, query: str) -> str:
    """Return an address with all that it asks for, but for a book."""
    asked = parse_qsl(query, keep_blank_values=True)
    kept = [(name, text) for name, text in asked if name not in (BOOK, INSTEAD)]
    return f"{path}?{urlencode(kept)}" if kept else path


def with_book(address: str, book: str, consent: str = "") -> str:
    """Return an address that brings a book along, and what it is to be replaced by."""
    asked = {BOOK: book} | ({INSTEAD: consent} if consent else {})
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def cookie_options(is_https: bool, is_embedded: bool, path: str) -> dict[str, Any]:
    """Return how a browser is to keep the cookie.

    It comes along where somebody follows a link to the lab, so it is not as strict as a key's.
    """
    site = "None" if is_https and is_embedded else "Lax"
    options = {"httponly": True, "samesite": site, "path": path, "expires_days": DAYS_KEPT}
    return options | ({"secure": True} if is_https else {})
