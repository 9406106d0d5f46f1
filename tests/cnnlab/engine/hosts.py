"""Several hosts on one Linux machine: each with a network, a name and processes of its own.

Nothing of the machine's own network is touched: all of it is within the namespaces that `APART`
opens for one command, and gone with it. Where user namespaces are allowed no root is needed.
"""

import os
import shlex
import subprocess
import sys
import time

import psutil

from tests.waiting import wait_until

OWN = ["--net", "--uts", "--pid", "--fork", "--mount-proc", "--kill-child"]
APART = ["unshare", "--user", "--map-root-user", *OWN]
# `ip` is not on everybody's path.
PATH = {"PATH": os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])}
WITH_IP = os.environ | PATH
HERE = "10.0.0.1"
SWITCH = "ip link add switch type bridge"
NONE = "no hosts can be made of namespaces here"


def why_none():
    """Return why this machine lets nobody have hosts of this kind; "" where it does."""
    words = ["sh", "-c", f"{SWITCH} && ip link add end type veth peer name other"]
    try:
        tried = subprocess.run([*APART, *words], env=WITH_IP, capture_output=True, text=True)
    except OSError as error:  # no Linux
        return f"{NONE} ({error})"
    return f"{NONE} ({tried.stderr.strip()})" if tried.returncode else ""


def do(line):
    """Do a line of a shell's in this process' network."""
    subprocess.run(["sh", "-c", line], env=WITH_IP, check=True)


def lay_network():
    """Give the namespaces of this process a switch, at which it has the address HERE."""
    do(f"{SWITCH} && ip link set switch up && ip link set lo up")
    do(f"ip address add {HERE}/24 dev switch")


class Host:
    """A host: a shell at which one can type, and a cable to the switch.

    number: from 1 on, which gives its name and its address. environment: of all that is typed.
    """

    def __init__(self, number, environment):
        self.name = f"host-{number}"
        self.cable = f"cable-{number}"
        self.console = subprocess.Popen(
            ["unshare", *OWN, "sh"],
            env=environment | PATH,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._type("echo up")
        assert self.console.stdout.readline() == "up\n"  # its namespaces are its own from here on
        do(f"ip link add {self.cable} type veth peer name eth0 netns {self.console.pid}")
        do(f"ip link set {self.cable} master switch up")
        self._type(f"hostname {self.name}; ip link set lo up; ip link set eth0 up")
        self._type(f"ip address add 10.0.0.{10 + number}/24 dev eth0")

    def _type(self, line):
        self.console.stdin.write(f"{line}\n")
        self.console.stdin.flush()

    def start(self, words, log):
        """Start a command, which writes to the file `log`."""
        self._type(f"{shlex.join(words)} >>{shlex.quote(str(log))} 2>&1 &")
        wait_until(lambda: self.processes, 10)

    @property
    def processes(self):
        """What was started here and has not ended."""
        shell = psutil.Process(self.console.pid).children()[0]
        started = shell.children(recursive=True)
        return [process for process in started if process.status() != psutil.STATUS_ZOMBIE]

    def pull_cable(self):
        """Cut the host off: nobody is told."""
        do(f"ip link set {self.cable} down")
        return time.monotonic()

    def plug_cable(self):
        do(f"ip link set {self.cable} up")

    def power_off(self):
        """End all processes of the host at once."""
        self.console.kill()
        self.console.wait()


if __name__ == "__main__":  # `.ci/run` asks
    sys.exit(why_none() or None)
