"""The clause library's data types, and how a contract's wording is put together from them."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from babel import Locale
from babel.dates import format_date

from talentbridge.contracts.rules.terms import ContractTerms, PartyTerms
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.money import Money, digits
from talentbridge.kernel.text import N_

OWNERS = {
    "clauses": N_("Clause desk"),
    "money": N_("Money and tax desk"),
    "rights": N_("Rights desk"),
}
CONDITIONS = frozenset({"engagement_type", "place_of_work", "ip_clause", "talent_country"})


@dataclass(frozen=True)
class Both:
    """One text in both languages of a contract."""

    ko: str
    en: str

    def to_json(self) -> dict[str, str]:
        return {"ko": self.ko, "en": self.en}


@dataclass(frozen=True)
class Clause:
    """A reviewed clause. Paragraph stands against paragraph, so neither language can have more of them.

    `when` limits it to some values of the terms' fields, e.g. ``{"talent_country": ("IN",)}``. A `mandatory`
    clause cannot be left out of an agreement in which it stands.
    """

    key: str
    version: str
    mandatory: bool
    title: Both
    plain: Both
    paragraphs: tuple[Both, ...]
    source: Both
    owner: str
    reviewed_on: date
    certainty: str  # official | judgement | unverified
    warning: Both | None = None
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def applies(self, terms: ContractTerms) -> bool:
        """Whether the clause belongs in a contract with these terms."""
        return all(getattr(terms, name) in values for name, values in self.when.items())


@dataclass(frozen=True)
class Agreement:
    """The ordered clauses of one type of engagement."""

    engagement_type: str
    title: Both
    intro: Both
    clauses: tuple[Clause, ...]


def wording(agreement: Agreement, terms: ContractTerms) -> list[dict[str, Any]]:
    """The numbered articles of a contract with these terms, as the JSON snapshot that is hashed and kept.

    Raises `Invalid` (``left_out``) when a mandatory clause is to be left out.
    """
    fitting = [clause for clause in agreement.clauses if clause.applies(terms)]
    if any(clause.mandatory and clause.key in terms.left_out for clause in agreement.clauses):
        raise Invalid(
            {
                "left_out": no(
                    "contracts.mandatory", N_("A mandatory clause cannot be left out of a contract.")
                )
            }
        )
    kept = [clause for clause in fitting if clause.key not in terms.left_out]
    ko, en = _variables(terms, "ko"), _variables(terms, "en")
    return [_article(number, clause, ko, en) for number, clause in enumerate(kept, start=1)]


def _article(number: int, clause: Clause, ko: Mapping[str, str], en: Mapping[str, str]) -> dict[str, Any]:
    def filled(text: Both) -> dict[str, str]:
        return {"ko": text.ko.format_map(ko), "en": text.en.format_map(en)}

    return {
        "number": number,
        "key": clause.key,
        "version": clause.version,
        "mandatory": clause.mandatory,
        "title": clause.title.to_json(),
        "paragraphs": [filled(paragraph) for paragraph in clause.paragraphs],
        "plain": filled(clause.plain),
        "source": clause.source.to_json(),
        "owner": clause.owner,
        "reviewed_on": clause.reviewed_on.isoformat(),
        "certainty": clause.certainty,
        "warning": clause.warning.to_json() if clause.warning else None,
    }


def names_in(text: str) -> set[str]:
    """The variables that a clause's text asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def variables() -> frozenset[str]:
    """Every variable that a clause may name."""
    return frozenset(_NAMES)


_NAMES = (
    "company", "company_details", "talent", "talent_details", "title", "starts_on", "ends_on", "count", "total",
    "currency", "review_days", "overlap_hours", "prevailing", "country",
)  # fmt: skip


def _variables(terms: ContractTerms, language: str) -> dict[str, str]:
    """The values of `_NAMES` in one language."""
    in_english = language == "en"
    company = terms.company
    return {
        "company": (company.name_en or company.name) if in_english else company.name,
        "company_details": _details(company, language),
        "talent": terms.talent.name,
        "talent_details": _details(terms.talent, language),
        "title": terms.title_en if in_english else terms.title_ko,
        "starts_on": _day(terms.starts_on, language),
        "ends_on": _day(terms.ends_on, language),
        "count": str(len(terms.milestones)),
        "total": money_text(terms.total, language),
        "currency": terms.currency,
        "review_days": str(terms.review_days),
        "overlap_hours": str(terms.overlap_hours),
        "prevailing": _language_name(terms.prevailing_language, language),
        "country": country_name(terms.talent_country, language),
    }


def _details(party: PartyTerms, language: str) -> str:
    """Registration number, country, address and signatory, as far as they are known, in brackets."""
    in_english = language == "en"
    parts = [
        party.registration_number
        and f"{'registration no.' if in_english else '등록번호'} {party.registration_number}",
        country_name(party.country, language),
        party.address,
        party.signatory and f"{'represented by' if in_english else '대표'} {party.signatory}",
    ]
    known = [part for part in parts if part]
    return f" ({', '.join(known)})" if known else ""


def country_name(code: str, language: str) -> str:
    """The territory's name in `language`, or the code itself when CLDR does not know it."""
    return Locale(language).territories.get(code, code) if code else ""


def money_text(money: Money, language: str) -> str:
    """An amount as a contract's sentence says it: 6,000,000원, KRW 6,000,000, USD 1,250.00."""
    figure = f"{money.amount:,.{digits(money.currency)}f}"
    if language == "ko" and money.currency == "KRW":
        return f"{figure}원"
    return f"{money.currency} {figure}"


def _day(day: date, language: str) -> str:
    return format_date(day, format="long", locale=language)


def _language_name(code: str, language: str) -> str:
    return Locale(language).languages[code]


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """Word by word what became of a text: ("same" | "gone" | "new", words)."""
    old, new = before.split(), after.split()
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", " ".join(old[a:b])))
            continue
        if b > a:
            found.append(("gone", " ".join(old[a:b])))
        if d > c:
            found.append(("new", " ".join(new[c:d])))
    return found
