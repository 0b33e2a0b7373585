"""What the typesetter needs: a contract laid out as plain JSON, nothing left to compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from talentbridge.contracts.rules.clauses import Both, country_name, money_text
from talentbridge.contracts.rules.life import canonical, fingerprint
from talentbridge.contracts.rules.terms import ContractTerms, PartyTerms
from talentbridge.kernel.money import Money

SEOUL = ZoneInfo("Asia/Seoul")
SIDES = {"company": Both("회사", "Company"), "talent": Both("인재", "Talent")}
METHODS = {
    "password": Both("비밀번호", "password"),
    "passkey": Both("패스키", "passkey"),
    "code": Both("일회용 코드", "one-time code"),
    "demo": Both("시연용 확인", "demonstration sign-in"),
}


@dataclass(frozen=True)
class Signed:
    """One signature as the PDF's last page tells it. Where and with which device it was given stays in the record."""

    side: str
    party: str
    typed_name: str
    at: datetime
    auth_method: str
    language: str


def sheet(
    whole: Mapping[str, Any],
    *,
    title: Both,
    intro: Both,
    signatures: Sequence[Signed],
    dated: datetime,
    sandbox: bool,
) -> dict[str, Any]:
    """The page data of a contract: a draft while `signatures` is empty. `dated` is the PDF's only date."""
    terms = ContractTerms.from_json(whole["terms"])
    return {
        "title": title.to_json(),
        "intro": intro.to_json(),
        "subject": {"ko": terms.title_ko, "en": terms.title_en},
        "version": whole["version"],
        "case": whole["case"],
        "hash": fingerprint(whole),
        "canonical": canonical(whole).decode(),
        "draft": not signatures,
        "sandbox": sandbox,
        "prevailing": terms.prevailing_language,
        "year": dated.astimezone(UTC).year,
        "month": dated.astimezone(UTC).month,
        "day": dated.astimezone(UTC).day,
        "parties": [_party("company", terms.company), _party("talent", terms.talent)],
        "articles": [
            {key: article[key] for key in ("number", "title", "paragraphs", "version")}
            for article in whole["clauses"]
        ],
        "milestones": [
            {
                "number": m.number,
                "title": {"ko": m.title_ko, "en": m.title_en},
                "acceptance": {"ko": m.acceptance_ko, "en": m.acceptance_en},
                "due": m.due_on.isoformat(),
                "amount": _amount(Money(m.amount_minor, terms.currency)),
            }
            for m in terms.milestones
        ],
        "total": _amount(terms.total),
        "signatures": [_signature(signed) for signed in signatures],
    }


def _party(side: str, party: PartyTerms) -> dict[str, Any]:
    return {
        "side": SIDES[side].to_json(),
        "name": party.name,
        "name_en": party.name_en if party.name_en != party.name else "",
        "country": {"ko": country_name(party.country, "ko"), "en": country_name(party.country, "en")},
        "registration": party.registration_number,
        "address": party.address,
        "signatory": party.signatory,
    }


def _amount(money: Money) -> dict[str, str]:
    return {"ko": money_text(money, "ko"), "en": money_text(money, "en")}


def _signature(signed: Signed) -> dict[str, Any]:
    return {
        "side": SIDES[signed.side].to_json(),
        "party": signed.party,
        "name": signed.typed_name,
        "at": f"{signed.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC",
        "at_seoul": f"{signed.at.astimezone(SEOUL):%Y-%m-%d %H:%M:%S} Asia/Seoul",
        "method": METHODS.get(signed.auth_method, Both(signed.auth_method, signed.auth_method)).to_json(),
        "language": signed.language,
    }
