"""Whom the page's server lets in: by the name that is asked for, and by a kernel's key."""

import socket

import pytest
from websockets.exceptions import InvalidStatus

from tests.attacks.visitor import Visitor, in_v1
from tests.waiting import wait_until

pytestmark = pytest.mark.attacks

METHODS = ["GET", "HEAD", "DELETE", "POST", "PUT", "PATCH", "OPTIONS"]
UNDER_A_KERNEL = ["", "/", "/channels", "/interrupt", "/restart", "?token=", "?token=a&token=b"]
# What jupyter_server, JupyterLab, nbconvert and Voila answer at.
NOT_NEEDED = """\
/api /api/me /api/status /api/kernels /api/kernelspecs /api/sessions /api/contents
/api/contents/dashboard.ipynb /api/terminals /api/config/notebook /api/spec.yaml /api/events
/api/security/csp-report /files/dashboard.ipynb /notebooks/dashboard.ipynb /view/dashboard.ipynb
/nbconvert/html/dashboard.ipynb /tree /lab /login /logout /metrics /terminals/websocket/1
/kernelspecs/python3/logo-64x64.png /voila /voila/tree /voila/render/dashboard.ipynb
/voila/files/dashboard.ipynb /voila/files/../docs/inside.png /voila/api/contents
/voila/api/shutdown/{kernel} /voila/query/{kernel} /voila/execution/{kernel} /dashboard.ipynb
//api/kernels/{kernel} /x/api/kernels //evil.example/
"""
OWN = ["localhost", "LocalHost:{port}", "localhost.", "127.0.0.1:{port}", "[::1]:{port}"]
OWN += ["192.0.2.7", "[fe80::1%25eth0]", socket.gethostname(), f"{socket.gethostname()}.local:1"]
FOREIGN = ["evil.example", "evil.example:{port}", "localhost.evil.example", "2130706433", "[::1"]
FOREIGN += ["127.0.0.1.evil.example", "evil.example#127.0.0.1", "127.0.0.1, evil.example", "a b"]


@pytest.fixture(scope="module")
def two(served):
    """Two visitors who have the page open."""
    visitors = [Visitor(served), Visitor(served)]
    assert [visitor.open().status for visitor in visitors] == [200, 200]
    return visitors


def socket_status(visitor, kernel=None, **options):
    """Return with which status a kernel's socket is refused, 101 where it opens."""
    try:
        with visitor.socket(kernel, **options):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_a_kernel_answers_to_the_browser_that_has_its_page(served, two):
    one, other = two
    assert one.kernel != other.kernel
    for stranger in (other, Visitor(served)):
        for path in [f"/api/kernels/{one.kernel}{rest}" for rest in UNDER_A_KERNEL]:
            statuses = {method: stranger.request(method, path).status for method in METHODS}
            assert statuses == dict.fromkeys(METHODS, 403), path
        assert socket_status(stranger, one.kernel) == 403
        assert socket_status(stranger, one.kernel, subprotocol=None) == 403
    assert one.request("GET", f"/api/kernels/{one.kernel}").status == 200
    assert [socket_status(visitor) for visitor in two] == [101, 101]


def test_another_kernels_key_does_not_open_this_one(two):
    one, other = two
    key = other.cookies[f"cnn-lab-{other.kernel}"].value
    for given in ({"Cookie": f"cnn-lab-{one.kernel}={key}"}, {"Authorization": f"token {key}"}):
        status = Visitor(one.server).request("GET", f"/api/kernels/{one.kernel}", **given).status
        assert status == 403
    path = f"/api/kernels/{one.kernel}?token={key}"
    assert Visitor(one.server).request("GET", path).status == 403


def test_the_key_is_for_the_server_and_not_for_scripts(two):
    one, _other = two
    cookie = one.cookies[f"cnn-lab-{one.kernel}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == f"/api/kernels/{one.kernel}"
    assert cookie.value not in one.page.text
    assert not cookie["secure"]


def test_behind_https_the_key_is_sent_by_https_alone(served):
    visitor = Visitor(served)
    visitor.open(X_Forwarded_Proto="https")
    assert visitor.cookies[f"cnn-lab-{visitor.kernel}"]["secure"]


def test_of_a_kernel_that_has_ended_everybody_is_told_so(served, visitor):
    path = f"/api/kernels/{visitor.kernel}"
    with visitor.socket() as own:
        own.send(in_v1("shutdown_request", {"restart": False}, channel="control"))
        wait_until(lambda: visitor.request("GET", path).status == 404)
    assert Visitor(served).request("GET", path).status == 404


@pytest.mark.parametrize("path", NOT_NEEDED.split())
def test_nobody_answers_where_the_page_needs_nothing(two, path):
    one, _other = two
    for method in ("GET", "POST"):
        response = one.request(method, path.format(kernel=one.kernel))
        assert response.status == 404, response.text


def with_port(hosts, served):
    return [host.format(port=served.port) for host in hosts]


def test_names_that_lead_elsewhere_get_no_page_no_kernel_and_no_socket(served, two):
    one, _other = two
    for host in with_port(FOREIGN, served):
        for path in ("/", f"/api/kernels/{one.kernel}", "/voila/static/voila.js"):
            assert one.request("GET", path, Host=host).status in (400, 403), host
    assert socket_status(one, host="evil.example") == 403
    said = one.request("GET", "/", Host="evil.example:9000").text
    assert "cnn-lab serve --hosts evil.example\n" in said


def test_the_machines_own_names_and_all_addresses_in_numbers_need_no_option(served, two):
    one, _other = two
    one.open()  # a page that nobody connects to has ended after a while
    path = f"/api/kernels/{one.kernel}"
    for host in with_port(OWN, served):
        assert one.request("GET", path, Host=host).status == 200, host
    assert socket_status(one, host=socket.gethostname()) == 101
