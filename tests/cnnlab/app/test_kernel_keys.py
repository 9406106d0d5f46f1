"""What opens a page's kernel; tests/attacks tries it on a real server."""

from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from cnnlab.app.kernel_keys import KernelKeys, cookie_options

KEYS = KernelKeys(b"secret", is_in_page=True)
KEY = KEYS.of("a")


def request(uri="/", **headers):
    connection = SimpleNamespace(set_close_callback=lambda callback: None)
    line = RequestStartLine("GET", uri, "HTTP/1.1")
    named = HTTPHeaders({"Host": "localhost"} | headers)
    return HTTPServerRequest(start_line=line, headers=named, connection=connection)


@pytest.mark.parametrize(
    "asked",
    [
        request(Cookie=f"cnn-lab-a={KEY}"),
        request(Cookie=f"other=1; cnn-lab-a={KEY}; cnn-lab-b=2"),
        request(Authorization=f"token {KEY}"),
        request(f"/?token={KEY}"),
        request(f"/?token={KEY}", Cookie="cnn-lab-a=old"),
    ],
)
def test_a_key_opens_its_kernel_and_no_other(asked):
    assert KEYS.opens(asked, "a")
    assert not KEYS.opens(asked, "b")
    assert not KernelKeys(b"of another server", is_in_page=True).opens(asked, "a")


@pytest.mark.parametrize(
    "asked",
    [
        request(),
        request("/?token="),
        request(Cookie="cnn-lab-a"),
        request(Cookie=f"cnn-lab-a={KEY[:-1]}"),
        request(Cookie=f"cnn-lab-b={KEY}"),
        request(Cookie="cnn-lab-a=\xff\xfe"),
        request(Authorization=KEY),
        request(Authorization="token"),
    ],
)
def test_what_is_no_key_opens_nothing(asked):
    assert not KEYS.opens(asked, "a")


def test_a_browser_keeps_a_key_as_strictly_as_it_can():
    plain = {"httponly": True, "samesite": "Strict"}
    assert cookie_options(is_https=False, is_embedded=False) == plain
    assert cookie_options(is_https=True, is_embedded=False) == plain | {"secure": True}
    # Over http a browser takes no cookie that says None: the page carries the key then.
    assert cookie_options(is_https=False, is_embedded=True) == plain
    embedded = {"httponly": True, "samesite": "None", "secure": True}
    assert cookie_options(is_https=True, is_embedded=True) == embedded
