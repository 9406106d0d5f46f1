"""What opens the teacher's wall: an address with a secret, then a cookie that no script can read.

The first load moves the secret out of the address: a projector shows the class what is in the
address bar. All of it follows from one secret, which the class's folder keeps.
"""

import hmac

from tornado.httputil import HTTPServerRequest

PATH = "wall/"
COOKIE = "cnn-lab-wall"
# In which the wall's own page says that a wish comes from it, and from no other site's.
HEADER = "X-Lab-Wall"


class WallKey:
    """Tells whether a request comes from who has the wall's address."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.cookie = self._made_for(b"cookie")
        self.consent = self._made_for(b"consent")

    def is_address(self, given: str) -> bool:
        """Whether an address ends with the secret."""
        return hmac.compare_digest(given.encode(), self.secret.encode())

    def opens(self, request: HTTPServerRequest) -> bool:
        """Whether a browser has been at that address."""
        cookie = request.cookies.get(COOKIE)
        given = cookie.value if cookie else ""
        return hmac.compare_digest(given.encode(), self.cookie.encode())

    def is_own_wish(self, request: HTTPServerRequest) -> bool:
        """Whether a request comes from the wall's own page: nobody else can read the consent."""
        given = request.headers.get(HEADER, "")
        return hmac.compare_digest(given.encode(), self.consent.encode())

    def _made_for(self, use: bytes) -> str:
        return hmac.new(self.secret.encode(), use, "sha256").hexdigest()
