"""One item of a partner's feed of profiles, as `data/feeds/profiles-1.schema.json` describes it (`docs/feeds.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from talentbridge.accounts.rules.feeds import Fields, Proof, proof_of
from talentbridge.kernel.decision import no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.text import N_
from talentbridge.skills import queries as skills
from talentbridge.talent.rules import Contacts, ProfileDraft, Rate


@dataclass(frozen=True)
class Tombstone:
    """The partner takes the profile back, because the person withdrew or for a reason of its own."""

    reason: str


@dataclass(frozen=True)
class Incoming:
    """A profile with the proof of its person's consent. Contacts are compared as keyed hashes and kept nowhere."""

    draft: ProfileDraft
    contacts: Contacts
    proof: Proof
    said_at: datetime


def read(item: Mapping[str, Any], at: datetime) -> Incoming | Tombstone:
    """What an item says. Raises `Invalid` with every problem by field; without a proof of consent nothing else counts."""
    fields = Fields(item)
    fields.text("key")
    if fields.flag("deleted"):
        reason = fields.text("reason", 300)
        fields.finish()
        if fields.problems:
            raise Invalid(fields.problems)
        return Tombstone(reason)
    proof = proof_of(fields, at)
    said_at = fields.moment("said_at")
    contacts = _contacts(fields.part("contact"))
    draft = _draft(fields)
    fields.text("reason", 300)
    fields.finish()
    if fields.problems or proof is None or draft is None:
        raise Invalid(fields.problems)
    return Incoming(draft, contacts, proof, min(said_at or proof.given_at, at))


def _contacts(part: Fields | None) -> Contacts:
    if part is None:
        return Contacts()
    found = Contacts(part.texts("emails", 5), part.texts("phones", 5), part.texts("links", 10))
    part.finish()
    return found


def _draft(fields: Fields) -> ProfileDraft | None:
    part = fields.part("profile")
    if part is None:
        fields.problems["profile"] = no("talent.feed_no_profile", N_("There is no profile in this item."))
        return None
    years = part.number("years")
    rate = part.part("rate")
    amount, currency, unit = _rate(rate) if rate else (None, "", "month")
    draft = ProfileDraft(
        headline_ko=part.text("headline_ko"),
        headline_en=part.text("headline_en"),
        skills=_skills(part),
        country=part.text("country", 2).upper(),
        time_zone=part.text("time_zone", 64),
        years=None if years is None else Decimal(str(years)),
        english=part.text("english", 2).upper(),
        korean=part.text("korean", 2).upper(),
        rate_minor=amount,
        rate_currency=currency,
        rate_unit=unit,
        weekly_hours=part.integer("weekly_hours"),
        available_from=part.day("available_from"),
        available_until=part.day("available_until"),
        notice_days=part.integer("notice_days"),
        engagement_types=part.texts("engagement_types"),
        work_modes=part.texts("work_modes"),
        work_in=tuple(code.upper() for code in part.texts("work_in")),
        data_class=part.text("data_class", 20),
        roles=_roles(part),
        languages={
            str(code).lower(): str(level).upper() for code, level in part.mapping("languages").items()
        },
        rates=_rates(part),
    )
    part.finish()
    return draft


def _rate(part: Fields) -> tuple[int | None, str, str]:
    amount, currency = part.integer("amount_minor"), part.text("currency", 3, required=True).upper()
    unit = part.text("unit", 5) or "month"
    part.finish()
    return amount, currency if amount is not None else "", unit


def _rates(fields: Fields) -> dict[str, Rate]:
    found = {}
    for name, raw in fields.mapping("rates", 10).items():
        amount, currency, unit = _rate(Fields(raw, f"{fields.where}rates.{name}"[:80], fields.problems))
        found[name] = Rate(amount or 0, currency, unit)
    return found


def _skills(fields: Fields) -> dict[str, int]:
    """``{"python": 4, "리액트": 3}``: by id or by any name of the skill list."""
    found: dict[str, int] = {}
    for name, level in fields.mapping("skills").items():
        skill = skills.by_name(str(name))
        if not skill:
            fields.problems[f"{fields.where}skills.{str(name)[:60]}"] = no(
                "talent.unknown_skill",
                N_("The bridge does not know the skill “{skill}”."),
                skill=str(name)[:60],
            )
        else:
            whole = isinstance(level, int) and not isinstance(level, bool)
            found[skill] = max(found.get(skill, 0), level) if whole else 0
    return found


def _roles(fields: Fields) -> tuple[str, ...]:
    found = []
    for name in fields.texts("roles", 20):
        role = skills.role_by_name(name)
        if not role:
            fields.problems[f"{fields.where}roles"] = no(
                "talent.unknown_role", N_("The bridge does not know the role “{role}”."), role=name[:60]
            )
        else:
            found.append(role)
    return tuple(dict.fromkeys(found))
