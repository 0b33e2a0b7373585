"""Where data lives: the data directory and the database connection it implies."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

from talentbridge.kernel import postgres
from talentbridge.kernel.decision import no
from talentbridge.kernel.text import N_

CONNECT_SECONDS = 10


def data_directory() -> Path:
    """`TALENTBRIDGE_DATA`, or `.data` in the current directory; made when missing."""
    path = Path(os.environ.get("TALENTBRIDGE_DATA", ".data")).absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)  # mail, keys and payment orders lie in it
    except OSError as error:
        raise postgres.unusable(path, error) from None
    return path


def kept_secret(data: Path, name: str) -> str:
    """A random secret kept in the data directory (mode 600), made on first use; never in the repository."""
    path = data / name
    if not path.exists():
        descriptor, unfinished = tempfile.mkstemp(dir=data, prefix=f"{name}.")
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # of two at once the first one wins
            os.link(unfinished, path)  # whole or not at all
        Path(unfinished).unlink()
    return path.read_text()


@contextmanager
def served() -> Iterator[None]:
    """A running database for one command.

    `DATABASE_URL` is taken as it is. Else the embedded server: that of a running copy, or one started now and
    stopped at the end. Raises `DatabaseUnavailable`.
    """
    if os.environ.get("DATABASE_URL"):
        refuse_silent_server()
        yield
        return
    server = postgres.EmbeddedPostgres(data_directory())
    try:
        started = server.start()
    except postgres.AlreadyRunning:
        _wait_until_ready(server)
        yield
        return
    try:
        yield
    finally:
        if started:
            server.stop()
        else:
            server.leave()


def refuse_silent_server() -> None:
    """Raise `DatabaseUnavailable` unless the server of `DATABASE_URL` answers."""
    wanted = settings(data_directory())
    parameters = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    try:
        psycopg.connect(
            **{name: wanted[key] for name, key in parameters.items() if wanted[key]}, **wanted["OPTIONS"]
        ).close()
    except psycopg.Error as error:
        raise postgres.DatabaseUnavailable(
            no(
                "database.unreachable",
                N_(
                    "The database of DATABASE_URL does not answer: {reason}. Check the address and whether "
                    "that server runs, or unset DATABASE_URL to use the embedded one."
                ),
                reason=str(error).strip().splitlines()[0].rstrip("."),
            )
        ) from None


def _wait_until_ready(server: postgres.EmbeddedPostgres) -> None:
    """The copy that holds the data directory may still be starting its server."""
    deadline = time.monotonic() + postgres.START_SECONDS
    while not server.answers():
        if time.monotonic() > deadline:
            raise postgres.DatabaseUnavailable(
                no(
                    "database.silent",
                    N_(
                        "The database of {data} does not answer: look at {log}, or stop the copy that runs on it."
                    ),
                    data=server.data,
                    log=server.log,
                )
            )
        time.sleep(0.1)


def settings(data: Path) -> dict[str, Any]:
    """Django's database settings: `DATABASE_URL` when set, else the embedded server of `data`.

    The web process (`TALENTBRIDGE_POOL`) takes connections from a pool: under ASGI each request has its own thread,
    so a connection kept by a thread would never be used again.
    """
    options: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS}
    if os.environ.get("TALENTBRIDGE_POOL"):
        options["pool"] = {"min_size": 1, "max_size": 20, "timeout": CONNECT_SECONDS}
    common = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    url = os.environ.get("DATABASE_URL")
    if not url:
        return common | {
            "NAME": postgres.DATABASE,
            "USER": "postgres",
            "HOST": str(postgres.socket_directory(data)),
            "PORT": "5432",
            "OPTIONS": options,
        }
    return common | _from_url(url, options)


def _from_url(url: str, options: dict[str, Any]) -> dict[str, Any]:
    """`postgresql://user:password@host:5432/name?sslmode=require`; the host may also be a socket directory, `?host=`."""
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        parts, port = urlsplit(""), ""
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise postgres.DatabaseUnavailable(
            no(
                "database.url",
                N_(
                    "DATABASE_URL is not usable: write postgresql://user:password@host:5432/name, or unset it."
                ),
            )
        )
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", ""),
        "PORT": port,
        "OPTIONS": options | {key: value for key, value in query.items() if key != "host"},
    }
