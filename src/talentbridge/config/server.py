"""`talentbridge run`: one command that holds everything together, and everything up.

This process stays small (it never loads Django). It holds the data directory's lock, the listening socket and the
embedded database; starts `prepare`, `web` and `jobs` (`config.processes`); starts again what dies; stops all in order.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from talentbridge.config import database
from talentbridge.config.cli.words import gettext as _
from talentbridge.config.cli.words import language, told
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.errors import BridgeError
from talentbridge.kernel.postgres import DatabaseUnavailable, DataLock, EmbeddedPostgres
from talentbridge.kernel.text import N_

STARTED = time.monotonic()  # this module is the first thing that `run` loads
BACKOFF = (0.2, 1, 2, 5, 10, 30)  # seconds before the 1st, 2nd, ... start of a process that keeps dying
STEADY = 60  # seconds after which a process counts as healthy again
PATIENCE = 10  # seconds for a process to stop before it is killed
Say = Callable[[str], object]


class CannotStart(BridgeError):
    """Nothing was started; the decision's sentence says why and what to do."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.sentence.format(**decision.facts))
        self.decision = decision


def run(*, host: str, port: int, demo: bool | None, say: Say) -> int:
    """Start everything, stay until SIGINT or SIGTERM, stop everything; returns the exit code."""
    demo = _demo_or_refuse(host, demo)
    data = database.data_directory()
    lock = DataLock(data)
    lock.acquire()
    try:
        listener = _listen(host, port)
        supervisor = Supervisor(data=data, listener=listener, demo=demo, say=say)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: supervisor.stopping.set())
        return supervisor.run()
    finally:
        lock.release()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _demo_or_refuse(host: str, demo: bool | None) -> bool:
    if demo and not is_loopback(host):
        raise CannotStart(
            no(
                "run.demo_outside",
                N_(
                    "Demo mode lets anybody sign in as anybody, so it starts only on this machine: "
                    "use --host 127.0.0.1, or --no-demo on {host}."
                ),
                host=host,
            )
        )
    public = (
        urlsplit(os.environ.get("TALENTBRIDGE_URL", "")).hostname or host
    )  # behind a proxy on this machine
    return is_loopback(host) and is_loopback(public) if demo is None else demo


def _listen(host: str, port: int) -> socket.socket:
    """Take the port now, so that a used one is told before anything is started."""
    try:
        family, kind, _proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise CannotStart(_not_ours(host)) from None
    listener = socket.socket(family, kind)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise CannotStart(_why_not_bound(error, host, port)) from None
    listener.listen(2048)
    return listener


def _why_not_bound(error: OSError, host: str, port: int) -> Decision:
    if error.errno == errno.EADDRINUSE:
        return no(
            "run.port_used",
            N_(
                "Port {port} on {host} is used by another program: stop it, or choose another port "
                "(make run PORT={other}, or talentbridge run --port {other})."
            ),
            port=port,
            host=host,
            other=port + 1 if port < 65535 else 8000,
        )
    if error.errno == errno.EACCES:
        return no(
            "run.port_forbidden",
            N_("Port {port} needs administrator's rights: choose one above 1023, for example 8000."),
            port=port,
        )
    return _not_ours(host)


def _not_ours(host: str) -> Decision:
    return no("run.address", N_("{host} is not an address of this machine."), host=host)


@dataclass
class Pause:
    """When something that has died may be started again: later each time, soon again after it was steady."""

    failures: int = 0
    started_at: float = 0.0
    next_start: float = 0.0

    def started(self) -> None:
        self.started_at = time.monotonic()

    def died(self) -> None:
        now = time.monotonic()
        if now - self.started_at > STEADY:
            self.failures = 0
        self.next_start = now + BACKOFF[min(self.failures, len(BACKOFF) - 1)]
        self.failures += 1

    def is_over(self) -> bool:
        return time.monotonic() >= self.next_start


@dataclass
class Child:
    """One process under the supervisor, with its lifeline."""

    name: str
    arguments: list[str]
    environment: dict[str, str]
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    pause: Pause = field(default_factory=Pause)

    def start(self) -> None:
        """Start the process in a session of its own: Ctrl-C reaches the supervisor only, which stops in order."""
        self.pause.started()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "talentbridge.config.processes", *self.arguments],
            stdin=subprocess.PIPE,
            env=self.environment,
            pass_fds=self.descriptors,
            start_new_session=True,
        )

    def say_go(self) -> None:
        """Tell the process that the database is prepared."""
        if self.process and self.process.stdin:
            try:
                self.process.stdin.write(b"g")
                self.process.stdin.flush()
            except BrokenPipeError:
                pass  # it died; the supervisor sees that next

    def died(self) -> int | None:
        """The exit code when the process has ended since the last look; plans the next start."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        if self.process.stdin:
            self.process.stdin.close()
        self.process = None
        self.pause.died()
        return code

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait_stopped(self, until: float) -> None:
        """Wait for the end until the moment `until` (monotonic), then kill."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Everything that runs for one data directory."""

    def __init__(self, *, data: Path, listener: socket.socket, demo: bool, say: Say) -> None:
        self.listener, self.demo, self.say = listener, demo, say
        self.host, self.port = listener.getsockname()[:2]
        self.stopping = threading.Event()
        self.postgres = None if os.environ.get("DATABASE_URL") else EmbeddedPostgres(data)
        self.data = data
        environment = self._environment()
        self.prepare = Child("prepare", ["prepare", "1" if demo else "0", language()], environment)
        self.web = Child("web", ["web", str(listener.fileno())], environment, (listener.fileno(),))
        self.jobs = Child("jobs", ["jobs"], environment)
        self.serving = (self.web, self.jobs)
        self.database_pause = Pause()

    @property
    def address(self) -> str:
        """Where people find it: `TALENTBRIDGE_URL` when set, else the address it listens on."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return os.environ.get("TALENTBRIDGE_URL") or f"http://{host}:{self.port}"

    def _environment(self) -> dict[str, str]:
        name = urlsplit(self.address).hostname or ""
        hosts = {"127.0.0.1", "localhost", f"[{name}]" if ":" in name else name}
        return (
            {"TALENTBRIDGE_HOSTS": ",".join(sorted(hosts))}
            | os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "talentbridge.config.settings",
                "TALENTBRIDGE_DATA": str(self.data),
                "TALENTBRIDGE_DEMO": "1" if self.demo else "0",
                "TALENTBRIDGE_URL": self.address,
                "PYTHONUNBUFFERED": "1",
            }
        )

    def run(self) -> int:
        """Start, watch, stop; the exit code is 1 when preparing failed."""
        self.say(_("Data directory: {data}").format(data=self.data))
        try:
            self._start_database()
            for child in (self.prepare, *self.serving):
                child.start()
            if not self._prepared():
                if self.stopping.is_set():
                    return 0
                self.say(_("Preparing the database failed: the lines above say why."))
                return 1
            for child in self.serving:
                child.say_go()
            threading.Thread(target=self._announce, daemon=True).start()
            self._watch()
            return 0
        finally:
            self._stop()

    def _start_database(self) -> None:
        if self.postgres is None:
            database.refuse_silent_server()
            self.say(_("Database: the server of DATABASE_URL"))
            return
        self.postgres.start()
        self.say(_("Database: embedded PostgreSQL is running"))

    def _prepared(self) -> bool:
        assert self.prepare.process is not None
        while not self.stopping.is_set():
            try:
                return self.prepare.process.wait(0.1) == 0
            except subprocess.TimeoutExpired:
                continue
        return False

    def _announce(self) -> None:
        """Ask for the first page as a browser would, and say where people can go. Runs beside `_watch`."""
        while not (status := self._first_page()):
            if self.stopping.wait(0.05):
                return
        seconds = time.monotonic() - STARTED
        if status >= 500:
            self.say(
                _("The first page failed (status {status}): the lines above say why.").format(status=status)
            )
        self.say(
            _("First page after {seconds:.1f} seconds: {address}/").format(
                seconds=seconds, address=self.address
            )
        )
        if self.demo:
            self.say(
                _("Sign in as any of the fictional people: {address}/account/people/").format(
                    address=self.address
                )
            )
        self.say(_("Ctrl-C stops everything."))

    def _first_page(self) -> int:
        """The status of a real request to the home page; 0 when nobody answers yet."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        connection = HTTPConnection(host, self.port, timeout=30)
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()

    def _watch(self) -> None:
        """Start again whatever dies, after a pause that grows."""
        while not self.stopping.wait(0.2):
            if self.postgres is not None and not self.postgres.is_running():
                self._revive_database(self.postgres)
            for child in self.serving:
                if (code := child.died()) is not None:
                    self.say(
                        _("The process “{name}” ended with code {code}; starting it again.").format(
                            name=child.name, code=code
                        )
                    )
                if child.process is None and child.pause.is_over():
                    child.start()
                    child.say_go()

    def _revive_database(self, postgres: EmbeddedPostgres) -> None:
        if not self.database_pause.is_over():
            return
        self.say(_("The database has stopped unexpectedly; starting it again."))
        self.database_pause.started()
        try:
            postgres.start()
        except DatabaseUnavailable as trouble:  # a full disk, perhaps: the pages say so, and we try again
            self.say(told(trouble.decision))
        self.database_pause.died()

    def _stop(self) -> None:
        self.say(_("Stopping …"))
        self.listener.close()
        children = (self.prepare, *self.serving)
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + PATIENCE
        for child in children:
            child.wait_stopped(until)
        if self.postgres is not None:
            self.postgres.stop()
        self.say(_("Stopped."))
