"""What a rule row says, and calculations that show their work.

Values of law, tax and fees are never constants: they come as `Rule`s, dated and sourced, through `find`. A calculation
returns a `Trace`: every line with its formula, its rule and how certain that rule is. A total is only as certain as its
least certain line. Information with its source, never advice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_


class Certainty(StrEnum):
    """How far a row can be trusted; the same three words everywhere."""

    OFFICIAL = "official"  # read in the official source
    JUDGEMENT = "judgement"  # read in a source, but applying it needs judgement
    UNVERIFIED = "unverified"  # general knowledge or a sample: warns, never blocks


_ORDER = [Certainty.OFFICIAL, Certainty.JUDGEMENT, Certainty.UNVERIFIED]


class PlaceOfWork(StrEnum):
    ABROAD = "abroad"
    KOREA = "korea"


class IpClause(StrEnum):
    """Who owns what is made. The choice can change the tax (`withholding`)."""

    ORIGINAL_ACQUISITION = "original_acquisition"
    LICENCE = "licence"
    CO_OWNED = "co_owned"


@dataclass(frozen=True)
class Rule:
    """One dated, sourced value. `value` is a Decimal (a rate of 3 % is 0.03); `unit` says of what."""

    key: str
    country: str
    value: Decimal
    unit: str
    valid_from: date
    valid_to: date | None
    source_name: str
    source_url: str
    checked_on: date
    certainty: Certainty
    note_ko: str = ""
    note_en: str = ""


class NotKnown(Exception):
    """No row is valid for this key, country and date. Never read as zero."""

    def __init__(self, key: str, country: str, on: date) -> None:
        super().__init__(f"{key} {country} is not known for {on}")
        self.key, self.country, self.on = key, country, on


Find = Callable[[str, str], Rule]  # (key, country) -> the rule of the day; raises NotKnown


@dataclass(frozen=True)
class TraceLine:
    """One step: what was asked, what the answer is (English message ids), by which rule, and the amount it adds."""

    step: str
    answer: str
    facts: dict[str, str] = field(default_factory=dict)
    rule: Rule | None = None
    amount: Money | None = None


@dataclass(frozen=True)
class Trace:
    """Lines that lead to `total`."""

    lines: tuple[TraceLine, ...]
    total: Money

    @property
    def certainty(self) -> Certainty:
        """The least certain line's mark."""
        marks = [line.rule.certainty for line in self.lines if line.rule]
        return max(marks, key=_ORDER.index, default=Certainty.OFFICIAL)

    def to_json(self) -> dict[str, Any]:
        """Plain data, kept with whatever was decided by it."""
        return {
            "total_minor": self.total.minor,
            "currency": self.total.currency,
            "certainty": self.certainty,
            "lines": [
                {
                    "step": line.step,
                    "answer": line.answer,
                    "facts": dict(line.facts),
                    "amount_minor": None if line.amount is None else line.amount.minor,
                    "rule": None if line.rule is None else rule_to_json(line.rule),
                }
                for line in self.lines
            ],
        }


def rule_to_json(rule: Rule) -> dict[str, str]:
    """A rule as plain data, so that an old decision keeps the row of its day."""
    return {
        "key": rule.key,
        "country": rule.country,
        "value": str(rule.value),
        "unit": rule.unit,
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else "",
        "source_name": rule.source_name,
        "source_url": rule.source_url,
        "checked_on": rule.checked_on.isoformat(),
        "certainty": rule.certainty,
        "note_ko": rule.note_ko,
        "note_en": rule.note_en,
    }


def trace_from_json(data: Mapping[str, Any]) -> Trace:
    """The trace that `to_json` kept: an old decision is shown with the rules of its day."""

    def amount(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, data["currency"])

    return Trace(
        tuple(
            TraceLine(
                line["step"],
                line["answer"],
                dict(line["facts"]),
                None if line["rule"] is None else rule_from_json(line["rule"]),
                amount(line["amount_minor"]),
            )
            for line in data["lines"]
        ),
        Money(data["total_minor"], data["currency"]),
    )


def rule_from_json(data: Mapping[str, str]) -> Rule:
    """The row that `rule_to_json` kept."""
    return Rule(
        key=data["key"],
        country=data["country"],
        value=Decimal(data["value"]),
        unit=data["unit"],
        valid_from=date.fromisoformat(data["valid_from"]),
        valid_to=date.fromisoformat(data["valid_to"]) if data["valid_to"] else None,
        source_name=data["source_name"],
        source_url=data["source_url"],
        checked_on=date.fromisoformat(data["checked_on"]),
        certainty=Certainty(data["certainty"]),
        note_ko=data["note_ko"],
        note_en=data["note_en"],
    )


def percent(rate: Decimal) -> str:
    """0.03 -> "3 %", 0.075 -> "7.5 %"."""
    return f"{(rate * 100).normalize():f} %"


# How a row's unit is read out; a rate is shown as a percentage of something.
_RATES = {
    "rate of gross": N_("of the gross amount"),
    "rate of income tax": N_("of the income tax"),
    "rate of the highest rate": N_("of the highest rate"),
}
_UNITS = {"days": N_("days"), "KRW per": N_("won per {currency}")}

# What a key stands for, in words; a key that is not named here is shown as it stands.
_NAMES = {
    "fairness.four_fifths": N_("Impact ratio below which somebody looks for the cause"),
    "fee.service": N_("Service fee"),
    "fx.krw_per": N_("Exchange rate of {currency}"),
    "privacy.automated.days": N_("Days to answer a request about automated matching"),
    "privacy.automated.extension_days": N_("Days by which that answer can be put off once"),
    "review.days": N_("Days to review a deliverable"),
    "tax.local_surtax": N_("Local income tax"),
    "tax.royalty": N_("Tax on a royalty"),
    "tax.services_abroad": N_("Tax on work done abroad"),
    "tax.services_in_korea": N_("Tax on work done in Korea"),
    "tax.technical_service": N_("Tax on a technical service by treaty"),
}

# The bridge's own sources have no title but an English one; named here, they are read in both languages.
OWN_SOURCES = (
    N_("Fee table of the operator (sample value)"),
    N_("Sample rate for demonstration, not a quotation"),
    N_("Terms of the platform: silence for 14 days after delivery accepts"),
    N_("Terms of the platform: one extension of a request about matching, with its reason"),
    N_("Four-fifths rule of thumb from United States selection practice"),
)


def name(key: str) -> tuple[str, dict[str, str]]:
    """The message id of what a row says and the facts that fill it: "fx.krw_per.USD" is "Exchange rate of USD"."""
    kind, _, last = key.rpartition(".")
    return _NAMES.get(key) or _NAMES.get(kind, key), {"currency": last}


def figure(value: Decimal, unit: str) -> tuple[str, str, dict[str, str]]:
    """A row's value for a reader: the figure, the message id of its unit and the facts that fill it.

    0.03 "rate of gross" is "3 %" and "of the gross amount". An unknown unit is shown as it stands in the row.
    """
    if unit in _RATES:
        return percent(value), _RATES[unit], {}
    kind, _, currency = unit.rpartition(" ")
    if kind in _UNITS:
        return f"{value.normalize():f}", _UNITS[kind], {"currency": currency}
    return f"{value.normalize():f}", _UNITS.get(unit, unit), {}


def service_fee(*, gross: Money, find: Find) -> Trace:
    """What the company pays the platform on top of `gross`; the talent pays nothing."""
    rule = find("fee.service", "")
    fee = gross.share(rule.value)
    line = TraceLine(
        N_("Service fee"), N_("{rate} of the gross amount"), {"rate": percent(rule.value)}, rule, amount=fee
    )
    return Trace((line,), fee)


def withholding(
    *, gross: Money, place_of_work: PlaceOfWork | str, country: str, ip_clause: IpClause | str, find: Find
) -> Trace:
    """Korean tax withheld from a non-resident individual's `gross`.

    Place of performance decides: work done wholly abroad is not Korean-source (NTS 사전-2022-법규국조-1074), unless a
    treaty deems technical services to arise in Korea (3 %, Income Tax Act art. 156①, decree 207②), or the IP clause is
    a licence, which makes the fee a royalty (20 %). Work in Korea: 20 %. Local income tax is a tenth of the tax.
    Treaty relief needs papers and judgement and is not applied here; the row's note says so.
    """
    place = PlaceOfWork(place_of_work)
    clause = IpClause(ip_clause)
    lines: list[TraceLine] = []
    if place is PlaceOfWork.KOREA:
        lines.append(TraceLine(N_("Where is the work done?"), N_("In Korea")))
        return _taxed(gross, find("tax.services_in_korea", ""), lines, find)
    abroad = find("tax.services_abroad", "")
    lines.append(TraceLine(N_("Where is the work done?"), N_("Wholly outside Korea"), rule=abroad))
    if clause is IpClause.LICENCE:
        lines.append(
            TraceLine(
                N_("Royalty instead?"), N_("Yes: the contract grants a licence, so the fee is a royalty")
            )
        )
        return _taxed(gross, find("tax.royalty", ""), lines, find)
    lines.append(TraceLine(N_("Royalty instead?"), N_("No: the company acquires the rights by the contract")))
    try:
        technical = find("tax.technical_service", country)
    except NotKnown:
        zero = gross.share(abroad.value)
        lines.append(
            TraceLine(
                N_("Tax withheld in Korea"), N_("None: not income from Korea"), rule=abroad, amount=zero
            )
        )
        return Trace(tuple(lines), zero)
    lines.append(
        TraceLine(
            N_("What kind of income?"),
            N_("Technical service, which the treaty places in Korea"),
            rule=technical,
        )
    )
    return _taxed(gross, technical, lines, find)


def _taxed(gross: Money, rule: Rule, lines: list[TraceLine], find: Find) -> Trace:
    surtax_rule = find("tax.local_surtax", "")
    tax = gross.share(rule.value)
    surtax = tax.share(surtax_rule.value)
    lines.append(
        TraceLine(
            N_("Income tax"), N_("{rate} of the gross amount"), {"rate": percent(rule.value)}, rule, tax
        )
    )
    lines.append(
        TraceLine(
            N_("Local income tax"),
            N_("{rate} of the income tax"),
            {"rate": percent(surtax_rule.value)},
            surtax_rule,
            surtax,
        )
    )
    return Trace(tuple(lines), tax + surtax)
