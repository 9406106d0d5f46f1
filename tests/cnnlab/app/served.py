"""`cnn-lab serve` in a process of its own, and what the tests ask of it."""

import contextlib
import http.client
import os
import subprocess
import sys
from types import SimpleNamespace

import psutil

from cnnlab.app import serve

STARTS_WITHIN = 180  # seconds


class Server:
    """`cnn-lab serve` in a process of its own, in a folder that is not the project's."""

    def __init__(self, port, folder, *options, **environment):
        self.port = port
        self.errors = folder / "stderr"
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        own = {"JUPYTER_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(serve.PROJECT_ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cnnlab", "serve", "--port", str(port), *options],
            cwd=folder,
            env=os.environ | own | environment,
            stdout=subprocess.PIPE,
            stderr=self.errors.open("w"),
            text=True,
        )
        self.line = self.process.stdout.readline()

    def get(self, path="/"):
        return self.request("GET", path)

    def request(self, method, path, body=None, headers=None):
        """Return the response's status, headers and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=STARTS_WITHIN)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            text = response.read().decode()
        return SimpleNamespace(status=response.status, headers=response.headers, text=text)

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def runs(self, module):
        """Whether a process of the family runs a module."""
        return any(module in process.cmdline() for process in self.family())

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(timeout=120)

    def clean_up(self):
        """End what a failed test has left."""
        if self.process.poll() is None:
            family = self.family()
            self.process.kill()
            self.process.wait()
            for process in family:
                if process.is_running():
                    process.kill()
        self.process.stdout.close()
