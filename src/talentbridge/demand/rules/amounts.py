"""The whole budget of a need, out of the amounts that were read in it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from talentbridge.demand.rules.task import CURRENCIES, MAX_BUDGET_MINOR
from talentbridge.kernel.money import Money, digits
from talentbridge.skills.rules.reading import Found, Pay

_LEAST = {"KRW": 100_000, "JPY": 10_000}  # less is no budget of a task; 100 in other currencies
_WHOLES = ("project", "month", "")


def budget_of(found: Sequence[Found], weeks: int | None) -> tuple[Money | None, Found | None]:
    """The budget in all and the finding that says it. A monthly amount is multiplied by the months of `weeks`; without
    them only its place is returned, so that the page can ask. The upper end of a range counts; an amount that is called
    the budget goes before others, then the earlier one.
    """
    best: tuple[bool, Found, Pay] | None = None
    for each in found:
        pay = each.value
        if isinstance(pay, Pay) and pay.unit in _WHOLES and _amount(pay) >= _LEAST.get(pay.currency, 100):
            is_whole = pay.unit == "project"
            if best is None or is_whole > best[0]:
                best = (is_whole, each, pay)
    if best is None:
        return None, None
    each, pay = best[1:]
    if pay.currency not in CURRENCIES:  # the page asks for it in one that can be paid out
        return None, each
    money = Money(int(_amount(pay).scaleb(digits(pay.currency))), pay.currency)
    if pay.unit == "month":
        return (_for_weeks(money, weeks) if weeks else None), each
    return (money if money.minor <= MAX_BUDGET_MINOR else None), each


def _amount(pay: Pay) -> Decimal:
    """The upper end, else the lower one."""
    return pay.high if pay.high is not None else pay.low or Decimal(0)


def _for_weeks(monthly: Money, weeks: int) -> Money:
    """A monthly amount for so many weeks; thirteen weeks are three months, six are 1.38."""
    months = Decimal(weeks) * 12 / 52
    if abs(months - round(months)) < Decimal("0.15"):
        return Money(monthly.minor * round(months), monthly.currency)
    return Money(int(monthly.minor * months), monthly.currency)
