"""Which cluster's addresses may be used: another computer's with TLS only."""

import socket

import dask
import psutil
import pytest

from cnnlab import engine
from cnnlab.engine.insecure import VARIABLE, check_address, is_encrypted

ELSEWHERE = "198.51.100.7"  # kept for examples: nobody has it
NUMBERS = [
    place.address
    for places in psutil.net_if_addrs().values()
    for place in places
    if place.family in (socket.AF_INET, socket.AF_INET6)
]


@pytest.fixture(autouse=True)
def nobody_is_trusted(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"],
)
def test_this_computer_needs_no_tls(host):
    for address in (f"tcp://{host}:8786", f"{host}:8786", f"tcp://{host}"):
        check_address(address)


def test_an_own_address_is_this_computers():
    assert NUMBERS
    for number in NUMBERS:
        check_address(f"tcp://[{number}]:8786" if ":" in number else f"tcp://{number}:8786")


@pytest.mark.parametrize(
    "address",
    [
        f"tcp://{ELSEWHERE}:8786",
        f"{ELSEWHERE}:8786",
        f"TCP://{ELSEWHERE}",
        f"ucx://{ELSEWHERE}:8786",
        f"ws://{ELSEWHERE}:8786",
        f"tls:{ELSEWHERE}:8786",
        f"tcp://localhost@{ELSEWHERE}:8786",
        f"tcp://[::ffff:{ELSEWHERE}]:8786",
        "tcp://[2001:db8::7]:8786",
        "tcp://no.such.host.invalid:8786",
        "tcp://[::1",
    ],
)
def test_another_computer_needs_tls(address):
    with pytest.raises(engine.EngineError) as refused:
        check_address(address)
    assert address in str(refused.value)
    assert "LAB_INSECURE=1" in str(refused.value)
    assert "cnn-lab certificates" in str(refused.value)


def test_the_page_asks_no_such_scheduler(monkeypatch):
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", f"tcp://{ELSEWHERE}:8786")
    with pytest.raises(engine.EngineError, match="can run programs as you"):
        engine.connect(timeout=60)  # which it would wait for an answer


def test_whoever_trusts_the_network_says_so(monkeypatch):
    monkeypatch.setenv(VARIABLE, "1")
    check_address(f"tcp://{ELSEWHERE}:8786")
    monkeypatch.setenv(VARIABLE, "0")
    with pytest.raises(engine.EngineError):
        check_address(f"tcp://{ELSEWHERE}:8786")


def test_an_address_without_a_scheme_has_dasks(monkeypatch):
    assert not is_encrypted("host:8786")
    with dask.config.set({"distributed.comm.default-scheme": "tls"}):
        assert is_encrypted("host:8786")
        assert not is_encrypted("tcp://host:8786")
