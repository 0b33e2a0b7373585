"""Background jobs, in the same PostgreSQL as the data: a job and the change that wants it commit together.

Only this module knows the library. A job is keyword-only, takes ids, makes one domain call and may run twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from procrastinate.contrib.django import app

F = TypeVar("F", bound=Callable[..., Any])


def job(*, every: str | None = None) -> Callable[[F], Any]:
    """Make a function of `tasks.py` a job. `every` is a cron line; such a job takes `timestamp` (epoch seconds)."""

    def decorate(function: F) -> Any:
        name = f"{function.__module__.split('.')[-2]}.{function.__name__}"
        task = app.task(function, name=name, queueing_lock=name if every else None)
        return app.periodic(cron=every)(task) if every else task

    return decorate


def enqueue(task: Any, **ids: Any) -> None:
    """Run `task` after this transaction commits, once at least; a rolled-back transaction takes it back."""
    task.defer(**{key: str(value) for key, value in ids.items()})
