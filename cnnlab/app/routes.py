"""What of a server's addresses the page needs; nobody gets an answer at any other one."""

from typing import Any

from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.utils import url_path_join
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from cnnlab.app.page import PlacedPageHandler

NEEDED = (
    KernelHandler,
    VoilaKernelWebsocketHandler,
    TemplateStaticFileHandler,
    MultiStaticFileHandler,
    FileFindHandler,
)


def needed(handlers: list[Any], base_url: str) -> list[Any]:
    """Return those of Voila's handlers that the page needs, and the page at one address alone.

    Left out are, among others: files beside the notebook, what a kernel was asked for by its
    page (/voila/query), and the end of a kernel by its id (/voila/api/shutdown).
    """
    kept = []
    for handler in handlers:
        _pattern, kind, *options = handler
        if kind is TornadoVoilaHandler:
            kept.append((url_path_join(base_url, "/"), PlacedPageHandler, *options))
        elif kind in NEEDED:
            kept.append(handler)
    return kept


def under(base_url: str, handlers: list[Any]) -> list[Any]:
    """Return handlers at their addresses under the server's path."""
    return [(url_path_join(base_url, pattern), *rest) for pattern, *rest in handlers]
