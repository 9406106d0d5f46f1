"""Where the page may be: paths, and origins whose pages may embed it."""

import json
import signal
from argparse import ArgumentTypeError

import pytest

from cnnlab.__main__ import main
from cnnlab.app import serve
from cnnlab.app.embedding import base_url, embeddable, origin
from tests.browser.driving import free_port

POLICY = "default-src 'self'; connect-src 'self'; frame-ancestors 'self'"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("https://lms.example.org", "https://lms.example.org"),
        ("https://LMS.example.org/", "https://lms.example.org"),
        ("http://moodle:8080", "http://moodle:8080"),
        ("https://*.example.org", "https://*.example.org"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
    ],
)
def test_an_origin_is_taken(text, taken):
    assert origin(text) == taken


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "https:",
        "https://",
        "https://*",
        "lms.example.org",
        "ftp://lms.example.org",
        "https://lms.example.org/moodle",
        "https://lms.example.org?id=1",
        "https://teacher@lms.example.org",
        "https://lms.example.org:port",
        "https://lms.example.org; script-src *",
        "https://a.example https://b.example",
        "https://lms.example.org\nSet-Cookie: a=b",
        "'none'",
    ],
)
def test_what_is_no_origin_is_refused_with_an_example(text):
    with pytest.raises(ArgumentTypeError, match=r"expected https://.*lms\.example\.org"):
        origin(text)


def test_a_policy_keeps_all_else_and_its_own_origin():
    opened = embeddable(POLICY, ["https://a.example", "https://b.example"])
    assert opened == f"{POLICY} https://a.example https://b.example"
    assert embeddable("frame-ancestors 'self'; img-src *", ["https://a.example"]) == (
        "img-src *; frame-ancestors 'self' https://a.example"
    )
    assert embeddable("", ["https://a.example"]) == "frame-ancestors 'self' https://a.example"


def test_the_projects_policy_says_who_may_embed_the_page(project):
    settings = json.loads((project / "voila.json").read_text(encoding="utf-8"))
    policy = settings["Voila"]["tornado_settings"]["headers"]["Content-Security-Policy"]
    assert embeddable(policy, ["https://a.example"]) == f"{policy} https://a.example"


@pytest.mark.parametrize(
    ("text", "taken"),
    [("/", "/"), ("lab", "/lab/"), ("/lab", "/lab/"), ("course/cnn-lab/", "/course/cnn-lab/")],
)
def test_a_path_stands_between_slashes(text, taken):
    assert base_url(text) == taken


@pytest.mark.parametrize("text", ["https://example.org/lab/", "/a b/", "/lab/?x=1", "//a//b", "ü"])
def test_what_is_no_path_is_refused_with_an_example(text):
    with pytest.raises(ArgumentTypeError, match="such as /lab/"):
        base_url(text)


def test_a_policy_is_opened_for_each_origin_that_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # Voila would take the tests' own
    server = serve.LabServer(connection_dir=str(tmp_path))
    server.config_file_paths = [str(serve.PROJECT_ROOT)]
    origins = ["https://a.example", "https://b.example"]
    server.initialize([f"--LabServer.embed_in={origin}" for origin in origins])
    server.init_settings()
    policy = server.tornado_settings["headers"]["Content-Security-Policy"]
    assert policy.endswith("; frame-ancestors 'self' https://a.example https://b.example")
    assert "; connect-src 'self'; " in policy


def test_options_of_the_lab_reach_its_server(monkeypatch):
    served = []
    monkeypatch.setattr(serve, "serve", lambda *arguments: served.append(arguments))
    own = ["--embed-in", "https://lms.example.org", "--base-url", "lab", "--show_tracebacks=True"]
    main(["serve", "--port", str(free_port()), *own])
    assert served[0][2] == [
        "--LabServer.embed_in=https://lms.example.org",
        "--Voila.base_url=/lab/",
        "--show_tracebacks=True",
    ]
