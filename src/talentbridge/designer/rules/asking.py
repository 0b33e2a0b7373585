"""What is asked of the designer: one pay, some countries and forms, how the work will be done, what is already known.

The same `Ask` comes from a page's address, the REST body and the command line (`read`), so all three refuse alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.money import Money, digits
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import COUNTRIES, ENGAGEMENT_TYPES, IpClause


class Form(StrEnum):
    """The five forms of engagement, in the order of the table."""

    CONTRACTOR = "contractor"
    EOR = "eor"
    FIXED_TERM = "fixed_term"
    EMPLOYMENT = "employment"
    VENDOR = "vendor"


FORMS: dict[Form, str] = {
    form: N_("Vendor team") if form is Form.VENDOR else ENGAGEMENT_TYPES[form] for form in Form
}
FORM_HINTS: dict[Form, str] = {
    Form.CONTRACTOR: N_("a person, paid for results"),
    Form.EOR: N_("a local firm employs for you"),
    Form.FIXED_TERM: N_("your own contract, for a set time"),
    Form.EMPLOYMENT: N_("needs an entity there"),
    Form.VENDOR: N_("a company, with its own lead"),
}
EMPLOYS = frozenset({Form.EMPLOYMENT, Form.FIXED_TERM, Form.EOR})  # somebody is the person's employer

WORK_MODES = {
    "remote": N_("Remote"),
    "hybrid": N_("Partly on site"),
    "on_site": N_("On site, in an office abroad"),
}
RHYTHMS = {"async": N_("Mostly in writing"), "sync": N_("Mostly at the same time")}
SERVICE_KINDS = {
    "technical": N_("Technical service, or not sure"),
    "independent": N_("Independent professional service, confirmed by a tax partner"),
    "unsettled": N_("Show both"),
}
DATA_CLASSES = {
    "": N_("Not decided yet"),
    "public": N_("Public"),
    "internal": N_("Internal, no personal data"),
    "personal": N_("Personal data of customers or staff"),
    "restricted": N_("Trade secrets or regulated data"),
}
EXPORT_ANSWERS = {
    "": N_("Not answered yet"),
    "no": N_("No"),
    "yes": N_("Yes, without a permit so far"),
    "permitted": N_("Yes, and the permit is recorded"),
}
# What speaks for employment: `docs/rules.md` explains the names; the sentences of law are rows (labour.factor.*).
FACTORS: dict[str, str] = {
    "sets_work": N_("You decide what is done from day to day"),
    "direction": N_("You direct and supervise while the work is done"),
    "fixed_hours": N_("You set the hours or the place"),
    "substitutes": N_("The person may not use own tools, or send a substitute"),
    "no_risk": N_("The person bears no profit or loss of their own"),
    "pay_for_time": N_("You pay for time, not for results"),
    "exclusive": N_("The work goes on without an end and for you alone"),
    "work_rules": N_("Your work rules apply to the person"),
    "base_pay": N_("There is a fixed or base wage"),
    "wage_tax": N_("Wage tax is withheld"),
    "insurance": N_("Social insurance treats the person as your employee"),
}
# The client sets these itself, so their absence never speaks against employment (Supreme Court 2004다29736).
FORMAL = frozenset({"work_rules", "base_pay", "wage_tax", "insurance"})
MORE_SIGNS: dict[str, str] = {  # not of the Supreme Court, but named by tests of countries
    "company_tools": N_("Your e-mail address and internal systems are used like an employee's"),
    "reviews": N_("Your performance reviews cover the person"),
}
ESTABLISHMENT: dict[str, str] = {
    "concludes_contracts": N_("The person concludes contracts for you, or negotiates them to the end"),
    "fixed_place": N_("You rent or control the place where the person works"),
    "core_business": N_("The person sells, serves your customers or manages others there"),
    "half_at_home": N_("More than half of the working time is spent in one home office, at your wish"),
}
IDENTITY: dict[str, str] = {
    "no_video": N_("Avoids a live video call"),
    "third_party_payout": N_("Wants to be paid to somebody else, or in crypto-currency"),
    "many_addresses": N_("Signs in from many places, or from another country than claimed"),
    "inconsistent": N_("Name, nationality, school or work history do not agree"),
    "unreachable": N_("Cannot be reached in the working hours of the claimed country"),
}

MOST_MONTHS = 60
MOST_QUOTES = 5
LARGEST = Decimal(10) ** 12  # major units a month: above it, a slip of the finger
_GROUPED = re.compile(r"\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?")  # 4,500,000 and, in India, 45,00,000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Ask:
    """One question to the designer. Money is per month; days in Korea are those of the whole engagement."""

    gross: Money
    countries: tuple[str, ...]
    on: date
    forms: tuple[Form, ...] = tuple(Form)
    months: int = 6
    work_mode: str = "remote"
    rhythm: str = "async"
    days_in_korea: int = 0
    ip_clause: IpClause = IpClause.ORIGINAL_ACQUISITION
    service_kind: str = "technical"
    papers: bool = False  # residence certificate and application for treaty relief are there before payment
    entities: tuple[str, ...] = ()  # countries in which the company has an entity
    factors: tuple[str, ...] = ()  # FACTORS and MORE_SIGNS that hold
    establishment: tuple[str, ...] = ()  # ESTABLISHMENT that hold
    identity: tuple[str, ...] = ()  # IDENTITY that were seen
    data_class: str = ""
    export: str = ""
    relocation: bool = False  # both may want to move to Korea later
    eor_quotes: tuple[Money, ...] = ()  # a month, on top of the pay and its contributions
    vendor_quote: Money | None = None  # a month, all in

    def change(self, **changes: Any) -> Ask:
        """The same question with something else in it."""
        return replace(self, **changes)

    def said(self, *, whole: bool = False) -> dict[str, str]:
        """As text, the way `read` takes it. A page's address is made of it; what is as by default is only said in
        the `whole`, which a form shows."""
        shown: dict[str, str] = {
            "gross": _plain(self.gross), "currency": self.gross.currency, "country": ",".join(self.countries),
            "on": self.on.isoformat(),
        }  # fmt: skip
        defaults = {each.name: each.default for each in fields(self)}
        for name in ("months", "work_mode", "rhythm", "days_in_korea", "ip_clause", "service_kind", "data_class",
                     "export"):  # fmt: skip
            if whole or getattr(self, name) != defaults[name]:
                shown[name] = str(getattr(self, name))
        for name in ("papers", "relocation"):
            if getattr(self, name):
                shown[name] = "yes"
        for name, key in (("entities", "entity"), ("factors", "factor"), ("establishment", "establishment"),
                          ("identity", "identity")):  # fmt: skip
            if getattr(self, name):
                shown[key] = ",".join(getattr(self, name))
        if self.forms != tuple(Form):
            shown["type"] = ",".join(self.forms)
        if self.eor_quotes:
            shown["eor_quote"] = "; ".join(f"{_plain(each)} {each.currency}" for each in self.eor_quotes)
        if self.vendor_quote:
            shown["vendor_quote"] = f"{_plain(self.vendor_quote)} {self.vendor_quote.currency}"
        return shown


def _plain(amount: Money) -> str:
    return f"{amount.amount.normalize():f}"


OPTIONS = (
    "country", "type", "gross", "currency", "months", "on", "work_mode", "rhythm", "days_in_korea", "ip_clause",
    "service_kind", "papers", "entity", "factor", "establishment", "identity", "data_class", "export", "relocation",
    "eor_quote", "vendor_quote",
)  # fmt: skip


def read(said: Mapping[str, str], *, today: date, currencies: Iterable[str]) -> Ask:
    """An `Ask` out of text, several values of one option parted by commas.

    Raises `Invalid`, keyed by option: an unknown option or value is answered with the allowed ones.
    """
    reader = _Reader(said, frozenset(currencies))
    for name in said.keys() - set(OPTIONS):
        reader.refused[name] = no(
            "designer.unknown_option",
            N_("‘{option}’ is no option. These are: {allowed}."), option=name, allowed=", ".join(OPTIONS),
        )  # fmt: skip
    found: dict[str, Any] = {
        "gross": reader.money("gross", said.get("currency", "KRW").strip().upper() or "KRW"),
        "countries": reader.several("country", COUNTRIES, upper=True, as_typed=True),
        "on": reader.day("on", today),
        "forms": tuple(Form(each) for each in reader.several("type", list(Form)) or tuple(Form)),
        "months": reader.whole("months", 6, 1, MOST_MONTHS),
        "days_in_korea": reader.whole("days_in_korea", 0, 0, 366 * 5),
        "work_mode": reader.one("work_mode", WORK_MODES, "remote"),
        "rhythm": reader.one("rhythm", RHYTHMS, "async"),
        "ip_clause": reader.one("ip_clause", [*IpClause], IpClause.ORIGINAL_ACQUISITION),
        "service_kind": reader.one("service_kind", SERVICE_KINDS, "technical"),
        "papers": reader.yes("papers"),
        "entities": reader.several("entity", COUNTRIES, upper=True),
        "factors": reader.several("factor", [*FACTORS, *MORE_SIGNS]),
        "establishment": reader.several("establishment", ESTABLISHMENT),
        "identity": reader.several("identity", IDENTITY),
        "data_class": reader.one("data_class", DATA_CLASSES, ""),
        "export": reader.one("export", EXPORT_ANSWERS, ""),
        "relocation": reader.yes("relocation"),
        "eor_quotes": reader.quotes("eor_quote", MOST_QUOTES),
        "vendor_quote": next(iter(reader.quotes("vendor_quote", 1)), None),
    }
    if not found["countries"] and "country" not in reader.refused:
        reader.refused["country"] = no(
            "designer.no_country", N_("Name at least one of: {allowed}."), allowed=", ".join(COUNTRIES)
        )
    reader.contradictions(found)
    if reader.refused:
        raise Invalid(reader.refused)
    found["ip_clause"] = IpClause(found["ip_clause"])
    return Ask(**found)


@dataclass
class _Reader:
    """Takes values out of text; what cannot be taken is noted by option, so that everything is told at once."""

    said: Mapping[str, str]
    currencies: frozenset[str]
    refused: dict[str, Decision] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.said.get(name, "").strip()

    def one(self, name: str, allowed: Iterable[str], default: str) -> str:
        value = self.text(name).lower() or default
        if value not in allowed:
            self.refused[name] = _not_among(value, allowed)
        return value

    def several(
        self, name: str, allowed: Iterable[str], *, upper: bool = False, as_typed: bool = False
    ) -> tuple[str, ...]:
        """The values between commas, each once, in the order of `allowed` or as they were typed."""
        typed = [part.strip() for part in self.text(name).split(",") if part.strip()]
        values = [part.upper() if upper else part.lower() for part in typed]
        for value in values:
            if value not in allowed:
                self.refused[name] = _not_among(value, allowed)
        if as_typed:
            return tuple(each for each in dict.fromkeys(values) if each in allowed)
        return tuple(each for each in allowed if each in values)

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        typed = self.text(name)
        if not typed:
            return default
        is_number = len(typed) <= 12 and typed.isascii() and typed.removeprefix("-").isdigit()
        if not (is_number and least <= int(typed) <= most):
            self.refused[name] = no(
                "designer.range", N_("A number from {least} to {most}, please."), least=least, most=most
            )
            return default
        return int(typed)

    def yes(self, name: str) -> bool:
        return self.one(name, ("yes", "no"), "no") == "yes"

    def day(self, name: str, today: date) -> date:
        typed = self.text(name)
        if not typed:
            return today
        try:
            value = date.fromisoformat(typed)
        except ValueError:
            value = LAST_DAY
        if not FIRST_DAY <= value < LAST_DAY:
            self.refused[name] = no("designer.day", N_("Write a day from 2000 to 2099, as 2026-11-30."))
            return today
        return value

    def money(self, name: str, currency: str) -> Money:
        """An amount above zero in a currency that there is a rate for."""
        if self.has_rate("currency", currency):
            return self._amount(name, self.text(name), currency)
        return Money(1, "KRW")

    def has_rate(self, name: str, currency: str) -> bool:
        if currency in self.currencies:
            return True
        self.refused[name] = no(
            "designer.currency",
            N_("There is no rate for {currency}. Known: {allowed}."),
            currency=currency[:12], allowed=", ".join(sorted(self.currencies)),
        )  # fmt: skip
        return False

    def _amount(self, name: str, typed: str, currency: str) -> Money:
        try:
            amount = Decimal(typed.replace(",", "").replace(" ", ""))
            grouped = _GROUPED.fullmatch(typed) or "," not in typed  # 2000,50 is not 200,050
            if grouped and amount.is_finite() and 0 < amount <= LARGEST:
                return Money.of(amount, currency)
        except (InvalidOperation, ValueError):
            pass
        self.refused[name] = no(
            "designer.amount",
            N_("Write an amount above zero in {currency} with at most {digits} decimals, for example 4500000."),
            currency=currency, digits=digits(currency),
        )  # fmt: skip
        return Money(1, currency)

    def quotes(self, name: str, most: int) -> tuple[Money, ...]:
        """Amounts such as ``599 USD`` or ``800,000`` (won), between semicolons; more than `most` are refused."""
        found = []
        parts = [part.strip() for part in self.text(name).split(";") if part.strip()]
        if len(parts) > most:
            self.refused[name] = no("designer.quotes", N_("Give at most {most}, please."), most=most)
        for part in parts[:most]:
            typed, currency = part, "KRW"
            if part[-3:].isalpha():
                typed, currency = part[:-3].strip(), part[-3:].upper()
            if self.has_rate(name, currency):
                found.append(self._amount(name, typed, currency))
        return tuple(found)

    def contradictions(self, found: Mapping[str, Any]) -> None:
        """What cannot be true together, told at the option that has to give way."""
        longest = found["months"] * 31
        if found["days_in_korea"] > longest:
            self.refused.setdefault("days_in_korea", no(
                "designer.more_days_than_months",
                N_("{months} months have no more than {days} days."), months=found["months"], days=longest,
            ))  # fmt: skip
        if found["work_mode"] == "remote" and "fixed_place" in found["establishment"]:
            self.refused.setdefault("establishment", no(
                "designer.remote_in_an_office",
                N_("Somebody who works remotely does not work at a place of yours. Change one of the two."),
            ))  # fmt: skip


def _not_among(value: str, allowed: Iterable[str]) -> Decision:
    return no(
        "designer.not_allowed",
        N_("‘{value}’ is not one of: {allowed}."),
        value=value[:40],
        allowed=", ".join(each for each in allowed if each),
    )
