"""Whose page it is where a Hub knows who is there: each login has a book of runs of its own.

No cookie of the browser names it, and no address can: whoever is logged in has the same book on
any computer, and nobody else has it.
"""

import hashlib
import re
import unicodedata

from tornado.web import RequestHandler

from cnnlab.app.visitors import Visitors

LONGEST_READABLE = 24
NOT_READABLE = re.compile("[^a-z0-9]+")


def book_of_login(login: str) -> str:
    """Return the name of a login's book, such as "login-ada-" and 32 hexadecimal digits.

    The digits alone tell logins apart, whatever characters they have, and whether they are large
    or small; what stands before them is for whoever looks into the folder of books. No cookie and
    no address names such a book (`visitor_files.BOOK`).
    """
    plain = unicodedata.normalize("NFKD", login).encode("ascii", "ignore").decode().lower()
    readable = NOT_READABLE.sub("-", plain)[:LONGEST_READABLE].strip("-")
    digest = hashlib.sha256(login.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return "-".join(filter(None, ["login", readable, digest]))


class Logins(Visitors):
    """The visitors of a server where everybody is logged in."""

    are_logged_in = True

    def book_of(self, handler: RequestHandler) -> str | None:
        """Return the book of who is logged in; None for nobody."""
        login = self.login_of(handler)
        return book_of_login(login) if login else None

    def login_of(self, handler: RequestHandler) -> str:
        user = handler.current_user
        return user.username if user else ""
