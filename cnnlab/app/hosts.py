"""The names under which the page is served: a request that asks for another one is refused.

A page of another site can have its own name lead to this server (DNS rebinding): the browser
then takes both for one site, and lets that page read this one. It cannot do so without a name:
whoever asks for an address in numbers, or for localhost, means this server.
"""

import argparse
import ipaddress
import re
import socket
import threading
import urllib.parse

# Letters, digits, hyphens and dots; a browser writes others in these, too ("xn--").
HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", re.ASCII)
EXAMPLE = "lab.example.org"


def host(text: str) -> str:
    """Return the name that an option gives, such as "lab.example.org"."""
    written = text.strip().rstrip(".").lower()
    if HOST.fullmatch(written):
        return written
    expected = f"expected a name alone, without https:// and port, such as {EXAMPLE}"
    raise argparse.ArgumentTypeError(f"{text!r} is no name of a server; {expected}")


def name_in(netloc: str) -> str:
    """Return the name, or address, of a Host header or of an address's part, without its port."""
    try:
        named = urllib.parse.urlsplit(f"//{netloc}").hostname or ""
    except ValueError:  # half an IPv6 address
        return netloc
    return named.rstrip(".")


class Hosts:
    """The names that are served.

    names: those that were given, besides localhost and this machine's own.
    """

    def __init__(self, names: list[str]) -> None:
        self.names = {"localhost", *map(str.lower, names)}
        # The full name is asked of the network, which may take its time.
        threading.Thread(target=self._add_own, name="hosts", daemon=True).start()

    def _add_own(self) -> None:
        short = socket.gethostname().lower()
        first = short.partition(".")[0]
        self.names |= {short, f"{first}.local"}
        self.names |= {socket.getfqdn().lower()}

    def has(self, netloc: str) -> bool:
        """Whether a Host header names this server."""
        name = name_in(netloc)
        if name in self.names:
            return True
        try:
            ipaddress.ip_address(name.partition("%")[0])
        except ValueError:
            return False
        return True


def refusal(netloc: str) -> str:
    """Return what is said to a request for a name that is not served."""
    name = name_in(netloc)
    named = name if HOST.fullmatch(name) else EXAMPLE
    came = f"The lab is not served under the name that this address has: {name[:100]!r}."
    advice = f"If it is to be, whoever started the lab says so: cnn-lab serve --hosts {named}"
    return f"{came}\n{advice}\n"
