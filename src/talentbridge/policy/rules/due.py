"""When a row has to be looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from talentbridge.kernel.text import N_

CHECK_MONTHS = 12
ENDS_WITHIN = timedelta(days=60)


class Due(StrEnum):
    CHECK = "check"  # checked more than twelve months ago
    ENDS = "ends"  # ends soon, and nothing follows


REASONS = {
    Due.CHECK: N_("Last checked more than 12 months ago"),
    Due.ENDS: N_("Ends within 60 days, and no row follows"),
}


def next_check(checked_on: date) -> date:
    """The day by which a row is checked again: a year later (29 February becomes 28)."""
    try:
        return checked_on.replace(year=checked_on.year + 1)
    except ValueError:
        return checked_on.replace(year=checked_on.year + 1, day=28)


def oldest_check(on: date) -> date:
    """Rows checked before this day are due on `on`."""
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return on.replace(year=on.year - 1, day=28)


def due(row: Mapping[str, Any], on: date, *, has_successor: bool) -> tuple[Due, ...]:
    """Why a row that is valid on `on` is due for a look then; empty when it is not."""
    reasons = []
    if row["checked_on"] < oldest_check(on):
        reasons.append(Due.CHECK)
    if row["valid_to"] and on <= row["valid_to"] <= on + ENDS_WITHIN and not has_successor:
        reasons.append(Due.ENDS)
    return tuple(reasons)


def has_successor(row: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> bool:
    """Whether one of `others` (of the same key and country) begins after `row` ends."""
    return row["valid_to"] is None or any(other["valid_from"] > row["valid_to"] for other in others)
