"""The names under which the page is served; tests/attacks tries them on a real server."""

import socket
from argparse import ArgumentTypeError

import pytest

from cnnlab.__main__ import parsers
from cnnlab.app.hosts import Hosts, host, refusal
from tests.waiting import wait_until


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("lab.example.org", "lab.example.org"),
        (" LAB.example.org. ", "lab.example.org"),
        ("server_1", "server_1"),
        ("192.0.2.7", "192.0.2.7"),
    ],
)
def test_a_name_is_taken(text, taken):
    assert host(text) == taken


@pytest.mark.parametrize(
    "text", ["", "https://lab.example.org", "lab.example.org:80", "lab/", "*", "a b", "-", "ü"]
)
def test_what_is_no_name_is_refused_with_an_example(text):
    with pytest.raises(ArgumentTypeError, match=r"such as lab\.example\.org"):
        host(text)


def test_several_names_may_be_given_in_one_option_or_several():
    words = ["serve", "--hosts", "a.example", "b.example", "--port=9000", "--hosts=c.example"]
    options, more = parsers().parse_known_args(words)
    assert options.hosts == ["a.example", "b.example", "c.example"]
    assert more == []


def test_a_name_that_was_given_is_served_and_no_name_within_it():
    hosts = Hosts(["Lab.example.org"])
    assert hosts.has("lab.example.org:8866")
    assert not hosts.has("evil.lab.example.org")
    assert not hosts.has("example.org")


def test_this_machines_own_names_are_served():
    hosts = Hosts([])
    for name in (socket.gethostname(), socket.getfqdn()):
        wait_until(lambda name=name: hosts.has(name), seconds=30)


def test_a_refusal_names_the_option_and_repeats_nothing_but_a_name():
    assert refusal("evil.example:80").endswith("cnn-lab serve --hosts evil.example\n")
    assert "--hosts lab.example.org\n" in refusal("<script>alert(1)</script>")
