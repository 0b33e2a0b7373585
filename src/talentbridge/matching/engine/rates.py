"""Rates of any unit, currency and engagement type against one budget in won a month: exactly, without rounding a rate."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from talentbridge.matching.engine.values import Ask, Reference
from talentbridge.talent.rules import ENGAGEMENT_TYPES, Candidate, Rate

# Days and hours of a working month as KOSA counts them in its 2025 wage table (month / day = 20.6, day / hour = 8).
DAYS_A_MONTH = Decimal("20.6")
HOURS_A_DAY = Decimal(8)
_UNITS_A_MONTH = {"month": Decimal(1), "day": DAYS_A_MONTH, "hour": DAYS_A_MONTH * HOURS_A_DAY}
# Currencies without two decimals (ISO 4217), as kernel.money; repeated so that the engine stands alone.
_DIGITS = {"KRW": 0, "VND": 0, "JPY": 0}


class Prices:
    """What rates mean for one ask. A rate in a currency without a reference rate counts as not stated.

    A person has one rate for each engagement type that the ask allows and the person accepts (its own where given, else
    the general one); the lowest of them counts.
    """

    def __init__(self, ask: Ask, reference: Reference) -> None:
        self._krw_per = {"KRW": Decimal(1), **reference.krw_per}
        self._factors: dict[tuple[str, str], Fraction | None] = {}
        self.budget = ask.budget_krw_month
        self.types = ask.engagement_types or tuple(ENGAGEMENT_TYPES)

    def factor(self, currency: str, unit: str) -> Fraction | None:
        """Won a month for one minor unit; None when it has no reference rate."""
        key = (currency, unit)
        if key not in self._factors:
            known = currency in self._krw_per and unit in _UNITS_A_MONTH
            self._factors[key] = (
                Fraction(self._krw_per[currency].scaleb(-_DIGITS.get(currency, 2)) * _UNITS_A_MONTH[unit])
                if known
                else None
            )
        return self._factors[key]

    def most(self, currency: str, unit: str) -> int:
        """The most minor units that the budget allows; -1 when they cannot be compared."""
        factor = self.factor(currency, unit)
        return -1 if factor is None or self.budget is None else int(self.budget // factor)

    def used(self, currency: str, unit: str) -> float:
        """The part of the budget that one minor unit takes; infinite when it cannot be compared."""
        factor = self.factor(currency, unit)
        return float("inf") if factor is None or not self.budget else float(factor / self.budget)

    def rates(self, candidate: Candidate) -> Iterable[Rate]:
        """The rates that count for this ask and can be compared."""
        accepted = [
            name
            for name in self.types
            if not candidate.engagement_types or name in candidate.engagement_types
        ]
        general = None
        if candidate.rate_minor is not None:
            general = Rate(candidate.rate_minor, candidate.rate_currency, candidate.rate_unit)
        for name in accepted or self.types:
            rate = candidate.rates.get(name, general)
            if rate is not None and self.factor(rate.currency, rate.unit) is not None:
                yield rate

    def fits(self, candidate: Candidate) -> bool:
        """Whether any rate that counts is within the budget."""
        return any(rate.minor <= self.most(rate.currency, rate.unit) for rate in self.rates(candidate))

    def share_used(self, candidate: Candidate) -> float:
        """The part of the budget that the lowest rate takes; infinite when none is stated."""
        return min(
            (rate.minor * self.used(rate.currency, rate.unit) for rate in self.rates(candidate)),
            default=float("inf"),
        )

    def month_krw(self, candidate: Candidate) -> int | None:
        """The lowest rate as won a month, rounded up; None when none is stated."""
        months = [rate.minor * (self.factor(rate.currency, rate.unit) or 0) for rate in self.rates(candidate)]
        return -int(-min(months) // 1) if months else None
