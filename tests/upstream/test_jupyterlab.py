"""Canaries for JupyterLab: what a page uses of it beyond what it promises, tried for real.

Where one of them fails after an upgrade, its docstring says what in the lab would break.
"""

import pytest

from lessons.student import OF_JUPYTERLAB
from tests.browser.driving import server
from tests.upstream.slider_page import CONFIG, SECONDS, slider_parts

SETTINGS = [
    "--no-browser",
    "--allow-root",
    "--IdentityProvider.token=",
    "--ServerApp.disable_check_xsrf=True",
    "--LabApp.news_url=None",
]


@pytest.mark.browser
def test_its_page_names_no_kernel_but_the_parts_of_a_slider(notebook, browser):
    """page_care.js, tests/browser: the same in JupyterLab, whose page watches kernels itself.

    Sliders would have no names there; a page's watch would look for a kernel that is none.
    """
    lab = server(
        "jupyterlab",
        *SETTINGS,
        f"--ServerApp.root_dir={notebook}",
        folder=notebook,
        path="lab",
        JUPYTERLAB_WORKSPACES_DIR=str(notebook / ".workspaces"),
    )
    with lab as address, browser.new_page() as page:
        page.goto(f"{address}lab/tree/page.ipynb?reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=SECONDS * 1000)
        page.wait_for_timeout(1000)  # as the tests in tests/browser do: the menus come late
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        assert slider_parts(page) == ["Epochs", True]
        config = page.evaluate(CONFIG)
        assert "kernelId" not in config
        assert config["baseUrl"] == "/"


def test_its_server_tells_a_kernel_which_notebook_opened_it():
    """lessons/student.py: a student's number is kept only where a notebook was opened.

    Without the variable, it would have to be typed in each lesson.
    """
    from jupyter_server.services.sessions.sessionmanager import SessionManager

    environment = SessionManager().get_kernel_env("01.ipynb")
    assert environment[OF_JUPYTERLAB].endswith("01.ipynb")
