"""How the engine reads a candidate: which values make up a column, and where each stands in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from talentbridge.talent.rules import CEFR, DATA_CLASSES, Candidate

CEFR_RANK = {"": 0} | {level: number for number, level in enumerate(CEFR, start=1)}
DATA_RANK = {"": 0} | {name: number for number, name in enumerate(DATA_CLASSES, start=1)}

COLUMNS: Mapping[str, Callable[[Candidate], Any]] = {
    "country": lambda person: person.country,
    "time_zone": lambda person: person.time_zone,
    "languages": lambda person: (person.english, person.korean),
    "engagement_types": lambda person: person.engagement_types,
    "work_modes": lambda person: person.work_modes,
    "data_class": lambda person: person.data_class,
    "start": lambda person: (person.available_from, person.notice_days),
    "available_until": lambda person: person.available_until,
    "weekly_hours": lambda person: person.weekly_hours,
    "refreshed_on": lambda person: person.refreshed_on,
    "reputation": lambda person: person.reputation,
    "standing": lambda person: (person.can_be_asked, person.is_new),
}


def reader(column: str) -> Callable[[Candidate], Any]:
    """What reads `column` of one candidate."""
    return COLUMNS[column]


def ties_of(ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """`tie_of` each of `ids`."""
    value = ids.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((value ^ (value >> np.uint64(31))) >> np.uint64(11)).astype(np.int64)


def tie_of(candidate_id: int) -> int:
    """A number from 0 to 2**53-1 that is always the same for a person and says nothing about when they came.

    Equal points are ordered by it: by number of registration, whoever came first would always stand first.
    (The finaliser of Steele's splitmix64, public domain.)
    """
    mask = (1 << 64) - 1
    value = (candidate_id + 0x9E3779B97F4A7C15) & mask
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & mask
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & mask
    return (value ^ (value >> 31)) >> 11
