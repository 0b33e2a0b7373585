"""The processes that `talentbridge run` starts: `prepare` once, then `web` and `jobs` for as long as it runs.

Each holds the lifeline, a pipe on its standard input. `web` and `jobs` load the code at once, wait for the word
that the database is prepared, and end when the pipe closes: a supervisor killed outright leaves nobody behind.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress


def main(arguments: list[str]) -> int:
    """Run one process by name and return its exit code."""
    name, *rest = arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentbridge.config.settings")
    processes: dict[str, Callable[..., int]] = {"prepare": prepare, "web": web, "jobs": jobs}
    return processes[name](*rest)


def prepare(demo: str, language: str) -> int:
    """Catalogues, migrations, reviewed data, and the demo world when `demo` is "1"."""
    os.environ["TALENTBRIDGE_SHARDS"] = "0"  # the demo world is made and matched before anything is committed
    import click
    import django

    from talentbridge.config import catalogues, preparation
    from talentbridge.config.cli import words

    words.choose(language)
    catalogues.compile_all()
    django.setup()
    preparation.migrate()
    preparation.load_reviewed_data()
    if demo == "1":
        if not preparation.has_demo_people():
            click.echo(
                words.gettext("Making the fictional demo world; this takes a while on the first start only.")
            )
        preparation.load_demo_world()
    return 0


def web(descriptor: str) -> int:
    """Serve pages on the listening socket that the supervisor holds, so that a restart refuses nobody."""
    os.environ["TALENTBRIDGE_POOL"] = "1"
    import uvicorn

    from talentbridge.config.asgi import application

    _wait_for_the_word()
    threading.Thread(target=_read_the_pool, daemon=True).start()
    config = uvicorn.Config(
        application,
        access_log=False,
        server_header=False,
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(descriptor))])
    return 0


def _read_the_pool() -> None:
    """The first shortlist after a start does not wait until everybody has been read."""
    from django.db import connection

    from talentbridge.kernel.clock import now
    from talentbridge.kernel.errors import Refused
    from talentbridge.matching import queries

    try:
        with suppress(Refused):  # no cluster yet: the log says so, and every ask tries again
            queries.pool(on=now().date())
    finally:
        connection.close()


def jobs() -> int:
    """Work on background jobs until told to stop."""
    import django

    django.setup()
    from talentbridge.kernel.jobs import work

    _wait_for_the_word()
    work()
    return 0


def _wait_for_the_word() -> None:
    """Block until the supervisor says go; afterwards end this process when the supervisor is gone."""
    if not os.read(0, 1):
        sys.exit(0)

    def watch() -> None:
        os.read(0, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
