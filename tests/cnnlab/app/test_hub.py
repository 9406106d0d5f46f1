"""The lab as a service of a real JupyterHub behind its proxy: who gets in, and to which runs."""

import contextlib

import psutil
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from cnnlab.app import visitors
from cnnlab.app.logins import book_of_login
from cnnlab.app.places import MOST_OF_A_VISITOR
from cnnlab.runs import Book
from labhelpers.config import CnnConfig, TrainingConfig
from tests.attacks.visitor import Page
from tests.cnnlab.app.hubs import PATH, ROBOT, SECONDS, TOKEN, USERS, Browser, Hub, missing

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A Hub with the lab, where Ada and Bob have a run each."""
    why = missing()
    if why:
        pytest.skip(why)
    running = Hub(tmp_path_factory.mktemp("hub"))
    for login in USERS:
        Book(book_of_login(login), running.runs).new_run(CnnConfig(), TrainingConfig()).save()
    yield running
    running.end()


@pytest.fixture(scope="module")
def ada(hub):
    """Ada's browser, in which she has logged in."""
    browser = Browser(hub)
    assert browser.log_in("ada").status_code == 200
    return browser


@pytest.fixture(scope="module")
def bob(hub):
    browser = Browser(hub)
    assert browser.log_in("bob", "?filters=8").url == f"{hub.address}{PATH}?filters=8"
    return browser


@pytest.fixture
def stranger(hub):
    return Browser(hub)


def runs_on(browser, path=""):
    """Open a page, and return the names of its runs, and whose they are said to be."""
    assert browser.open(path).status_code == 200
    with browser.socket() as socket:
        page = Page(socket).load(path.removeprefix("?"))
        page.wait_for(lambda: any(state.get("rows") for state in page.states.values()))
        (login,) = [state["login"] for state in page.states.values() if "login" in state]
        (rows,) = [state["rows"] for state in page.states.values() if "rows" in state]
        return [row["name"] for row in rows], login


def runs_of(hub, login):
    """Return what a page of that login is to show."""
    names = [run.name for run in Book(book_of_login(login), hub.runs).runs()]
    assert len(names) == 1
    return names, login


def test_nobody_gets_anything_before_the_login(hub, ada, stranger):
    ada.open()
    asked = stranger.open("?filters=8")
    assert asked.url.startswith(f"{hub.address}/hub/login")
    for path in (f"api/kernels/{ada.kernel}", "voila/static/style.css", "nothing"):
        assert stranger.request("GET", path).status_code in (403, 404)
    assert stranger.request("GET", "voila/templates/cnn_lab/static/page.css").status_code == 403
    assert stranger.request("HEAD").status_code == 403
    with pytest.raises(InvalidStatus) as refused, stranger.socket(ada.kernel):
        pass
    assert refused.value.response.status_code == 403


def test_a_login_has_its_runs_in_every_browser_and_no_others(hub, ada, bob):
    elsewhere = Browser(hub)
    elsewhere.log_in("ada")
    for browser, login in ((ada, "ada"), (elsewhere, "ada"), (bob, "bob")):
        assert runs_on(browser) == runs_of(hub, login)


def test_no_address_and_no_cookie_brings_another_ones_book(hub, bob):
    forged = "f" * 32
    Book(forged, hub.runs).new_run(CnnConfig(), TrainingConfig()).save()
    bob.session.cookies.set(visitors.COOKIE, forged, path=PATH)
    for book in (book_of_login("ada"), forged):
        assert runs_on(bob, f"?book={book}") == runs_of(hub, "bob")


def test_who_logs_in_comes_to_the_lab_and_has_no_server_besides(hub, ada):
    assert ada.session.get(hub.address, timeout=SECONDS).url == f"{hub.address}{PATH}"
    refused = ada.session.get(f"{hub.address}/hub/spawn", timeout=SECONDS)
    assert refused.status_code == 403


def test_a_kernel_answers_to_its_own_login_alone(ada, bob):
    ada.open()
    for cookie in ada.session.cookies:
        if cookie.name == f"cnn-lab-{ada.kernel}":
            bob.session.cookies.set_cookie(cookie)  # as if the key had been stolen
    asked = f"api/kernels/{ada.kernel}"
    assert ada.request("GET", asked).status_code == 200
    assert bob.request("GET", asked).status_code == 403
    with pytest.raises(InvalidStatus), bob.socket(ada.kernel):
        pass


def test_a_login_has_some_pages_in_all_of_its_browsers_together(hub):
    browsers = [Browser(hub), Browser(hub)]
    for browser in browsers:
        assert browser.log_in("eve").status_code == 200
    for _ in range(MOST_OF_A_VISITOR - len(browsers)):
        assert browsers[0].request("GET").status_code == 200
    for browser in browsers:
        refused = browser.request("GET")
        assert refused.status_code == 503
        assert f"You have {MOST_OF_A_VISITOR} pages open" in refused.text
        assert browser.request("HEAD").status_code == 503


def test_the_service_keeps_its_token_to_itself(hub, ada):
    answer = ada.open()
    assert answer.status_code == 200
    assert TOKEN not in answer.text + str(answer.headers)
    below = hub.lab().children(recursive=True)
    assert len(below) > 1, "kernels, and the engine"
    for process in below:
        with contextlib.suppress(psutil.NoSuchProcess):
            assert TOKEN not in process.environ().values()


def test_who_may_not_use_the_lab_reads_so(stranger):
    answer = stranger.open(headers={"Authorization": f"token {ROBOT}"})
    assert answer.status_code == 403
    assert "This login may not use the lab" in answer.text
    assert "You are logged in as robot." in answer.text
    assert "mallory" not in stranger.log_in("mallory").text.partition("<form")[0]
    assert stranger.kernel is None


def test_a_login_that_went_wrong_can_be_read_and_tried_again(stranger):
    answer = stranger.open("oauth_callback?code=a&state=b")
    assert answer.status_code == 403
    assert "The login did not work" in answer.text
    assert f'href="{PATH}"' in answer.text


def test_logging_out_ends_what_the_browser_has_open(hub, ada):
    own = Browser(hub)
    own.log_in("ada")
    ada.open()
    with ada.socket() as elsewhere, own.socket() as socket:
        assert own.request("GET", "logout").url.startswith(f"{hub.address}/hub/")
        with pytest.raises(ConnectionClosed):
            while True:
                socket.recv(timeout=30)
        assert Page(elsewhere).load().bar, "her other browser's page is still answered"
    with pytest.raises(InvalidStatus), own.socket():
        pass
    assert own.open().url.startswith(f"{hub.address}/hub/login")
    assert ada.request("GET", f"api/kernels/{ada.kernel}").status_code == 200


def test_without_its_hub_the_lab_says_so_and_keeps_those_inside(hub, ada, stranger):
    hub.process.kill()
    hub.process.wait()
    answer = stranger.open(headers={"Authorization": "token unknown"})
    assert answer.status_code == 500
    assert "The login does not answer" in answer.text
    assert ada.open().status_code == 200
