"""The machines that hold the people in parts (`engine.shards`): how this process reaches them, and what runs on each.

A shard imports this module before it sets Django up, so nothing that needs Django stands at the top. See
`docs/scaling.md`.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from threading import Lock
from typing import Any

from talentbridge.kernel.errors import Refused
from talentbridge.matching.engine import VERSION, Pool, Reference

# Read when Ray is imported: with its own handler a process would die of SIGTERM before it has stopped in order.
os.environ.setdefault("RAY_DISABLE_FAILURE_SIGNAL_HANDLER", "1")
# Without a connection Ray would start a cluster of its own on this machine, which knows none of our shards.
os.environ.setdefault("RAY_ENABLE_AUTO_CONNECT", "0")

import ray

from talentbridge.matching.engine.shards import NOT_REACHED, PATIENCE, Shards, start

NAMESPACE = "talentbridge"
FIRST_READ = 60.0  # seconds for which the first to ask waits, while the shards read their people
_lock = Lock()
_started: list[Any] = []
_log = logging.getLogger(__name__)


def shards(count: int, address: str, on: date, reference: Reference) -> Shards:
    """The `count` shards on the cluster at `address` (host:port), made when nobody has made them yet, and asked for anew
    when the connection was lost.

    Raises `Refused` when the cluster cannot be reached.
    """
    with _lock:
        connected = ray.is_initialized()
        if not connected:
            _started.clear()  # a handle is good for the connection that gave it
        if not _started:
            try:
                if not connected:
                    knock(address)
                    ray.init(
                        address=address, namespace=NAMESPACE, log_to_driver=False, configure_logging=False
                    )
                found = start(part_kept_up, count, f"{version('talentbridge')}-{VERSION}")
                ray.wait(
                    [each.__ray_ready__.remote() for each in found], num_returns=count, timeout=FIRST_READ
                )
                _started.extend(found)
            except (OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
                _log.error("the cluster at %s cannot be reached: %s", address, error)
                raise Refused(NOT_REACHED) from error
    return Shards(_started, on, reference)


def knock(address: str) -> None:
    """Raise OSError or ValueError unless somebody answers at `address`: Ray itself would wait for minutes."""
    host, _, port = address.rpartition(":")
    socket.create_connection((host, int(port)), timeout=PATIENCE).close()


def part_kept_up(number: int, of: int) -> Callable[[date], Pool]:
    """What runs in a shard: its part of the people, read at once from the database that the machine's environment names,
    and kept up before every ask."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentbridge.config.settings")
    django.setup()
    from django.db import DatabaseError, connection

    from talentbridge.matching.queries.pool import KeptPool
    from talentbridge.talent.queries import Part

    kept = KeptPool(Part(number, of))

    def part(on: date) -> Pool:
        try:
            return kept.as_of(on)
        except DatabaseError:
            connection.close()  # the server was started again, perhaps: a new connection finds out
            return kept.as_of(on)

    try:
        with connection.cursor() as cursor:
            cursor.execute("select current_date")
            part(cursor.fetchone()[0])
    except DatabaseError:
        _log.exception("part %s of %s cannot be read; the next ask tries again", number, of)
    return part
