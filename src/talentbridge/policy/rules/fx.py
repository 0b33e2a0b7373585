"""Rates of exchange: won for one major unit of a currency on a day. Nothing here knows where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache

from babel.numbers import list_currencies

from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.text import N_

HOME = "KRW"
STALE_DAYS = "fx.stale_days"  # key of the row that says when a rate is old
JUMP = Decimal("0.10")  # more than this against the newest known rate needs a second person
SAMPLE_TIMES = 2  # a sample only knows the order of magnitude: twice or half of it is what tells a wrong unit
_PLACES = Decimal("0.0000000001")
MOST = Decimal(10) ** 14
# What the bridge needs and the European Central Bank does not quote (domain-facts C1): these come by Eximbank or CSV.
MISSING_AT_ECB = ("VND", "UZS", "KZT", "MNT", "PKR", "BDT", "UAH")


@dataclass(frozen=True, order=True)
class Rate:
    """Won for one major unit of `currency` on a day."""

    currency: str
    on: date
    krw_per: Decimal


@dataclass(frozen=True)
class Known:
    """A rate that the table has already."""

    on: date
    krw_per: Decimal
    is_sample: bool = False


@dataclass(frozen=True)
class Flag:
    """A rate that a second person looks at, and why: against which rate it jumps, or which one it would replace."""

    rate: Rate
    against: Known
    is_correction: bool = False

    @property
    def share(self) -> Decimal:
        """How far away it is, as a share of the known rate: 0.12 is 12 % more."""
        return self.rate.krw_per / self.against.krw_per - 1


def is_currency(code: str) -> bool:
    """Whether ISO 4217 knows the code (as CLDR lists it, past currencies too)."""
    return code in _currencies()


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies()) - {"XXX", "XTS"}


def rounded(value: Decimal) -> Decimal:
    """As the table keeps it: ten digits behind the point, half to even; what is too large for it stays, to be refused."""
    if not value.is_finite() or value >= MOST:
        return value
    return value.quantize(_PLACES, ROUND_HALF_EVEN)


def crossed(per_euro: Mapping[str, Decimal], on: date) -> list[Rate]:
    """Won per unit out of a table based on the euro: (won per euro) / (units per euro); the euro itself too.

    Empty when the day has no won. ``{"KRW": 1600, "USD": 1.25}`` gives USD 1280 and EUR 1600.
    """
    won = per_euro.get(HOME)
    if won is None:
        return []
    rates = [Rate("EUR", on, rounded(won))]
    rates += [Rate(code, on, rounded(won / units)) for code, units in per_euro.items() if code != HOME]
    return sorted(rates)


def wrong(rate: Rate, *, today: date) -> Decision | None:
    """Why a rate cannot be one; None when it can."""
    facts = {"currency": rate.currency, "day": rate.on.isoformat()}
    if rate.currency == HOME:
        return no("policy.fx_home", N_("The won needs no rate against itself."))
    if not is_currency(rate.currency):
        return no("policy.fx_currency", N_("{currency} is no currency of ISO 4217."), **facts)
    if not rate.krw_per.is_finite() or rate.krw_per <= 0 or rate.krw_per >= MOST:
        return no("policy.fx_positive", N_("{currency} on {day}: a rate is a number above zero."), **facts)
    if rounded(rate.krw_per) <= 0:
        return no("policy.fx_small", N_("{currency} on {day}: too small to be kept with 10 digits."), **facts)
    if rate.on > today:
        return no("policy.fx_future", N_("{currency} on {day}: this day is still to come."), **facts)
    return None


def twice(rates: Iterable[Rate]) -> Decision | None:
    """The refusal of one currency that comes twice for one day; None when every one comes once."""
    seen: set[tuple[str, date]] = set()
    for rate in rates:
        if (rate.currency, rate.on) in seen:
            return no(
                "policy.fx_twice",
                N_("{currency} comes twice for {day}."),
                currency=rate.currency,
                day=rate.on.isoformat(),
            )
        seen.add((rate.currency, rate.on))
    return None


def is_jump(rate: Decimal, known: Known) -> bool:
    """Whether `rate` is more than `JUMP` away from a known one (of a sample: `SAMPLE_TIMES`)."""
    if known.is_sample:
        return not known.krw_per / SAMPLE_TIMES <= rate <= known.krw_per * SAMPLE_TIMES
    return abs(rate / known.krw_per - 1) > JUMP


def is_spike(before: Decimal, here: Decimal, after: Decimal) -> bool:
    """Whether a rate is more than `JUMP` above both of its neighbours, or below both."""
    away, back = here / before - 1, here / after - 1
    return (away > JUMP and back > JUMP) or (away < -JUMP and back < -JUMP)


def flags(
    rates: Iterable[Rate], newest: Mapping[str, Known], same_day: Mapping[tuple[str, date], Decimal]
) -> list[Flag]:
    """What of an import a second person looks at.

    Of each currency the last rate that the import has is held against `newest`; when it jumps, every rate of that
    currency is held back. A rate that jumps away from the one before it and back to the one after it is held back
    (a real fall stays down: the lira, the franc of January 2015), and so is one that would replace another of its day
    and source (`same_day`).
    """
    by_currency: dict[str, list[Rate]] = {}
    for rate in rates:
        by_currency.setdefault(rate.currency, []).append(rate)
    found = []
    for currency, mine in sorted(by_currency.items()):
        mine.sort()
        last, known = mine[-1], newest.get(currency)
        jumps = known is not None and is_jump(last.krw_per, known)
        spikes = {
            here: Known(before.on, before.krw_per)
            for before, here, after in zip(mine, mine[1:], mine[2:], strict=False)
            if is_spike(before.krw_per, here.krw_per, after.krw_per)
        }
        for rate in mine:
            was = same_day.get((currency, rate.on))
            if was is not None and was != rate.krw_per:
                found.append(Flag(rate, Known(rate.on, was), is_correction=True))
            elif jumps and known is not None:
                found.append(Flag(rate, known))
            elif rate in spikes:
                found.append(Flag(rate, spikes[rate]))
    return found


def age(taken_on: date, on: date) -> int:
    """How many days old a rate is on a day."""
    return (on - taken_on).days
