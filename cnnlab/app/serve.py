"""The dashboard for visitors: Voila, and one training engine for all of them.

It works from any folder; the settings are the project's voila.json, further options Voila's.
"""

import functools
import logging
import os
import signal
import sys
import urllib.parse
from contextlib import closing, redirect_stderr, suppress

from cnnlab.app import doctor, embedding, logs
from labhelpers.quiet import quiet_stderr

try:
    from jupyter_core.paths import jupyter_config_path
    from tornado.ioloop import IOLoop, PeriodicCallback
    from tornado.netutil import bind_sockets
    from tornado.web import HTTPError
    from traitlets import Int, List, Unicode, default
    from voila.app import Voila

    from cnnlab.app import (
        forked_kernel,
        hub,
        invitation,
        kernel_keys,
        limits,
        login_first,
        page_steps,
        places,
        routes,
        visitor_files,
        visitors,
        waiting_room,
        wall_routes,
    )
    from cnnlab.app.door import Door
    from cnnlab.app.hosts import Hosts, name_in
    from cnnlab.app.hub_login import HubLogin
    from cnnlab.app.logins import Logins
    from cnnlab.app.pool import Pool
    from cnnlab.app.shared_engine import SharedEngine
    from cnnlab.app.teachers_wall import SETTING as WALL
    from cnnlab.app.teachers_wall import TeachersWall
    from cnnlab.app.wall_key import PATH
    from cnnlab.engine import workers
    from cnnlab.runs import most_runs, quota, runs_folder
    from cnnlab.runs.class_folder import keep_wall_address
    from cnnlab.runs.private import be_private, close_books
    from cnnlab.session import limits_of_a_run
    from labhelpers.files import PROJECT_ROOT
except ImportError as error:
    doctor.show_problems(sys.stderr)
    sys.exit(f"The lab cannot be served: {error}.")

logger = logging.getLogger(__name__)

NOTEBOOK = PROJECT_ROOT / "notebooks" / "dashboard.ipynb"
VISITORS = "LAB_VISITORS"
POLICY = "Content-Security-Policy"
# A visitor's page that nobody has touched for an hour gives its place back, connected or not.
HELD_PAGES = {
    "--MappingKernelManager.cull_connected": "True",
    "--MappingKernelManager.cull_idle_timeout": "3600",
}
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
ENDING_SIGNALS = {
    getattr(signal, name, signal.SIGTERM) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
}


class LabServer(Voila):
    """Voila that says where it is once it answers, and ends with status 0 when it is asked to."""

    embed_in = List(Unicode(), config=True, help="Origins whose pages may embed this one.")
    hosts = List(Unicode(), config=True, help="Names under which the page is served.")
    most_pages = Int(config=True, help="How many pages may be open; what the machine can hold.")

    shared_engine: SharedEngine | None = None
    class_size = Int(0, config=True, help="How many visitors are expected; 0 for nobody knows.")

    service: hub.Service | None = None  # of a Hub, which says who is there

    @default("most_pages")
    def _most_of_this_machine(self) -> int:
        return limits.most_pages()

    def init_settings(self) -> dict:
        """Return Voila's settings, after those of the project's file were adapted."""
        if self.embed_in:
            headers = self.tornado_settings.setdefault("headers", {})
            headers[POLICY] = embedding.embeddable(headers.get(POLICY, ""), self.embed_in)
        # Voila alone knows names by voila.json; here the door looks at them.
        self.tornado_settings["allow_remote_access"] = True
        self.keys = kernel_keys.KernelKeys(self.cookie_secret, is_in_page=bool(self.embed_in))
        self.visitors = self._make_visitors()
        if self.service is not None:
            self.identity_provider_class = HubLogin
        forked_kernel.use_copies()
        settings = super().init_settings() | {kernel_keys.SETTING: self.keys}
        own = places.Places(self.kernel_manager, self.most_pages)
        self.wall = self._make_wall(own)
        made = functools.partial(print, "The pages for the class are made.", flush=True)
        self.pool = Pool(self.kernel_manager, own, self.class_size, made)
        known = {places.SETTING: own, visitors.SETTING: self.visitors, WALL: self.wall}
        return settings | known

    def _make_visitors(self) -> visitors.Visitors | None:
        """Return the visitors' books, before a kernel starts; None where nobody visits."""
        if not os.environ.get(VISITORS):
            return None
        kind = Logins if self.service else visitors.Visitors
        known = kind(self.cookie_secret, is_for_tab=bool(self.embed_in))
        os.environ[visitor_files.VARIABLE] = str(known.folder)
        return known

    def _make_wall(self, own: places.Places) -> TeachersWall | None:
        """Return the teacher's wall, None where nobody visits."""
        if self.visitors is None:
            return None
        folder = self.visitors.folder
        forget_step = functools.partial(page_steps.remove, folder)
        self.kernel_manager.on_end += [self.visitors.forget, forget_step]
        return TeachersWall(own, folder, self.shared_engine)

    def init_handlers(self) -> list:
        """Return what the page needs, and, where a token or password was set, the login."""
        handlers = routes.needed(super().init_handlers(), self.server_url)
        login = self.identity_provider
        walls = wall_routes.wall_routes(self.server_url) if self.visitors is not None else []
        if isinstance(login, HubLogin):
            login.watch_sockets()
            handlers = login_first.with_login_first(handlers)
        own = login.get_handlers() if login.auth_enabled else []
        return [*routes.under(self.base_url, own), *walls, *handlers]

    def listen(self) -> None:
        """Serve until a signal comes."""
        self.ioloop = IOLoop.current()
        for ending in ENDING_SIGNALS:
            signal.signal(ending, self._handle_signal_stop)
        # Windows sees a signal only when the loop wakes up.
        PeriodicCallback(_nothing, 500).start()
        word = "listens for its Hub at" if self._is_behind_hub else "is at"
        place = f"The lab {word} {self.display_url} (Ctrl+C ends it)"
        self.ioloop.add_callback(print, place, flush=True)
        if self.wall is not None:
            self.wall.address = self._address if self._is_reached else ""
            self.ioloop.add_callback(print, self._told_teacher(self.wall.key.secret), flush=True)
        if self.class_size:
            self.ioloop.add_callback(self._invite)
        displayed = urllib.parse.urlsplit(self.custom_display_url).netloc
        named = [*self.hosts, *filter(None, [self.ip, name_in(displayed)])]
        door = Door(self.app, Hosts(named), self.keys)
        server = places.CarefulServer(door, **limits.OF_A_REQUEST)
        server.tell = self._tell_of_the_door
        self.app.listen = server.listen
        super().listen()

    @property
    def _address(self) -> str:
        """The address at which others reach the page."""
        given = self.custom_display_url
        made = given or invitation.address_for(self.ip, self.port, self.base_url)
        return made.rstrip("/") + "/"

    @property
    def _is_reached(self) -> bool:
        """Whether other machines reach that address."""
        return bool(self.custom_display_url) or self.ip not in THIS_MACHINE

    @property
    def _is_behind_hub(self) -> bool:
        """Whether a Hub starts it, and does not say under which address browsers reach it."""
        return self.service is not None and not self.custom_display_url

    def _told_teacher(self, secret: str) -> str:
        address = self._address + PATH + secret
        return invitation.for_the_teacher(address, keep_wall_address(address, secret), sys.stdout)

    def _invite(self) -> None:
        room = (self.class_size, self.most_pages)
        told = invitation.words(self._address, *room, self._is_reached, self._is_behind_hub)
        print(invitation.invitation(self._address, told, sys.stdout), flush=True)

    def _tell_of_the_door(self) -> str:
        """Return what is read by a connection for which there is no handle."""
        settings = self.app.settings
        return waiting_room.of_all(settings, settings[places.SETTING].number_open)

    def stop(self) -> None:
        """End the kernels, undisturbed by a second Ctrl+C: Voila waits only some seconds."""
        for ending in ENDING_SIGNALS:
            signal.signal(ending, signal.SIG_IGN)
        # Voila knows nothing yet of a kernel that starts; it ends by itself.
        with suppress(HTTPError):
            super().stop()
        if self.visitors is not None:
            self.visitors.close()


def _nothing() -> None:
    """What the loop wakes up for."""


def check_address(ip: str, port: int) -> None:
    """Exit with a sentence where nobody can listen at `ip`, `port`."""
    try:
        if not 1 <= port <= 65535:
            raise OSError("ports go from 1 to 65535")
        for listener in bind_sockets(port, ip):
            listener.close()
    except OSError as error:
        logger.info("No place to listen at", exc_info=True)
        reason = error.strerror or error
        came = f"Nothing can listen at {ip}, port {port} ({reason}). Is the lab running already?"
        other = port + 1 if 1024 <= port < 65535 else 8866
        place = f"for example --ip 127.0.0.1 --port {other}"
        sys.exit(f"{came} End what runs there, or choose another place, {place}.")


def start_log(path: str | None) -> None:
    """Log to `path`, else to what LAB_LOG names, if anything; exit where that cannot be."""
    named = path or os.environ.get(logs.VARIABLE)
    if not named:
        return
    try:
        logs.name_log(named)
    except OSError as error:
        advice = "Let --log or LAB_LOG name a file in a folder that you may write in."
        sys.exit(f"Nothing can be logged to {named} ({error.strerror or error}). {advice}")
    logs.log_as_named()


def serve(ip: str, port: int, options: list[str], service: hub.Service | None = None) -> None:
    """Serve the dashboard until Ctrl+C or SIGTERM; options: Voila's, as on its command line.

    service: the lab's place at a Hub, None without one.
    """
    is_logged = bool(os.environ.get(logs.VARIABLE))
    # Without a log its warnings would be on stderr.
    logging.getLogger("tornado").setLevel(logging.WARNING if is_logged else logging.ERROR)
    # Only this process keeps its stderr: a page's kernel that is ended while it starts would
    # leave a traceback there.
    with (
        open(os.dup(2), "w", buffering=1) as own,
        redirect_stderr(own),
        quiet_stderr(),
        closing(SharedEngine()) as shared,
    ):
        server = LabServer(port_retries=0, open_browser=False, log_level=logging.ERROR)
        server.service = service
        server.shared_engine = shared
        server.config_file_paths = [str(PROJECT_ROOT), *jupyter_config_path()]
        # One page is always made before it is asked for: then there after 2.1 s instead of 5.9
        # (two cores, cold).
        preheated = "--VoilaConfiguration.preheat_kernel=True"
        place = [f"--Voila.ip={ip}", f"--port={port}"]
        culled = _of_held_pages(options) if os.environ.get(VISITORS) else []
        server.initialize([*place, preheated, *culled, *options, str(NOTEBOOK)])
        # Only now: initializing takes other handlers away. Dask keeps Tornado's to itself.
        logs.log_as_named(server.log.name, "tornado")
        server.log.addFilter(logs.is_no_false_alarm)
        server.start()


def _of_held_pages(options: list[str]) -> list[str]:
    """Return what ends pages that nobody touches, but for what `options` say of it."""
    named = {option.partition("=")[0] for option in options}
    return [f"{name}={value}" for name, value in HELD_PAGES.items() if name not in named]


def main(ip: str, port: int, is_for_visitors: bool, log: str | None, options: list[str]) -> None:
    """Run the command `cnn-lab serve`."""
    close_books(runs_folder())
    be_private(runs_folder())
    start_log(log)
    service = None
    if hub.is_here():
        service = hub.service(options)
        ip, port, is_for_visitors = service.ip, service.port, True
        options = [*service.options(), *options]
    if not NOTEBOOK.exists():
        advice = "install the lab with `pip install -e .` in the project's folder"
        sys.exit(f"{NOTEBOOK} is not there: {advice}.")
    check_address(ip, port)
    limits.allow_many_files()
    doctor.show_problems(sys.stderr)  # most of them spoil a part of the lab only
    if is_for_visitors or ip not in THIS_MACHINE:
        os.environ[VISITORS] = "1"  # the pages' kernels inherit both
        os.environ.setdefault(quota.VARIABLE, str(quota.USUAL_MEGABYTES))
        os.environ.setdefault(most_runs.VARIABLE, str(most_runs.USUAL_RUNS))
        os.environ.setdefault(limits_of_a_run.VARIABLE, str(limits_of_a_run.USUAL_MINUTES))
        os.environ.setdefault(workers.VARIABLE, str(workers.usual_for_visitors()))
    with suppress(KeyboardInterrupt):  # before the server is up
        serve(ip, port, options, service)
