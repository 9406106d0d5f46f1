"""The lab as a service of a JupyterHub: what the Hub's environment says of it.

A Hub tells a service where to listen, under which path it is reached, and with which token to ask
who somebody is. Whoever starts the service by hand sets the same variables.
"""

import importlib.util
import os
import sys
import urllib.parse
from typing import NamedTuple

# A Hub names its services so, and a user's own server never: in a terminal there, the lab is
# served as anywhere else.
NAME = "JUPYTERHUB_SERVICE_NAME"
ADDRESS = "JUPYTERHUB_SERVICE_URL"
PREFIX = "JUPYTERHUB_SERVICE_PREFIX"
TOKEN = "JUPYTERHUB_API_TOKEN"
OLD_TOKEN = "JPY_API_TOKEN"  # the same, under the name that it had before
NEEDED = (ADDRESS, PREFIX, TOKEN, "JUPYTERHUB_API_URL", "JUPYTERHUB_CLIENT_ID")
PUBLIC = "JUPYTERHUB_PUBLIC_URL"
WITH_CERTIFICATES = "JUPYTERHUB_SSL_KEYFILE"
# Options that say what the Hub says, or that a page behind a login has no use for.
NOT_WITH_A_HUB = ("--LabServer.embed_in", "--Voila.base_url")
MANUAL = "deploy/README.md says how the lab is made a service of a Hub."


class Service(NamedTuple):
    """The lab's place at a Hub.

    ip, port: where it listens; base_url: the path under which the Hub's proxy has it.
    token: with what it asks the Hub; who has it is the service.
    public_url: its address for browsers, "" where the Hub does not know it.
    """

    ip: str
    port: int
    base_url: str
    token: str
    public_url: str

    def options(self) -> list[str]:
        """Return what this says to the server, as options of Voila's."""
        shown = [f"--Voila.custom_display_url={self.public_url}"] if self.public_url else []
        return [f"--Voila.base_url={self.base_url}", *shown]


def is_here() -> bool:
    """Whether a Hub has started this process as its service."""
    return bool(os.environ.get(NAME))


def service(options: list[str]) -> Service:
    """Return what the Hub says, and keep its token from all processes that this one starts.

    options: those of the server. Exits with a sentence where the lab cannot be the Hub's service:
    without a login it is not to be served there.
    """
    problem = _problem(options)
    if problem:
        sys.exit(f"{NAME} is set, so the lab is to be a Hub's service. {problem} {MANUAL}")
    address = urllib.parse.urlsplit(os.environ[ADDRESS])
    os.environ.pop(OLD_TOKEN, None)
    return Service(
        ip=address.hostname or "",
        port=address.port or 0,
        base_url=os.environ[PREFIX],
        token=os.environ.pop(TOKEN),
        public_url=os.environ.get(PUBLIC, ""),
    )


def _problem(options: list[str]) -> str:
    """Return a sentence on what keeps the lab from being a service, "" for nothing."""
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        return f"But {', '.join(missing)} is not set."
    if not _is_place(os.environ[ADDRESS]):
        came = f"But {ADDRESS} is {os.environ[ADDRESS]!r}"
        return f"{came}; expected http://, an address and a port, such as http://127.0.0.1:8866."
    if os.environ.get(WITH_CERTIFICATES):
        return "But the Hub has internal_ssl, which the lab does not speak."
    named = {option.partition("=")[0] for option in options}
    unfit = sorted(named.intersection(NOT_WITH_A_HUB))
    if unfit:
        given = unfit[0].rpartition(".")[2].replace("_", "-")
        return f"But it was started with --{given}, which cannot be there."
    if importlib.util.find_spec("jupyterhub") is None:
        return "But jupyterhub is not installed: pip install -r requirements-hub.txt does that."
    return ""


def _is_place(text: str) -> bool:
    try:
        address = urllib.parse.urlsplit(text)
        return address.scheme == "http" and bool(address.hostname and address.port)
    except ValueError:  # a port that is none
        return False
