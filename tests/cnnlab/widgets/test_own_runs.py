"""The address that brings a visitor's runs along: for whoever asks, and for no login."""

import pytest

from cnnlab.widgets.own_runs import OwnRuns

pytestmark = pytest.mark.panels


def test_who_asks_for_the_address_gets_it():
    own = OwnRuns("f" * 32, is_for_tab=False)
    own.receive({"take": "yes"}, None)
    assert own.query == ""
    own.receive({"take": True}, None)
    assert own.query == f"?book={'f' * 32}"


def test_a_logins_runs_have_no_address():
    own = OwnRuns("login-ada-0", is_for_tab=False, login="ada")
    own.receive({"take": True}, None)
    assert (own.query, own.login) == ("", "ada")
