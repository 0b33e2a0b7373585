"""How lately a profile was said to be true, and when its owner is asked again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from talentbridge.kernel.text import N_

REMIND = (90, 180)  # days without a word after which the owner is asked whether it is still true


class Age(StrEnum):
    FRESH = "fresh"  # confirmed within the first reminder
    AGING = "aging"
    OLD = "old"  # not even the last reminder was answered


@dataclass(frozen=True, slots=True)
class Freshness:
    """`sentence` names `days` or `months`."""

    age: Age
    days: int
    sentence: str

    @property
    def months(self) -> int:
        return self.days // 30


def freshness(confirmed: date, on: date) -> Freshness:
    """How fresh a profile is on a day."""
    days = max(0, (on - confirmed).days)
    if days < 2:
        return Freshness(Age.FRESH, days, N_("Confirmed lately"))
    if days < REMIND[0]:
        return Freshness(Age.FRESH, days, N_("Confirmed {days} days ago"))
    if days < REMIND[1]:
        return Freshness(Age.AGING, days, N_("Not confirmed for {months} months"))
    return Freshness(Age.OLD, days, N_("Not confirmed for {months} months"))


def due(days: int, reminded: int) -> int:
    """The reminder (days of `REMIND`) that is due after so many days, 0 for none. A missed one is not made up for."""
    return max((at for at in REMIND if reminded < at <= days), default=0)
