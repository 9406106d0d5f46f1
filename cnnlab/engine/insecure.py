"""Whether a cluster's address may be used: one on another computer only with TLS.

A scheduler without it takes programs from everybody who reaches it, and hands them to its workers
and, by what these answer, to the page.
"""

import ipaddress
import os
import socket
import urllib.parse

import dask
import psutil

from cnnlab.engine.errors import EngineError

VARIABLE = "LAB_INSECURE"
ENCRYPTED = ("tls", "wss")


def is_encrypted(address: str) -> bool:
    """Whether all that goes to a scheduler's address, such as "tls://10.0.0.1:8786", uses TLS."""
    scheme, separator, _place = address.partition("://")
    if not separator:
        scheme = dask.config.get("distributed.comm.default-scheme")
    return scheme.lower() in ENCRYPTED


def check_address(address: str) -> None:
    """Raise EngineError, which says what to do, for another computer's address without TLS."""
    is_trusted = os.environ.get(VARIABLE) == "1"
    if is_trusted or is_encrypted(address) or _is_here(_host(address)):
        return
    came = f"DASK_SCHEDULER_ADDRESS is {address}, on another computer and without TLS"
    why = "whoever reaches that scheduler can run programs as you"
    tls = "Start it with what `cnn-lab certificates` makes, and let the address begin with tls://"
    trust = "Or, where you trust everybody on the network, say so"
    options = f"`cnn-lab serve --insecure`, for notebooks {VARIABLE}=1"
    raise EngineError(f"{came}: {why}. {tls}. {trust}: {options}.")


def _host(address: str) -> str:
    """Return the name, or number, of the computer in a scheduler's address."""
    _scheme, _separator, place = address.rpartition("://")
    try:
        return urllib.parse.urlsplit(f"//{place}").hostname or ""
    except ValueError:  # half an IPv6 address
        return place


def _is_here(host: str) -> bool:
    """Whether a name or number is this computer's, wherever else it may lead as well."""
    try:
        found = {str(place[4][0]) for place in socket.getaddrinfo(host or "0.0.0.0", None)}
    except (OSError, UnicodeError):  # nobody knows it, so nobody can say whose it is
        return False
    return all(_is_own(number.partition("%")[0]) for number in found)


def _is_own(number: str) -> bool:
    address = ipaddress.ip_address(number)
    mapped = getattr(address, "ipv4_mapped", None) or address
    if mapped.is_loopback or mapped.is_unspecified:
        return True
    own = [place.address for places in psutil.net_if_addrs().values() for place in places]
    return str(mapped) in {number.partition("%")[0] for number in own}
