"""One file that holds everything a copy of the bridge is: the database, the stored files, the keys.

A tar with `manifest.json` (format, versions, a SHA-256 for each member), `database.dump` (pg_dump's custom format) and
`data/…` (the data directory without what a server can make again). It holds keys and personal data: mode 600.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.errors import BridgeError
from talentbridge.kernel.postgres import binaries
from talentbridge.kernel.text import N_

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
# What belongs to this run of this machine, or is made again.
NOT_KEPT = {"postgres", "run", "lock", "postgres.log", "postgres.log.1", "static", "mail"}

NOT_AN_ARCHIVE = (
    tarfile.TarError,
    FileNotFoundError,
    FileExistsError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
)


class BadArchive(BridgeError):
    """This file cannot be restored; the decision's sentence says why. Nothing was changed."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.code)
        self.decision = decision


class CommandFailed(BridgeError):
    """pg_dump, pg_restore or psql failed; the decision carries its last line."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.facts.get("reason", decision.code))
        self.decision = decision


def write(
    target: Path, *, data: Path, connection: dict[str, Any], migrations: list[str], at: datetime
) -> int:
    """Write the archive of `data` and the database of `connection` (Django's settings); returns its size in bytes.

    It is written under a temporary name beside `target` and takes its place when it is whole and on the disk.
    The database is dumped first: a file that it names exists by then.
    """
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file, tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            dump = Path(scratch) / DUMP
            _pg(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--file={dump}",
                connection=connection,
            )
            members = {DUMP: dump} | {f"data/{path.relative_to(data)}": path for path in _kept(data)}
            manifest = {
                "format": FORMAT,
                "made_at": at.isoformat(),
                "migrations": migrations,
                "members": {name: _digest(path) for name, path in members.items() if path.is_file()},
            }
            with tarfile.open(fileobj=file, mode="w") as archive:
                _add_bytes(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
                for name, path in members.items():
                    archive.add(path, arcname=name, recursive=False)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


@contextmanager
def opened(source: Path, *, scratch_in: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """The manifest and the unpacked, verified content of `source`, for as long as the context lasts.

    Raises `BadArchive` when the file is no archive of ours, is cut short, or one byte of it differs.
    """
    with tempfile.TemporaryDirectory(dir=scratch_in, prefix="restore.") as scratch:
        content = Path(scratch)
        try:
            _unpack(source, content)
            manifest = json.loads((content / MANIFEST).read_bytes())
            members: dict[str, str] = manifest["members"]
            known = manifest["format"] == FORMAT and DUMP in members
        except NOT_AN_ARCHIVE as error:
            raise BadArchive(
                no(
                    "archive.not_ours",
                    N_("{file} is not a backup of the bridge, or it is cut short. Nothing was changed."),
                    file=source,
                )
            ) from error
        if not known:
            raise BadArchive(
                no("archive.format", N_("{file} was made by a newer version: update first."), file=source)
            )
        for name, digest in members.items():
            if not (content / name).is_file() or _digest(content / name) != digest:
                raise BadArchive(
                    no(
                        "archive.damaged",
                        N_("{file} is damaged (at {member}). Nothing was changed; use another backup."),
                        file=source,
                        member=name,
                    )
                )
        yield manifest, content


def restore_database(content: Path, *, connection: dict[str, Any]) -> None:
    """Replace everything in the database by the archive's, in one transaction: wholly or not at all."""
    script = content / "database.sql"
    _pg(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        f"--file={script}",
        str(content / DUMP),
        connection=None,
    )
    with tempfile.TemporaryFile() as whole:
        whole.write(b"SET lock_timeout = '10s';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n")
        with script.open("rb") as lines:
            # Servers before 17 do not know this setting, which the newer tool writes for all.
            whole.writelines(line for line in lines if not line.startswith(b"SET transaction_timeout"))
        whole.seek(0)
        _pg("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
            connection=connection, stdin=whole)  # fmt: skip


def restore_files(content: Path, *, data: Path) -> None:
    """Put the archive's files and keys in the place of those of `data`."""
    kept = content / "data"
    for old in list(data.iterdir()):
        if old.name in NOT_KEPT or old == content or old.name.startswith("restore."):
            continue
        shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    if kept.is_dir():
        for entry in kept.iterdir():
            entry.replace(data / entry.name)


def _kept(data: Path) -> Iterator[Path]:
    for top in sorted(data.iterdir()):
        if top.name in NOT_KEPT or top.name.startswith(("postgres.new.", "restore.", "tmp")):
            continue
        paths = [top, *sorted(top.rglob("*"))] if top.is_dir() else [top]
        yield from (path for path in paths if not path.is_symlink() and (path.is_file() or path.is_dir()))


def _unpack(source: Path, content: Path) -> None:
    """Files and directories only, inside `content` only. (tarfile's own filter is missing in Python 3.11.2.)"""
    with tarfile.open(source, mode="r:") as archive:
        for member in archive:
            target = content / member.name
            if member.name.startswith("/") or ".." in Path(member.name).parts:
                raise tarfile.TarError(f"{member.name} points outside")
            target.parent.mkdir(exist_ok=True)
            if member.isdir():
                target.mkdir(mode=member.mode & 0o755)
            elif (packed := archive.extractfile(member)) is not None and member.isfile():
                with packed, target.open("xb") as file:
                    target.chmod(member.mode & 0o644)
                    shutil.copyfileobj(packed, file)
            else:
                raise tarfile.TarError(f"{member.name} is neither a file nor a directory")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o600
    archive.addfile(member, BytesIO(content))


def _pg(
    tool: str, *arguments: str, connection: dict[str, Any] | None, stdin: IO[bytes] | None = None
) -> None:
    """Run one of PostgreSQL's tools; the password goes through the environment, never the command line."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {
        "LC_ALL": "C"
    }
    if connection is not None:
        options = {key: value for key, value in connection["OPTIONS"].items() if key.startswith("ssl")}
        wanted = {
            "PGHOST": connection["HOST"], "PGPORT": connection["PORT"], "PGUSER": connection["USER"],
            "PGPASSWORD": connection.get("PASSWORD", ""), "PGDATABASE": connection["NAME"],
        } | {f"PG{key.upper()}": value for key, value in options.items()}  # fmt: skip
        environment |= {key: value for key, value in wanted.items() if value}
    done = subprocess.run(
        [binaries() / tool, *arguments], stdin=stdin, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        telling = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
        raise CommandFailed(
            no(
                "archive.tool",
                N_("{tool} failed: {reason}"),
                tool=tool,
                reason=(telling or lines or ["?"])[0],
            )
        )
