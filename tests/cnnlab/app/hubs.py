"""A real JupyterHub with its proxy, the lab as its service, and browsers that log in there."""

import contextlib
import importlib.util
import os
import re
import subprocess
import sys
import uuid

import psutil
import requests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from cnnlab.app.kernel_socket import V1
from tests.attacks.visitor import IN_PAGE
from tests.browser.driving import PROJECT, free_port
from tests.front_ends import check
from tests.waiting import wait_until

PROXY = PROJECT / "node_modules/configurable-http-proxy/bin/configurable-http-proxy"
PATH = "/services/lab/"
TOKEN = "the-lab-asks-the-hub-with-this-token"
ROBOT = "a-service-that-may-do-nothing-has-this-token"
USERS = ["ada", "bob", "eve"]
XSRF = re.compile('name="_xsrf" value="([^"]+)"')
SECONDS = 60
GOING_AWAY = 1001

# What is another way here than where the lab is deployed.
CONFIGURATION = """
load_subconfig({deployed!r})
c.JupyterHub.bind_url = c.JupyterHub.public_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub_port}"
c.JupyterHub.db_url = "sqlite://"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.command = [{node!r}, {proxy!r}]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = False
c.Authenticator.allowed_users = set({users!r})
(lab,) = c.JupyterHub.services
lab["url"] = "http://127.0.0.1:{lab_port}"
lab["api_token"] = {token!r}
lab["command"] = [{python!r}, "-m", "cnnlab", "serve", "--log", {log!r}]
lab["environment"] = {environment!r}
c.JupyterHub.services = [lab, {{"name": "robot", "api_token": {robot!r}}}]
"""


def missing():
    """Return what a Hub needs and is not here, in a sentence; "" where all is."""
    if importlib.util.find_spec("jupyterhub") is None:
        return "no jupyterhub here: `make setup-hub` installs it"
    if not check.fetch_tools() or not PROXY.exists():
        return "no configurable-http-proxy here: npm fetches it"
    return ""


class Hub:
    """A Hub that runs in a folder, with the lab behind it; `USERS` log in with any password."""

    def __init__(self, folder):
        self.folder = folder
        self.runs = folder / "runs"
        self.address = f"http://127.0.0.1:{free_port()}"
        self.log = folder / "hub.log"
        self._configure()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(folder / "config.py")],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(PROJECT)},
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )
        wait_until(self._is_up, seconds=2 * SECONDS, came=self.log.read_text)
        self.family = psutil.Process(self.process.pid).children(recursive=True)

    def _is_up(self):
        assert self.process.poll() is None, self.log.read_text()
        return "JupyterHub is now running" in self.log.read_text()

    def lab(self):
        """Return the lab's process."""
        (lab,) = [process for process in self.family if "cnnlab" in process.cmdline()]
        return lab

    def end(self):
        """End all of it, even where the Hub has gone before."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=SECONDS)
        for process in self.family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.terminate()
        _gone, alive = psutil.wait_procs(self.family, timeout=SECONDS)
        for process in alive:
            process.kill()

    def _configure(self):
        runtime = self.folder / "runtime"
        runtime.mkdir(mode=0o700)
        environment = {
            "LAB_RUNS": str(self.runs),
            "LAB_CACHE": str(self.folder / "cache"),
            "JUPYTER_RUNTIME_DIR": str(runtime),
            "JUPYTER_PATH": os.environ.get("JUPYTER_PATH", ""),
        }
        text = CONFIGURATION.format(
            deployed=str(PROJECT / "deploy" / "jupyterhub_config.py"),
            port=self.address.rpartition(":")[2],
            hub_port=free_port(),
            proxy_port=free_port(),
            lab_port=free_port(),
            node=check.node(),
            proxy=str(PROXY),
            users=USERS,
            token=TOKEN,
            robot=ROBOT,
            python=sys.executable,
            log=str(self.folder / "lab.log"),
            environment=environment,
        )
        (self.folder / "config.py").write_text(text, encoding="utf-8")


class Browser:
    """A browser: its cookies, each with its path, and the kernel of the page it opened last."""

    def __init__(self, hub):
        self.hub = hub
        self.session = requests.Session()
        self.kernel = None

    def request(self, method, path="", **options):
        """Return the answer of the lab at a path, after all redirects."""
        address = f"{self.hub.address}{PATH}{path}"
        return self.session.request(method, address, timeout=SECONDS, **options)

    def open(self, path="", **options):
        """Open the page, which has a kernel then, and close the one before; return the answer."""
        self.close()
        answer = self.request("GET", path, **options)
        found = IN_PAGE.search(answer.text)
        self.kernel = found and found[1]
        return answer

    def log_in(self, name, path=""):
        """Open the page as somebody who has not logged in; return what comes after the login."""
        form = self.open(path)
        typed = {"username": name, "password": "any", "_xsrf": XSRF.search(form.text)[1]}
        answer = self.session.post(form.url, data=typed, timeout=SECONDS)
        found = IN_PAGE.search(answer.text)
        self.kernel = found and found[1]
        return answer

    def close(self):
        """Close the page that was opened last, if any."""
        with contextlib.suppress(InvalidStatus):  # it has ended
            if self.kernel:
                with self.socket() as socket:
                    socket.close(GOING_AWAY)

    def socket(self, kernel=None):
        """Return a connection to a kernel, the own one where none is named; close it after use."""
        asked = f"api/kernels/{kernel or self.kernel}/channels?session_id={uuid.uuid4().hex}"
        address = f"{self.hub.address}{PATH}{asked}"
        sent = requests.Request("GET", address)
        cookies = self.session.prepare_request(sent).headers.get("Cookie", "")
        return connect(
            address.replace("http:", "ws:"),
            proxy=None,
            ping_interval=None,
            close_timeout=1,
            subprotocols=[V1],
            additional_headers={"Cookie": cookies} if cookies else {},
            max_size=None,
        )
