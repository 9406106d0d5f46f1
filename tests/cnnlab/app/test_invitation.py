"""What is printed for a class: an address that others reach, and the same as a QR code."""

import io
import urllib.parse

import pytest

from cnnlab.app import invitation

ADDRESS = "http://192.168.10.33:8866/"
HALF_BLOCKS = set("█▀▄ ")


class Terminal(io.TextIOWrapper):
    def __init__(self, encoding, is_terminal):
        super().__init__(io.BytesIO(), encoding=encoding)
        self._is_terminal = is_terminal

    def isatty(self):
        return self._is_terminal


@pytest.mark.parametrize(
    ("ip", "address"),
    [
        ("192.168.10.33", ADDRESS),
        ("127.0.0.1", "http://127.0.0.1:8866/"),
        ("::1", "http://[::1]:8866/"),
    ],
)
def test_the_address_is_where_the_server_listens(ip, address):
    assert invitation.address_for(ip, 8866, "/") == address


def test_a_server_for_everyone_is_reached_at_the_machines_own_address():
    own = invitation.own_address()
    assert invitation.address_for("0.0.0.0", 8866, "/lab/") == f"http://{own}:8866/lab/"
    assert own not in invitation.EVERYWHERE


def test_what_keeps_a_class_out_is_said():
    assert invitation.words(ADDRESS, 30, 42, is_reached=True) == [f"For the class: {ADDRESS}"]
    _address, alone, few = invitation.words(ADDRESS, 60, 42, is_reached=False)
    assert "--ip 0.0.0.0" in alone
    assert "room for 42 pages, and 60 people are expected" in few
    _address, hub = invitation.words(ADDRESS, 30, 42, is_reached=False, is_behind_hub=True)
    assert "`public_url`" in hub
    assert "--ip" not in hub


def test_the_code_is_square_and_dark_on_light_on_any_terminal():
    code = invitation.qr_code(ADDRESS)
    width = len(code[0])
    assert {len(line) for line in code} == {width}
    assert len(code) == (width + 1) // 2
    assert set("".join(code)) <= HALF_BLOCKS
    shown = invitation.invitation(ADDRESS, ["words"], Terminal("utf-8", is_terminal=True))
    assert shown.splitlines()[0] == f"\x1b[97;40m{code[0]}\x1b[0m"
    piped = invitation.invitation(ADDRESS, ["words"], Terminal("utf-8", is_terminal=False))
    assert piped.splitlines() == [*code, "words"]


def test_a_terminal_without_half_blocks_has_the_words():
    assert invitation.invitation(ADDRESS, ["a", "b"], Terminal("cp1252", True)) == "a\nb"


def test_the_teachers_address_is_printed_for_eyes_and_for_no_log(tmp_path):
    kept = tmp_path / "wall.json"
    seen = invitation.for_the_teacher(ADDRESS, kept, Terminal("utf-8", is_terminal=True))
    assert seen.endswith(f": {ADDRESS}")
    logged = invitation.for_the_teacher(ADDRESS, kept, Terminal("utf-8", is_terminal=False))
    assert ADDRESS not in logged
    assert logged.endswith(str(kept))
    unkept = invitation.for_the_teacher(ADDRESS, None, Terminal("utf-8", is_terminal=False))
    assert ADDRESS not in unkept
    assert "LAB_RUNS" in unkept
    alone = invitation.for_the_teacher(ADDRESS, None, Terminal("utf-8", is_terminal=True))
    assert alone.endswith(f": {ADDRESS}")


def test_the_picture_of_the_code_needs_no_other_host():
    picture = invitation.qr_picture(ADDRESS)
    assert picture.startswith("data:image/svg+xml")
    assert "http://www.w3.org/2000/svg" in urllib.parse.unquote(picture)
