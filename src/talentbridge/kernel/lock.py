"""One way to lock. Four rules:

1. Lock what becomes scarcer (money, seats, a state that may move once), never what is only read.
2. Lock first, check second, change third, all in one transaction.
3. One call for everything of one kind; rows are taken in id order, so two callers cannot deadlock.
4. As late as possible: no outside call and no long work while holding a lock.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db import connection, models

from talentbridge.kernel.errors import Missing

M = TypeVar("M", bound=models.Model)


def lock(visible: models.QuerySet[M], id: UUID | int) -> M:
    """Lock one row of `visible` (a `*_for(actor)` query) for this transaction and return it fresh.

    Raises `Missing` when the row is not visible to the actor who built the query.
    """
    return lock_all(visible, [id])[0]


def lock_all(visible: models.QuerySet[M], ids: Iterable[UUID | int]) -> list[M]:
    """Lock several rows in id order. Raises `Missing` unless every one of them is visible."""
    if not connection.in_atomic_block:
        raise RuntimeError("lock() outside a transaction protects nothing")
    wanted = set(ids)
    rows = list(visible.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    if len(rows) != len(wanted):
        raise Missing
    return rows
