"""The book of a day, read from memory.

A process keeps the rows under the number of the newest version and asks for that number each time: one query on an
index. Writers stand in line (`services.keeping.alone`), so numbers become visible in their order, and what another
process has committed is never missed.
"""

from __future__ import annotations

from datetime import date, datetime
from threading import Lock
from typing import Any

from django.db.models import Max

from talentbridge.policy.models import RuleParameter, RuleVersion
from talentbridge.policy.queries.rows import as_it_stood
from talentbridge.policy.rules import Book, Find, Rule, files
from talentbridge.policy.rules.content import COLUMNS

MOST_DAYS = 64  # books that a process keeps; a page needs one or two

_turn = Lock()
_rows: tuple[int, list[dict[str, Any]]] = (0, [])
_books: dict[tuple[int, date], Book] = {}


def rule(key: str, *, country: str = "", on: date) -> Rule:
    """The rule of that day. Raises `NotKnown` when no row is valid then: never zero."""
    return book(on).find(key, country)


def finder(on: date, keys: list[str] | None = None) -> Find:
    """All rules of one day, as the function that calculations ask."""
    return book(on, keys).find


def book(on: date, keys: list[str] | None = None, *, known_at: datetime | None = None) -> Book:
    """The rows that are valid on a day (only of `keys` where given).

    With `known_at`, as the table stood at that moment: an old contract's rules. That is read from the history each time.
    """
    if known_at is not None:
        stood = as_it_stood(known_at)
        return files.book(on, (stood.filter(key__in=keys) if keys is not None else stood).values(*COLUMNS))
    number = version()
    if not number:  # rows without a history: nothing to remember them by
        return files.book(on, _read(keys))
    if keys is not None:
        return files.book(on, [row for row in _current(number) if row["key"] in keys])
    if found := _books.get((number, on)):
        return found
    made = files.book(on, _current(number))
    with _turn:
        for old in [key for key in _books if key[0] != number] or list(_books)[: 1 - MOST_DAYS]:
            del _books[old]
        _books[number, on] = made
    return made


def version() -> int:
    """The number of the last change in the table; 0 while there was none."""
    return RuleVersion.objects.aggregate(newest=Max("id"))["newest"] or 0


def refresh() -> None:
    """Forget what this process remembers; the next question reads the table."""
    global _rows
    with _turn:
        _rows = (0, [])
        _books.clear()


def _current(number: int) -> list[dict[str, Any]]:
    """The rows of version `number` or of a later one."""
    global _rows
    remembered, rows = _rows
    if remembered != number:
        rows = _read()
        _rows = (number, rows)
    return rows


def _read(keys: list[str] | None = None) -> list[dict[str, Any]]:
    rows = RuleParameter.objects.filter(is_withdrawn=False)
    return list((rows.filter(key__in=keys) if keys is not None else rows).values(*COLUMNS))
