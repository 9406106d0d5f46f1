"""What opens a page's kernel: a key of its own, which the browser is given with the page.

It comes as a cookie that no script can read, and that is sent for this kernel alone. Within
another site's page some browsers keep no cookies: where the lab may be embedded, the page
carries the key, too, and its scripts send it along.
"""

import hmac
from collections.abc import AsyncIterator, Callable
from typing import Any

from jupyter_core.utils import ensure_async
from tornado.httputil import HTTPServerRequest
from voila.tornado.handler import TornadoVoilaHandler

SETTING = "lab_kernel_keys"


class KernelKeys:
    """The keys of a server's kernels; nothing is kept of them, they follow from its secret.

    secret: what only this server knows.
    is_in_page: whether pages carry their key.
    """

    def __init__(self, secret: bytes, is_in_page: bool) -> None:
        self._secret = secret
        self.is_in_page = is_in_page

    def of(self, kernel: str) -> str:
        """Return a kernel's key, 64 hexadecimal digits."""
        return hmac.new(self._secret, b"kernel " + kernel.encode(), "sha256").hexdigest()

    def opens(self, request: HTTPServerRequest, kernel: str) -> bool:
        """Whether a request comes with the kernel's key."""
        expected = self.of(kernel).encode()
        return any(hmac.compare_digest(given, expected) for given in _given(request, kernel))


def _cookie(kernel: str) -> str:
    return f"cnn-lab-{kernel}"


def is_https(request: HTTPServerRequest) -> bool:
    """Whether the browser came by https, as a proxy says who has the certificate."""
    protocols = request.headers.get("X-Forwarded-Proto", request.protocol)
    return protocols.partition(",")[0].strip().lower() == "https"


def cookie_options(is_https: bool, is_embedded: bool) -> dict[str, Any]:
    """Return how a browser is to keep a key.

    Within another site's page it keeps, if any, only what comes by https and says so.
    """
    site = "None" if is_https and is_embedded else "Strict"
    return {"httponly": True, "samesite": site} | ({"secure": True} if is_https else {})


def _given(request: HTTPServerRequest, kernel: str) -> list[bytes]:
    """Return what may be a key: a cookie, and what JupyterLab's scripts send as a token."""
    cookie = request.cookies.get(_cookie(kernel))
    _kind, _space, header = request.headers.get("Authorization", "").partition(" ")
    named = [cookie.value if cookie else "", header]
    return [text.encode() for text in named] + request.query_arguments.get("token", [])


class PageHandler(TornadoVoilaHandler):
    """Voila's page, which hands out the key of the kernel that it was given."""

    kernel = ""

    @property
    def keys(self) -> KernelKeys:
        return self.settings[SETTING]

    @property
    def kernel_manager(self) -> "Kernels":
        return Kernels(super().kernel_manager, self._give_key)

    def _give_key(self, kernel: str) -> None:
        """Have the browser keep the key; called before anything of the page is sent."""
        self.kernel = kernel
        options = cookie_options(is_https(self.request), self.keys.is_in_page)
        path = f"{self.base_url}api/kernels/{kernel}"
        self.set_cookie(_cookie(kernel), self.keys.of(kernel), path=path, **options)

    async def get_generator(self, path: str | None = None) -> AsyncIterator[str]:
        async for html in super().get_generator(path=path):
            yield self._with_key(html) if self.keys.is_in_page else html

    def _with_key(self, html: str) -> str:
        """Return a part of the page; where it names the kernel, with the key for its scripts."""
        named = f'"kernelId": "{self.kernel}"'
        token = f'"token": "{self.keys.of(self.kernel)}", "appendToken": "true"'
        return html.replace(named, f"{named}, {token}", 1)


class Kernels:
    """Voila's kernels as one request sees them: which of them it was given is told."""

    def __init__(self, kernels: Any, give_key: Callable[[str], None]) -> None:
        self._kernels = kernels
        self._give_key = give_key

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kernels, name)

    async def get_rendered_notebook(self, **options: Any) -> tuple[Any, Any, str]:
        """Return a page that was made before it was asked for."""
        task, cache, kernel = await self._kernels.get_rendered_notebook(**options)
        self._give_key(kernel)
        return task, cache, kernel

    async def start_kernel(self, **options: Any) -> str:
        """Return a kernel that is started now."""
        kernel = await ensure_async(self._kernels.start_kernel(**options))
        self._give_key(kernel)
        return kernel
