"""Background jobs, in the same PostgreSQL as the data: a job and the change that wants it commit together.

Only this module knows the library. A job is keyword-only, takes ids, makes one domain call and may run twice.
A job that raises is tried again with growing pauses; one whose worker was killed is given back by `reap`.
"""

from __future__ import annotations

import asyncio
import functools
import os
import socket
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

F = TypeVar("F", bound=Callable[..., Any])

HEARTBEAT = 5  # seconds between two signs of life of a worker
SILENCE = 30  # seconds without one after which a worker counts as dead
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=4)  # the last try is about a day after the first


_before: list[Callable[[], None]] = []


def before_each(prepare: Callable[[], None]) -> None:
    """Call `prepare` before every job of this process; said in `AppConfig.ready`."""
    if prepare not in _before:
        _before.append(prepare)


def _prepared(function: F) -> F:
    """`function` after what has to happen before each job; the house's own asynchronous jobs need none of it."""
    if asyncio.iscoroutinefunction(function):
        return function

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        for prepare in _before:
            prepare()
        return function(*args, **kwargs)

    return run  # type: ignore[return-value]


def job(*, every: str | None = None) -> Callable[[F], Any]:
    """Make a function of `tasks.py` a job. `every` is a cron line; such a job takes `timestamp` (epoch seconds).

    At most one run of a periodic job waits in the queue; it is not retried, because it comes again by itself.
    """

    def decorate(function: F) -> Any:
        name = f"{function.__module__.split('.')[-2]}.{function.__name__}"
        prepared = _prepared(function)
        if every:
            return app.periodic(cron=every)(app.task(name=name, queueing_lock=name)(prepared))
        return app.task(name=name, retry=AGAIN)(prepared)

    return decorate


def enqueue(task: Any, **ids: Any) -> None:
    """Run `task` after this transaction commits, once at least; a rolled-back transaction takes it back."""
    task.defer(**{key: str(value) for key, value in ids.items()})


def work(*, wait: bool = True, concurrency: int = 4) -> None:
    """Be a worker until SIGTERM or SIGINT; with `wait=False` until the queue is empty."""

    async def run() -> None:
        async with app.open_async():
            await reap()
            await app.run_worker_async(
                name=f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}",  # never a name used before
                wait=wait,
                concurrency=concurrency,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=SILENCE,
                shutdown_graceful_timeout=8,
                delete_jobs="successful",
            )

    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()):
        asyncio.run(run())


async def reap() -> int:
    """Give back the jobs whose worker is gone; returns how many. To be awaited in a worker (`kernel.tasks`)."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE)
    for abandoned in stalled:
        try:
            await app.job_manager.retry_job(abandoned)
        except UniqueViolation:  # a newer run of the same periodic job waits already: this one is over
            await app.job_manager.finish_job(abandoned, Status.ABORTED, delete_job=False)
    return len(list(stalled))
