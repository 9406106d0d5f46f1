"""The teacher's wall, on a real server: nothing is there without its address, and nobody else's
page can act in the teacher's name. With it, the queue and a message reach a real page.
"""

import json
import re

import pytest

from cnnlab.app.wall_key import COOKIE, HEADER
from cnnlab.runs.class_folder import FOLDER
from tests.attacks.visitor import Page, Visitor
from tests.waiting import wait_until

pytestmark = pytest.mark.attacks

LONG = "epochs=90&filters=8&num_train=1000&preset=plain"
ADDRESSES = ("/wall/", "/wall/state", "/wall/act", "/wall", f"/wall/{'a' * 32}", "/wall/a")


@pytest.fixture(scope="module")
def secret(served):
    """Return the secret of the wall's address."""
    return json.loads((served.folder / "runs" / FOLDER / "wall.json").read_text())["secret"]


@pytest.fixture(scope="module")
def teacher(served, secret):
    """Give who has opened the wall's address, and the consent that is in the wall's page."""
    opened = Visitor(served)
    moved = opened.request("GET", f"/wall/{secret}")
    assert (moved.status, moved.headers["Location"]) == (303, "/wall/")
    page = opened.request("GET", "/wall/")
    assert page.status == 200
    assert secret not in page.text
    opened.consent = re.search('name="lab-consent" content="([0-9a-f]{64})"', page.text).group(1)
    yield opened
    for wish in ({"pause": False}, {"message": ""}):  # the next one comes to the same server
        act(opened, wish)


def state_of(teacher):
    return json.loads(teacher.request("GET", "/wall/state").text)


def act(teacher, wish, consent=None, **headers):
    """Send a wish as the wall's page does; return the response."""
    named = {HEADER.replace("-", "_"): consent or teacher.consent} | headers
    return teacher.request("POST", "/wall/act", json.dumps(wish), **named)


# Without the address


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_without_the_secret_it_is_as_if_there_were_no_wall(served, method, address):
    nothing = served.request(method, "/no-such-address")
    answer = served.request(method, address)
    assert (answer.status, answer.text) == (nothing.status, nothing.text)
    assert answer.status == 404
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("cookie", ["", "a", "0" * 64, "é"])
def test_a_wrong_cookie_opens_nothing(served, cookie):
    sent = {"Cookie": f"{COOKIE}={cookie}".encode()}
    assert served.request("GET", "/wall/state", headers=sent).status == 404


def test_the_secret_itself_is_no_cookie_and_a_students_page_has_none(served, secret, visitor):
    sent = {"Cookie": f"{COOKIE}={secret}"}
    assert served.request("GET", "/wall/state", headers=sent).status == 404
    assert secret not in visitor.page.text
    assert COOKIE not in visitor.cookies


def test_the_cookie_is_for_the_wall_and_not_for_scripts(teacher):
    cookie = teacher.cookies[COOKIE]
    assert (cookie["path"], cookie["samesite"]) == ("/wall/", "Lax")
    assert cookie["httponly"]
    assert not cookie["expires"], "the classroom's browser forgets it when it is closed"


def test_the_secret_is_neither_logged_nor_printed(served, secret, teacher):
    for method in ("POST", "DELETE", "HEAD"):
        teacher.request(method, f"/wall/{secret}")
    teacher.request("GET", f"/wall/{secret}?a=b")
    assert teacher.request("GET", f"/wall/{secret}", Host="evil.example").status == 403
    assert act(teacher, {"pause": "x"}).status == 400
    log = (served.folder / "lab.log").read_text()
    printed = served.process.stdout.readline()
    assert str(served.folder / "runs" / FOLDER / "wall.json") in printed
    for kept in (log, printed, served.errors.read_text()):
        assert secret not in kept
        assert teacher.consent not in kept


# In the teacher's name


def test_another_sites_page_can_do_nothing_in_the_teachers_name(served, teacher):
    wish = {"message": "owned"}
    plain = {"Content_Type": "text/plain"}
    assert teacher.request("POST", "/wall/act", json.dumps(wish), **plain).status == 403
    assert act(teacher, wish, consent="0" * 64).status == 403
    assert act(teacher, wish, consent="é").status == 403
    foreign = {"Origin": "https://evil.example"}
    assert act(teacher, wish, **foreign).status == 403
    assert act(teacher, wish, Origin="null").status == 403
    asked = teacher.request("GET", "/wall/state", Host="evil.example")
    assert asked.status == 403, "DNS rebinding"
    assert state_of(teacher)["message"] == ""
    headers = teacher.request("GET", "/wall/").headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


WRONG = [None, 3, [], {}, {"pause": 1}, {"end": "a" * 16}, {"end": 3}, {"end": "../x"}]


@pytest.mark.parametrize("wish", [*WRONG, {"message": 3}, {"message": "a" * 201}, {"stop": "a"}])
def test_a_wish_that_is_none_is_a_sentence(teacher, wish):
    answer = act(teacher, wish)
    assert (answer.status, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert answer.text.endswith(".")


@pytest.mark.parametrize("body", ["", "{", "[" * 50_000, "NaN", "\xff"])
def test_what_is_no_json_is_refused(teacher, body):
    headers = {HEADER.replace("-", "_"): teacher.consent}
    assert teacher.request("POST", "/wall/act", body.encode("latin-1"), **headers).status == 400


# With a page


def test_pause_message_step_and_the_end_of_a_run_reach_page_and_wall(teacher, visitor):
    markup = "Look <b>up</b>."
    with visitor.socket() as socket:
        page = Page(socket).load(LONG)
        bar = page.bar
        page.wait_for(lambda: page.states[bar]["is_open"] and page.states[bar]["dataset"])
        wait_until(lambda: not state_of(teacher)["queue"]["problem"])
        assert act(teacher, {"pause": True}).status == 204
        page.click("Train")
        page.wait_for(lambda: page.says("Your teacher has paused the queue."))
        queue = state_of(teacher)["queue"]
        assert (queue["is_paused"], len(queue["on"])) == (True, 0)
        assert [run["told"][:2] for run in queue["waiting"]] == [["8 filters", "90 epochs"]]

        assert act(teacher, {"message": markup}).status == 204
        page.wait_for(lambda: page.states[bar]["message"]["text"] == markup)
        page.tell(bar, {"place": 4})
        wait_until(lambda: state_of(teacher)["steps"][4]["pages"] == 1)
        assert act(teacher, {"message": ""}).status == 204
        page.wait_for(lambda: page.states[bar]["message"]["text"] == "")

        assert act(teacher, {"pause": False}).status == 204
        page.wait_for(lambda: page.says("training</b>"))
        (run,) = state_of(teacher)["queue"]["on"]
        assert act(teacher, {"end": run["id"]}).status == 204
        page.wait_for(lambda: page.says("Your teacher ended this run."))
        assert page.says("stopped</b>")
