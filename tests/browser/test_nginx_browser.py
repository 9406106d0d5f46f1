"""The page under a path, behind a real nginx that has the lines which the README gives."""

import contextlib
import shutil
import subprocess
import textwrap
import urllib.parse

import pytest

from cnnlab.app import visitors
from tests.browser.driving import free_port, open_step, server
from tests.browser.the_page import SECONDS, SMALL_RUN, train, train_button
from tests.waiting import wait_until

pytestmark = pytest.mark.browser

PREFIX = "/any/prefix/"
CONFIGURATION = """\
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
{location}
    }}
}}
"""


def location(project, lab_port):
    """Return the README's lines for nginx, for another path and another port."""
    readme = (project / "README.md").read_text(encoding="utf-8")
    start = readme.index("    location /lab/ {")
    lines = textwrap.dedent(readme[start : readme.index("\n\n", start)])
    return lines.replace("/lab/", PREFIX).replace(":8866", f":{lab_port}")


@contextlib.contextmanager
def nginx(folder, project, lab_port):
    """Run nginx before the lab; give its address."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("no nginx here: this test needs one, for example from `apt-get install nginx`")
    port = free_port()
    lines = textwrap.indent(location(project, lab_port), " " * 8)
    configuration = CONFIGURATION.format(folder=folder, port=port, location=lines)
    (folder / "nginx.conf").write_text(configuration, encoding="utf-8")
    command = [program, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"]
    process = subprocess.Popen(command)
    try:
        wait_until(lambda: (folder / "pid").exists() or process.poll() is not None)
        yield f"http://127.0.0.1:{port}{PREFIX}"
    finally:
        process.terminate()
        process.wait(30)


def test_the_page_works_under_a_path_behind_nginx(mnist_npz, new_page, project, tmp_path):
    runs = tmp_path / "runs"
    lab = server("cnnlab", "serve", "--visitors", f"--base-url={PREFIX}", LAB_RUNS=str(runs))
    with lab as own, nginx(tmp_path, project, urllib.parse.urlsplit(own).port) as address:
        page = new_page()
        page.goto(address + SMALL_RUN)
        train_button(page).wait_for(timeout=60 * SECONDS)
        train(page)
        page.get_by_label("Name", exact=True).fill("Ada")  # or the page asks for it first
        with page.expect_download(timeout=60 * SECONDS) as download:
            page.get_by_role("button", name="Download the report").first.click()
        assert download.value.failure() is None
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        assert cookies[visitors.COOKIE]["path"] == PREFIX
        page.get_by_role("button", name="Take my runs to another computer").click()
        box = page.get_by_label("Address that brings your runs along")
        box.wait_for()
        elsewhere = new_page()
        elsewhere.goto(box.input_value())
        assert elsewhere.url == address
        assert elsewhere.context.cookies()[0]["path"].startswith(PREFIX)
        open_step(elsewhere, 5)
        elsewhere.locator(".lab-runs").get_by_text("finished").first.wait_for(timeout=60 * SECONDS)
