"""The frame of the worked examples: the shipped rows of a day and exchange rates that are easy to reckon with.

Every figure that a test expects is typed by hand from the domain facts and the specification; none is read from the rows.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from talentbridge.designer.rules import Ask, Form, Line, Option, Risk, Span, Standing, World, option_of
from talentbridge.kernel.money import Money
from talentbridge.policy.rules import Certainty, IpClause, Rule
from talentbridge.policy.rules.files import book

DAY = date(2026, 11, 30)
RATE_DAY = date(2026, 11, 27)
OFFICIAL, JUDGEMENT, UNVERIFIED = Certainty.OFFICIAL, Certainty.JUDGEMENT, Certainty.UNVERIFIED
KRW_PER = {
    "USD": "1400", "EUR": "1600", "JPY": "9", "VND": "0.05", "INR": "16", "PHP": "24", "IDR": "0.08", "UZS": "0.12",
    "KZT": "2.8", "MNT": "0.4", "PKR": "5", "BDT": "12", "CNY": "200", "SGD": "1100", "MYR": "340", "PLN": "390",
    "UAH": "35",
}  # fmt: skip


def rate(currency: str, krw: str, certainty: Certainty = OFFICIAL) -> Rule:
    """A literal rate: so many won for one unit. Official by default, so that the marks of the law's rows are what shows."""
    return Rule(
        f"fx.krw_per.{currency}", "", Decimal(krw), "KRW", RATE_DAY, RATE_DAY, "written for the test", "",
        RATE_DAY, certainty,
    )  # fmt: skip


RATES = {currency: rate(currency, krw) for currency, krw in KRW_PER.items()}


def world(on: date = DAY) -> World:
    return World(book(on), RATES)


def ask(country: str = "VN", gross: str = "6000000", currency: str = "KRW", **more: Any) -> Ask:
    more["ip_clause"] = IpClause(more.get("ip_clause", "original_acquisition"))
    return Ask(gross=Money.of(gross, currency), countries=(country,), on=more.pop("on", DAY), **more)


def option(form: Form, country: str, gross: str = "6000000", currency: str = "KRW", **more: Any) -> Option:
    """One option of the shipped rows."""
    asked = ask(country, gross, currency, **more)
    return option_of(asked, country, form, world(asked.on))


def offered(form: Form, country: str, gross: str = "6000000", currency: str = "KRW", **more: Any) -> Option:
    """An option that has a figure."""
    found = option(form, country, gross, currency, **more)
    assert found.standing is Standing.OFFERED, found.why
    return found


def line(found: Option, label: str) -> Line:
    """The line with this label (a row's key, or the sentence)."""
    return next(each for each in found.lines if each.label == label)


def has_line(found: Option, label: str) -> bool:
    return any(each.label == label for each in found.lines)


def risk(found: Option, area: str) -> Risk:
    return next(each for each in found.risks if each.area == area)


def texts(found: Risk) -> list[str]:
    return [reason.said.text for reason in found.reasons]


def one(amount: str, currency: str = "KRW") -> Span:
    return Span.of(Money.of(amount, currency))


def both(low: str, high: str, currency: str = "KRW") -> Span:
    return Span(Money.of(low, currency), Money.of(high, currency))
