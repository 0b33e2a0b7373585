"""How a row's value and unit are read out. What a row is about stands in the row itself, in both languages."""

from __future__ import annotations

from decimal import Decimal

from talentbridge.kernel.text import N_
from talentbridge.policy.rules.traces import percent

# A rate is shown as a percentage of something; 0.215 "rate of pay" is "21.5 %" and "of the monthly pay".
RATES = {
    "rate of gross": N_("of the gross amount"),
    "rate of income tax": N_("of the income tax"),
    "rate of the highest rate": N_("of the highest rate"),
    "rate of pay": N_("of the monthly pay"),
    "rate of annual pay": N_("of the annual pay"),
    "rate of minimum wage": N_("of the minimum wage"),
    "rate of the amount": N_("of the amount"),
    "rate of people": N_("of people"),
    "rate of companies": N_("of companies"),
    "rate of revenue": N_("of the revenue"),
    "rate of Korea": N_("of the Korean level"),
    "rate a year": N_("a year"),
}
UNITS = {
    "days": N_("days"),
    "months": N_("months"),
    "years": N_("years"),
    "hours": N_("hours"),
    "weeks": N_("weeks"),
    "months of pay": N_("months of pay"),
    "months of pay a year": N_("months of pay a year"),
    "months of pay a year of service": N_("months of pay for each year of service"),
    "days of pay a year of service": N_("days of pay for each year of service"),
    "times the pay": N_("times the pay"),
    "times GNI": N_("times the income per head (GNI)"),
    "points": N_("points"),
    "factors": N_("factors"),
    "people": N_("people"),
    "companies": N_("companies"),
    "rank": N_("rank"),
    "age": N_("years of age"),
}
_PER = {  # "VND a month": the currency stands before
    "a month": N_("{currency} a month"),
    "a year": N_("{currency} a year"),
    "a day": N_("{currency} a day"),
    "an hour": N_("{currency} an hour"),
    "in all": N_("{currency} in all"),
}


def figure(value: Decimal, unit: str) -> tuple[str, str, dict[str, str]]:
    """A row's value for a reader: the figure, the message id of its unit and the facts that fill it.

    0.03 "rate of gross" is "3 %" and "of the gross amount". An unknown unit is shown as it stands in the row.
    """
    if unit in RATES:
        return percent(value), RATES[unit], {}
    figure = f"{value.normalize():,f}"
    if unit.startswith("KRW per "):
        return figure, N_("won per {currency}"), {"currency": unit.rpartition(" ")[2]}
    currency, _, per = unit.partition(" ")
    if per in _PER:
        return figure, _PER[per], {"currency": currency}
    return figure, UNITS.get(unit, unit), {}


def is_known_unit(unit: str) -> bool:
    """Whether a reader can be told what `unit` means; the reviewed files use no other."""
    currency, _, per = unit.partition(" ")
    return (
        unit in RATES
        or unit in UNITS
        or unit.startswith("KRW per ")
        or (len(currency) == 3 and currency.isupper() and per in _PER)
    )
