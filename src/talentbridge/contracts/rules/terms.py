"""What two sides agree on, apart from the clauses' wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.errors import Invalid
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import ENGAGEMENT_TYPES, IP_CLAUSES
from talentbridge.policy.rules import WORK_MODES as _WORK_MODES

LARGEST_AMOUNT = 10**13  # minor units; keeps every number exact in JSON (RFC 8785 allows up to 2^53)
# Contracts were signed with another word for the same place.
WORK_MODES = {("onsite" if mode == "on_site" else mode): name for mode, name in _WORK_MODES.items()}
PLACES_OF_WORK = {"abroad": N_("Outside Korea"), "korea": N_("In Korea")}
LANGUAGES = {"ko": N_("Korean"), "en": N_("English")}


@dataclass(frozen=True)
class PartyTerms:
    """One side of a contract as it is written into it. `name` is in the owner's own script, never split."""

    id: UUID
    name: str
    name_en: str = ""
    registration_number: str = ""
    country: str = ""  # ISO 3166-1
    address: str = ""
    signatory: str = ""


@dataclass(frozen=True)
class MilestoneTerms:
    """One deliverable with its price. `amount_minor` is in minor units of the contract's currency, before tax."""

    number: int
    title_ko: str
    title_en: str
    acceptance_ko: str
    acceptance_en: str
    amount_minor: int
    due_on: date


@dataclass(frozen=True)
class ContractTerms:
    """Everything two sides agree on apart from the clauses' wording. Cannot exist with unusable values.

    Raises `Invalid`, keyed by field name; a milestone's fields are `milestones-<index>-<field>`.
    """

    title_ko: str
    title_en: str
    company: PartyTerms
    talent: PartyTerms
    engagement_type: str
    work_mode: str
    place_of_work: str
    talent_country: str
    ip_clause: str
    starts_on: date
    ends_on: date
    currency: str
    milestones: tuple[MilestoneTerms, ...]
    overlap_hours: int
    prevailing_language: str = "ko"
    review_days: int = 14
    left_out: tuple[str, ...] = ()  # keys of optional clauses that the two sides do without

    def __post_init__(self) -> None:
        if refused := {**_refused_fields(self), **_refused_milestones(self)}:
            raise Invalid(refused)

    @property
    def total(self) -> Money:
        """The sum of all milestones, before tax."""
        return Money(sum(m.amount_minor for m in self.milestones), self.currency)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives back an equal object."""
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ContractTerms:
        """The terms kept in a contract or sent by a program. Raises `Invalid` when a field is missing or unusable."""
        try:
            return cls(
                **{
                    **data,
                    "company": _party(data["company"]),
                    "talent": _party(data["talent"]),
                    "left_out": tuple(data.get("left_out", ())),
                    "starts_on": date.fromisoformat(data["starts_on"]),
                    "ends_on": date.fromisoformat(data["ends_on"]),
                    "milestones": tuple(
                        MilestoneTerms(**{**item, "due_on": date.fromisoformat(item["due_on"])})
                        for item in data["milestones"]
                    ),
                }
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Invalid(
                {"": no("contracts.terms_unreadable", N_("These are not the terms of a contract."))}
            ) from error


def texts(terms: ContractTerms) -> dict[str, str]:
    """Everything that people wrote into the terms, by the field in which a fault would be shown."""
    found = {"title_ko": terms.title_ko, "title_en": terms.title_en}
    for side, party in (("company", terms.company), ("talent", terms.talent)):
        found[side] = " ".join(
            (party.name, party.name_en, party.registration_number, party.address, party.signatory)
        )
    for index, milestone in enumerate(terms.milestones):
        for name in ("title_ko", "title_en", "acceptance_ko", "acceptance_en"):
            found[f"milestones-{index}-{name}"] = getattr(milestone, name)
    return found


def _party(data: Mapping[str, Any]) -> PartyTerms:
    return PartyTerms(**{**data, "id": UUID(str(data["id"]))})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int) else str(value)  # UUID and date have one ISO spelling each


_EMPTY = no("contracts.empty", N_("This may not be empty."))
_UNKNOWN = no("contracts.unknown_choice", N_("Choose one of the values offered."))


def _refused_fields(terms: ContractTerms) -> dict[str, Decision]:
    refused: dict[str, Decision] = {}
    for name in ("title_ko", "title_en"):
        if not getattr(terms, name).strip():
            refused[name] = _EMPTY
    for side in ("company", "talent"):
        if not getattr(terms, side).name.strip():
            refused[side] = no("contracts.party_without_name", N_("A party of a contract needs a name."))
    choices = (
        ("engagement_type", ENGAGEMENT_TYPES),
        ("work_mode", WORK_MODES),
        ("place_of_work", PLACES_OF_WORK),
        ("ip_clause", IP_CLAUSES),
        ("prevailing_language", LANGUAGES),
    )
    refused |= {name: _UNKNOWN for name, known in choices if getattr(terms, name) not in known}
    for name, length in (("talent_country", 2), ("currency", 3)):
        code = getattr(terms, name)
        if not (len(code) == length and code.isascii() and code.isupper()):
            refused[name] = _UNKNOWN
    if terms.ends_on < terms.starts_on:
        refused["ends_on"] = no("contracts.ends_before_start", N_("The end lies before the start."))
    if not 0 <= terms.overlap_hours <= 8:
        refused["overlap_hours"] = no("contracts.overlap", N_("Overlap is between 0 and 8 hours a day."))
    if not 3 <= terms.review_days <= 30:
        refused["review_days"] = no("contracts.review_days", N_("A review takes between 3 and 30 days."))
    return refused


def _refused_milestones(terms: ContractTerms) -> dict[str, Decision]:
    if not terms.milestones:
        return {"milestones": no("contracts.no_milestone", N_("A contract needs at least one deliverable."))}
    refused: dict[str, Decision] = {}
    if [m.number for m in terms.milestones] != list(range(1, len(terms.milestones) + 1)):
        refused["milestones"] = no("contracts.numbers", N_("Deliverables are numbered 1, 2, 3 in order."))
    earlier = terms.starts_on
    for index, milestone in enumerate(terms.milestones):
        at = f"milestones-{index}-"
        for name in ("title_ko", "title_en", "acceptance_ko", "acceptance_en"):
            if not getattr(milestone, name).strip():
                refused[at + name] = _EMPTY
        if not 0 < milestone.amount_minor <= LARGEST_AMOUNT:
            refused[at + "amount_minor"] = no("contracts.amount", N_("An amount is more than zero."))
        if milestone.due_on < earlier:
            refused[at + "due_on"] = no(
                "contracts.due_order",
                N_("A deliverable is not due before the start, nor before the one ahead of it."),
            )
        elif milestone.due_on > terms.ends_on:
            refused[at + "due_on"] = no("contracts.due_late", N_("This is after the contract's end."))
        earlier = max(earlier, milestone.due_on)
    return refused
