"""The dashboard for visitors: Voila, and one training engine for all of them.

`cnn-lab serve` works from any folder; the settings are the project's voila.json, further
options Voila's.
"""

import argparse
import logging
import os
import signal
import sys
import threading
from contextlib import closing, redirect_stderr, suppress

from cnnlab.app import doctor
from labhelpers.quiet import quiet_stderr

try:
    import psutil
    from jupyter_core.paths import jupyter_config_path
    from tornado.ioloop import IOLoop, PeriodicCallback
    from tornado.netutil import bind_sockets
    from tornado.web import HTTPError
    from voila.app import Voila

    from cnnlab import engine
    from labhelpers.files import PROJECT_ROOT
except ImportError as error:
    doctor.show_problems(sys.stderr)
    sys.exit(f"The lab cannot be served: {error}.")

NOTEBOOK = PROJECT_ROOT / "notebooks" / "dashboard.ipynb"
SECONDS_BETWEEN_LOOKS = 10.0
ENDING_SIGNALS = {
    getattr(signal, name, signal.SIGTERM) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
}


class LabServer(Voila):
    """Voila that says where it is once it answers, and that ends with status 0 when it is asked to."""

    def listen(self):
        """Serve until a signal comes."""
        self.ioloop = IOLoop.current()
        for ending in ENDING_SIGNALS:
            signal.signal(ending, self._handle_signal_stop)
        # Windows sees a signal only when the loop wakes up.
        PeriodicCallback(lambda: None, 500).start()
        self.ioloop.add_callback(
            print, f"The lab is at {self.display_url} (Ctrl+C ends it)", flush=True
        )
        super().listen()

    def stop(self):
        """End the kernels, undisturbed by a second Ctrl+C: Voila waits for each only some seconds."""
        for ending in ENDING_SIGNALS:
            signal.signal(ending, signal.SIG_IGN)
        # Voila knows nothing yet of a kernel that starts; it ends by itself.
        with suppress(HTTPError):
            super().stop()


class SharedEngine(threading.Thread):
    """The training engine, kept up beside the server so that a visitor finds it warm."""

    def __init__(self):
        super().__init__(daemon=True)
        self.engine, self.ended = None, threading.Event()
        self.start()

    def run(self):
        """Connect, at once and whenever the engine is lost, as long as that can be done."""
        try:
            while not self.ended.is_set():
                if self.engine is None or not self.engine.is_connected:
                    # Should this process be unable to end it.
                    self.engine = engine.connect(idle_seconds=1800)
                    self.engine.warm("auto")
                self.ended.wait(SECONDS_BETWEEN_LOOKS)
        except (
            Exception
        ) as error:  # whatever it is: the pages work without it, and each tries for itself
            print(f"The lab is served without its training engine: {error}", file=sys.stderr)

    def close(self):
        """Let go of the engine, and end it if this process started it."""
        self.ended.set()
        self.join(timeout=60)
        if self.engine is not None:
            self.engine.close()
            if self.engine.pid in [
                child.pid for child in psutil.Process().children(recursive=True)
            ]:
                engine.end(self.engine.pid)


def check_address(ip, port):
    """Exit with a sentence where nobody can listen at `ip`, `port`."""
    try:
        if not 1 <= port <= 65535:
            raise OSError("ports go from 1 to 65535")
        for listener in bind_sockets(port, ip):
            listener.close()
    except OSError as error:
        other = port + 1 if 1024 <= port < 65535 else 8866
        advice = f"End what runs there, or choose another place, for example --ip 127.0.0.1 --port {other}."
        came = f"Nothing can listen at {ip}, port {port} ({error.strerror or error})"
        sys.exit(f"{came}. Is the lab running already? {advice}")


def serve(ip, port, options):
    """Serve the dashboard until Ctrl+C or SIGTERM; options: Voila's own, as on its command line."""
    logging.getLogger("tornado").setLevel(logging.ERROR)
    # Only this process keeps its stderr: a page's kernel that is ended while it starts would
    # leave a traceback there.
    with (
        open(os.dup(2), "w", buffering=1) as own,
        redirect_stderr(own),
        quiet_stderr(),
        closing(SharedEngine()),
    ):
        server = LabServer(port_retries=0, open_browser=False, log_level=logging.ERROR)
        server.config_file_paths = [str(PROJECT_ROOT), *jupyter_config_path()]
        # One page is always made before it is asked for: then there after 2.1 s instead of 5.9
        # (two cores, cold).
        preheated = "--VoilaConfiguration.preheat_kernel=True"
        server.initialize(
            [f"--Voila.ip={ip}", f"--port={port}", preheated, *options, str(NOTEBOOK)]
        )
        server.start()


def main(argv=None):
    """Run the command."""
    parser = argparse.ArgumentParser(prog="cnn-lab serve", description=__doc__)
    parser.add_argument("--port", type=int, default=8866, help="default 8866")
    parser.add_argument(
        "--ip",
        default="127.0.0.1",
        help="default 127.0.0.1, this machine only; 0.0.0.0 is everyone",
    )
    parser.add_argument(
        "--visitors",
        action="store_true",
        help="a book of runs for each; always so with another --ip",
    )
    arguments, options = parser.parse_known_args(argv)
    if not NOTEBOOK.exists():
        sys.exit(
            f"{NOTEBOOK} is not there: install the lab with `pip install -e .` in the project's folder."
        )
    check_address(arguments.ip, arguments.port)
    doctor.show_problems(sys.stderr)  # most of them spoil a part of the lab only
    if arguments.visitors or arguments.ip not in ("127.0.0.1", "localhost", "::1"):
        os.environ["LAB_VISITORS"] = "1"  # the pages' kernels inherit it
    with suppress(KeyboardInterrupt):  # before the server is up
        serve(arguments.ip, arguments.port, options)
