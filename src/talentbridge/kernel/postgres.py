"""The embedded PostgreSQL: the wheel's binaries under a small supervisor of our own.

One server per data directory, private socket directory, checksums, the builtin C.UTF-8 locale. `DATABASE_URL` always
wins; then nothing here runs.

`postgres` is our direct child, not a daemon of pg_ctl: its end is seen at once, it never stays behind as a zombie
(containers often have no init that reaps), and a failed start tells its reason without waiting. It runs in a session
of its own, so Ctrl-C reaches it only through `stop`. When this process is killed outright the server lives on, healthy;
the next `start` adopts it instead of fighting over the data.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from talentbridge.kernel.datalock import AlreadyRunning, DatabaseUnavailable, DataLock, unusable
from talentbridge.kernel.decision import no
from talentbridge.kernel.postgres_files import (
    MAJOR,
    ServerUser,
    binaries,
    make_private,
    place_for_cluster,
    reachable_binaries,
    socket_directory,
)
from talentbridge.kernel.text import N_

__all__ = [
    "AlreadyRunning",
    "DataLock",
    "DatabaseUnavailable",
    "EmbeddedPostgres",
    "binaries",
    "socket_directory",
    "unusable",
]

DATABASE = "talentbridge"
START_SECONDS = 120  # crash recovery after heavy writing may take a while
STOP_SECONDS = 30
LOG_BYTES = 10_000_000

_children: dict[Path, subprocess.Popen[bytes]] = {}  # data directory -> the server this process started


class EmbeddedPostgres:
    """Starts, adopts, watches and stops the server of one data directory."""

    def __init__(self, data: Path, *, options: dict[str, str] | None = None) -> None:
        self.data = data.absolute()
        self.log = self.data / "postgres.log"
        self.options = options or {}

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own directory."""
        link = self.data / "postgres"
        return link.readlink() if link.is_symlink() else link

    @property
    def socket(self) -> Path:
        """The directory of the server's socket."""
        return socket_directory(self.data)

    def start(self) -> bool:
        """Initialise on first use, start, and wait until the server answers.

        Returns False when a healthy server was found running and adopted. Raises `DatabaseUnavailable`, or
        `AlreadyRunning` when another process supervises this data directory.
        """
        lock = DataLock(self.data)
        fresh = lock.acquire()
        try:
            return self._start()
        except BaseException as error:
            if fresh:
                lock.release()
            if isinstance(error, OSError):
                raise unusable(self.data, error) from error
            raise

    def is_running(self) -> bool:
        """Whether the server process lives (it may still be recovering)."""
        child = _children.get(self.data)
        if child is not None:
            return child.poll() is None
        return self._postmaster() is not None

    def stop(self) -> None:
        """Stop cleanly without waiting for idle clients (SIGINT), and give the data directory back."""
        pid = self._postmaster()
        if pid is not None:
            _signal(pid, signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        child = _children.pop(self.data, None)
        while self._inhabitants() and (child is None or child.poll() is None):
            if pid is not None and time.monotonic() > deadline:
                _signal(pid, signal.SIGQUIT)  # ends at once; the next start recovers from the log
            time.sleep(0.02)
        if child is not None:
            child.wait()
        DataLock(self.data).release()

    def leave(self) -> None:
        """Give the data directory back and let the server run on, as it was found."""
        DataLock(self.data).release()

    def answers(self) -> bool:
        """Whether the product's database can be reached now."""
        try:
            self._connect(DATABASE).close()
        except psycopg.OperationalError:
            return False
        return True

    # --- what is there -------------------------------------------------------------------------------------------

    def _is_initialised(self) -> bool:
        if (self.cluster / "PG_VERSION").exists():
            return True
        if self.cluster.exists() and any(self.cluster.iterdir()):
            raise DatabaseUnavailable(
                no(
                    "data.foreign",
                    N_(
                        "{cluster} is not a database directory: move it away, or choose another directory with DATA=."
                    ),
                    cluster=self.cluster,
                )
            )
        return False

    def _refuse_other_version(self) -> None:
        found = (self.cluster / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise DatabaseUnavailable(
                no(
                    "data.other_version",
                    N_(
                        "The database in {data} was made by PostgreSQL {found}, this program brings {ours}: "
                        "take a backup with the program that made it and restore it into a new DATA= directory."
                    ),
                    data=self.data,
                    found=found,
                    ours=MAJOR,
                )
            )

    def _pid_file(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _postmaster(self) -> int | None:
        """The id of the living server process, if any; a recycled process id does not deceive us."""
        lines = self._pid_file()
        if not lines or not lines[0].isdigit():
            return None
        pid = int(lines[0])
        return pid if pid in self._inhabitants() else None

    def _inhabitants(self) -> set[int]:
        """Every process that works in the cluster directory: the server and its backends, zombies left out."""
        places = {self.cluster, self.cluster.resolve()}
        found = set()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):  # zombies and other people's processes do not say
                    if (entry / "cwd").readlink() in places:
                        found.add(int(entry.name))
        return found

    def _is_ready(self) -> bool:
        lines = self._pid_file()
        return len(lines) > 7 and lines[7].strip() == "ready"

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket),
            port=5432,
            user="postgres",
            dbname=name,
            autocommit=True,
            connect_timeout=10,
        )

    # --- steps of start ------------------------------------------------------------------------------------------

    def _start(self) -> bool:
        owner = ServerUser.of(self.cluster)
        place_for_cluster(self.data, owner)
        if not self._is_initialised():
            self._initialise(owner)
        self._refuse_other_version()
        make_private(self.socket, owner)
        launched, deadline = False, time.monotonic() + START_SECONDS
        while True:
            if not self._adopt():
                self._launch(owner)
                launched = True
            try:
                self._make_database()
            except psycopg.OperationalError as error:  # it died in this moment, or recovers from a crash
                if time.monotonic() > deadline:
                    raise self._failed(str(error)) from error
                time.sleep(0.1)
            else:
                return launched

    def _adopt(self) -> bool:
        """Whether a living server was found; waits until it is ready, or until the last of it has gone."""
        deadline = time.monotonic() + START_SECONDS
        while (pid := self._postmaster()) is not None:
            if self._is_ready():
                return True
            if time.monotonic() > deadline:
                _signal(pid, signal.SIGQUIT)
            time.sleep(0.05)
        while (
            orphans := self._inhabitants()
        ):  # backends whose server was killed; nobody else may write meanwhile
            for orphan in orphans:
                _signal(orphan, signal.SIGQUIT if time.monotonic() < deadline else signal.SIGKILL)
            time.sleep(0.05)
        return False

    def _initialise(self, owner: ServerUser) -> None:
        """Make the cluster beside its place and move it in when it is whole; a kill in between leaves nothing half."""
        home = self.cluster.parent
        for half_done in home.glob("postgres.new.*"):
            shutil.rmtree(half_done)
        new = home / f"postgres.new.{os.getpid()}"
        new.mkdir(mode=0o700)
        owner.give(new)
        done = owner.run(
            reachable_binaries(owner) / "initdb", "-D", new, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--data-checksums",
        )  # fmt: skip
        if done.returncode:
            shutil.rmtree(new, ignore_errors=True)
            raise self._failed(done.stderr.decode(errors="replace"))
        if self.cluster.exists():
            self.cluster.rmdir()
        new.rename(self.cluster)

    def _launch(self, owner: ServerUser) -> None:
        # Nobody lives here, `_adopt` made sure; PostgreSQL would take a zombie or a recycled process id for an owner.
        for left_behind in (self.cluster / "postmaster.pid", *self.socket.glob(".s.PGSQL.*")):
            left_behind.unlink(missing_ok=True)
        settings = {
            "listen_addresses": "", "port": "5432", "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700", **self.options,
        }  # fmt: skip
        flags = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_name("postgres.log.1"))
        with self.log.open("ab") as log:
            before = log.tell()
            child = subprocess.Popen(
                [reachable_binaries(owner) / "postgres", "-D", self.cluster, *flags],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **owner.popen_arguments(),
            )  # fmt: skip
        _children[self.data] = child
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if child.poll() is not None or time.monotonic() > deadline:
                child.kill()
                child.wait()
                _children.pop(self.data, None)
                with self.log.open("rb") as log:
                    log.seek(before)
                    raise self._failed(log.read().decode(errors="replace"))
            time.sleep(0.02)

    def _make_database(self) -> None:
        with self._connect("postgres") as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(f'create database "{DATABASE}"')

    def _failed(self, story: str) -> DatabaseUnavailable:
        """The one line of `story` that says why."""
        if os.strerror(errno.ENOSPC) in story:
            return unusable(self.data, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        lines = [line.strip() for line in story.splitlines() if line.strip()]
        telling = [line for line in lines if any(word in line for word in ("FATAL:", "PANIC:", "error:"))]
        return DatabaseUnavailable(
            no(
                "database.did_not_start",
                N_("The embedded database did not start: {reason} (the whole story is in {log})."),
                reason=(telling or lines or ["?"])[-1],
                log=self.log,
            )
        )


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
