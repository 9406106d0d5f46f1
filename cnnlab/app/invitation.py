"""What is printed where a class is expected: the address to hand out, as text and as a QR code."""

import contextlib
import io
import socket
from pathlib import Path
from typing import TextIO

import segno

# Nothing is sent there: the system only says by which of its addresses it would go
# (an address for documentation, RFC 5737).
FAR_AWAY = ("192.0.2.1", 9)
EVERYWHERE = ("", "0.0.0.0", "::")
UNKEPT = (
    "its address could not be written to a file, and is not told here, where others may read it. "
    "Let LAB_RUNS name a folder that can be written to, or serve from a terminal."
)
ONLY_HERE = "Only this machine reaches it; --ip 0.0.0.0 lets the network in."
OF_THE_HUB = "Only the Hub reaches it; set the Hub's `public_url`, and the class's is told here."


def own_address() -> str:
    """Return this machine's address on its network; 127.0.0.1 where it has none."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(FAR_AWAY)
        return probe.getsockname()[0]
    return "127.0.0.1"


def address_for(ip: str, port: int, base_url: str) -> str:
    """Return the address at which others reach a server that listens at `ip`."""
    host = own_address() if ip in EVERYWHERE else ip
    named = f"[{host}]" if ":" in host else host
    return f"http://{named}:{port}{base_url}"


def qr_code(address: str) -> list[str]:
    """Return an address as lines of half blocks, which are the light of it."""
    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(drawn, border=2, compact=True)
    return drawn.getvalue().splitlines()


def qr_picture(address: str) -> str:
    """Return an address as the address of an SVG picture, dark on light in any theme."""
    code = segno.make(address, micro=False)
    return code.svg_data_uri(scale=8, border=2, light="#fff", dark="#000")


def for_the_teacher(address: str, kept_in: Path | None, terminal: TextIO) -> str:
    """Return what is printed of the wall's address.

    What is printed into no terminal may end up in a log: it names the file that has the address.
    kept_in: that file, None where it could not be written.
    """
    place = f"its address is in {kept_in}" if kept_in else UNKEPT
    if terminal.isatty():
        place = address
    return f"For the teacher alone, the class on one screen: {place}"


def words(
    address: str, size: int, most_pages: int, is_reached: bool, is_behind_hub: bool = False
) -> list[str]:
    """Return the address with what keeps a class out, if anything.

    size: how many are expected.
    most_pages: how many pages this machine holds.
    is_reached: whether other machines reach the address.
    is_behind_hub: whether it is a Hub's own, and the Hub does not say where browsers reach it.
    """
    lines = [f"For the class: {address}"]
    if not is_reached:
        lines.append(OF_THE_HUB if is_behind_hub else ONLY_HERE)
    if size > most_pages:
        came = f"There is room for {most_pages} pages, and {size} people are expected"
        lines.append(f"{came}: the others wait at the door (--most-pages).")
    return lines


def invitation(address: str, lines: list[str], terminal: TextIO) -> str:
    """Return what is printed; without the QR code where the terminal has no half blocks."""
    code = qr_code(address)
    with contextlib.suppress(UnicodeEncodeError):
        "".join(code).encode(terminal.encoding or "ascii")
        # Whatever the terminal's colours: a dark code on a light ground.
        light, usual = ("\x1b[97;40m", "\x1b[0m") if terminal.isatty() else ("", "")
        lines = [*(f"{light}{line}{usual}" for line in code), *lines]
    return "\n".join(lines)
