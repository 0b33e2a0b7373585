"""What a company publishes of a task: a posting that is shown before, and the same as schema.org's JobPosting. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import rfc8785

from talentbridge.demand.rules.task import TaskDraft
from talentbridge.demand.states import AGREED
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_

MOST_TEXT = 4_000  # characters of a description
LEAST_TEXT = 80
LONGEST = timedelta(days=90)  # a posting ends; publishing anew is one press
# Where the people live whom the bridge reaches today, offered first when a task does not say.
USUAL_COUNTRIES = (
    "VN",
    "IN",
    "ID",
    "PH",
    "UZ",
    "KZ",
    "MN",
    "PL",
    "UA",
    "BD",
    "NP",
    "TH",
    "US",
    "CA",
    "JP",
    "DE",
)
SECTORS = {
    "manufacturing": N_("manufacturing"),
    "logistics": N_("logistics"),
    "energy": N_("energy"),
    "finance": N_("finance"),
    "health": N_("health care"),
    "bio": N_("biotechnology"),
    "education": N_("education"),
    "commerce": N_("commerce"),
    "games": N_("games"),
    "media": N_("media"),
    "software": N_("software"),
    "public": N_("public services"),
}
IN_SECTOR = N_("A Korean company in {sector}")
# schema.org's own words, https://schema.org/employmentType
_EMPLOYMENT = {
    "contractor": "CONTRACTOR",
    "employment": "FULL_TIME",
    "fixed_term": "TEMPORARY",
    "eor": "FULL_TIME",
}
_FULL_TIME_HOURS = 30
_WEEKS_A_MONTH = Decimal(365) / Decimal(84)


@dataclass(frozen=True)
class Choices:
    """What the company decides about a publication; everything else comes from the approved task."""

    names_company: bool
    sector: str
    description_ko: str
    description_en: str
    countries: tuple[str, ...]
    valid_through: date


@dataclass(frozen=True)
class Wanted:
    """A skill as it is published, by its names of that day."""

    id: str
    name_ko: str
    name_en: str
    level: int
    is_must: bool


@dataclass(frozen=True)
class Posting:
    """Everything that becomes public, and nothing else. Dates are ISO text; money is minor units before tax."""

    title_ko: str
    title_en: str
    description_ko: str
    description_en: str
    company_ko: str  # its name, or what it is called instead; the sector's words are filled in when shown
    company_en: str
    sector: str
    skills: tuple[Wanted, ...]
    deliverables_ko: tuple[str, ...]
    deliverables_en: tuple[str, ...]
    countries: tuple[str, ...]
    work_mode: str
    engagement_types: tuple[str, ...]
    english: str
    korean: str
    overlap_hours: int | None
    weekly_hours: int | None
    starts_on: str
    weeks: int | None
    budget_minor: int
    currency: str
    valid_through: str
    overlap_from: str = ""  # HH:MM on Seoul's clock; postings from before have none
    overlap_to: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self) | {
            name: list(getattr(self, name))
            for name in ("deliverables_ko", "deliverables_en", "countries", "engagement_types")
        } | {"skills": [asdict(skill) for skill in self.skills]}  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Posting:
        """What was stored."""
        lists = ("deliverables_ko", "deliverables_en", "countries", "engagement_types")
        return cls(
            **{
                **stored,
                **{name: tuple(stored[name]) for name in lists},
                "skills": tuple(Wanted(**each) for each in stored["skills"]),
            }
        )

    def fingerprint(self) -> str:
        """So that what is published is what was shown."""
        return hashlib.sha256(rfc8785.dumps(self.to_json())).hexdigest()

    @property
    def budget(self) -> Money:
        return Money(self.budget_minor, self.currency)

    def in_language(self, language: str, name: str) -> Any:
        """`title`, `description`, `company` or `deliverables` in `language` when written, else in the other one."""
        first, second = (f"{name}_ko", f"{name}_en") if language == "ko" else (f"{name}_en", f"{name}_ko")
        return getattr(self, first) or getattr(self, second)


def can_publish(state: str, draft: TaskDraft) -> Decision:
    """Whether a task can be published: both sides stand behind it, and it says what a posting has to say."""
    if state not in AGREED:
        return no("demand.publish_not_agreed", N_("Company and coordinator have to approve the task first."))
    if draft.budget is None or not draft.weeks:
        return no(
            "demand.publish_no_pay",
            N_("A posting names the pay and for how long. Add both to the task first."),
        )
    return YES


def choice_problems(choices: Choices, today: date) -> dict[str, Decision]:
    """Every reason why these choices cannot be published, by field."""
    found: dict[str, Decision] = {}
    texts = [text for text in (choices.description_ko, choices.description_en) if text]
    if not texts or max(map(len, texts)) < LEAST_TEXT:
        found["description_en"] = no(
            "demand.publish_text",
            N_("Describe the work in {least} characters or more, in one language at least."),
            least=LEAST_TEXT,
        )
    for name in ("description_ko", "description_en"):
        if len(getattr(choices, name)) > MOST_TEXT:
            found[name] = no(
                "demand.too_long", N_("Too long: {count} characters. At most {most}, please."),
                count=len(getattr(choices, name)), most=MOST_TEXT,
            )  # fmt: skip
    if not choices.names_company and choices.sector not in SECTORS:
        found["sector"] = no("demand.publish_sector", N_("Choose what the company is called instead."))
    if not choices.countries:
        found["countries"] = no("demand.publish_countries", N_("Choose at least one country."))
    if not today < choices.valid_through <= today + LONGEST:
        found["valid_through"] = no(
            "demand.publish_until",
            N_("A posting ends after today and within {days} days."),
            days=LONGEST.days,
        )
    return found


def posting(
    draft: TaskDraft, choices: Choices, *, company: tuple[str, str], skills: Mapping[str, tuple[str, str]]
) -> Posting:
    """The posting of an approved task. `company` is its names in Korean and English, `skills` theirs by id."""
    assert draft.budget is not None
    return Posting(
        title_ko=draft.title_ko,
        title_en=draft.title_en,
        description_ko=choices.description_ko.strip(),
        description_en=choices.description_en.strip(),
        company_ko=company[0] if choices.names_company else "",
        company_en=(company[1] or company[0]) if choices.names_company else "",
        sector="" if choices.names_company else choices.sector,
        skills=tuple(
            Wanted(each.skill_id, *skills.get(each.skill_id, (each.skill_id,) * 2), each.level, each.is_must)
            for each in draft.skills
        ),
        deliverables_ko=tuple(row.title_ko for row in draft.deliverables if row.title_ko),
        deliverables_en=tuple(row.title_en for row in draft.deliverables if row.title_en),
        countries=tuple(sorted(set(choices.countries))),
        work_mode=draft.work_mode or "remote",
        engagement_types=draft.engagement_types,
        english=draft.english,
        korean=draft.korean,
        overlap_hours=draft.overlap_hours,
        weekly_hours=draft.weekly_hours,
        starts_on=draft.starts_on.isoformat() if draft.starts_on else "",
        weeks=draft.weeks,
        budget_minor=draft.budget.minor,
        currency=draft.budget.currency,
        valid_through=choices.valid_through.isoformat(),
        overlap_from=draft.overlap_from,
        overlap_to=draft.overlap_to,
    )


def monthly(shown: Posting) -> Money:
    """About the pay of one month: the budget over the weeks of the task, rounded down to three digits."""
    months = Decimal(shown.weeks or 1) / _WEEKS_A_MONTH
    whole = int(shown.budget.amount / months)
    return Money.of(whole - whole % 10 ** max(0, len(str(whole)) - 3), shown.currency)


def job_posting(
    shown: Posting, *, language: str, company: str, url: str, identifier: str, posted: str
) -> dict[str, Any]:
    """The posting as schema.org's JobPosting, https://schema.org/JobPosting. `posted` is an ISO day.

    `validThrough` is the end of the last day in Seoul. The salary is a month's share of the budget, before tax.
    """
    remote = shown.work_mode == "remote"
    place: dict[str, Any] = (
        {"jobLocationType": "TELECOMMUTE"}
        if remote
        else {
            "jobLocation": {
                "@type": "Place",
                "address": {"@type": "PostalAddress", "addressCountry": "KR"},
            }
        }
    )
    part_time = shown.weekly_hours is not None and shown.weekly_hours < _FULL_TIME_HOURS
    kinds = [_EMPLOYMENT[kind] for kind in shown.engagement_types] or ["CONTRACTOR"]
    return {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": shown.in_language(language, "title"),
        "description": _paragraphs(shown.in_language(language, "description")),
        "identifier": {"@type": "PropertyValue", "name": "K-Digital Talent Bridge", "value": identifier},
        "datePosted": posted,
        "validThrough": f"{shown.valid_through}T23:59:59+09:00",
        "hiringOrganization": {"@type": "Organization", "name": company},
        **place,
        "applicantLocationRequirements": [{"@type": "Country", "name": code} for code in shown.countries],
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": shown.currency,
            "value": {
                "@type": "QuantitativeValue",
                "value": float(monthly(shown).amount),
                "unitText": "MONTH",
            },
        },
        "employmentType": sorted(set(kinds) | ({"PART_TIME"} if part_time else set())),
        "skills": ", ".join(each.name_ko if language == "ko" else each.name_en for each in shown.skills),
        "inLanguage": language,
        "directApply": False,
        "url": url,
    }


def _paragraphs(text: str) -> str:
    """Plain text as the HTML that search engines expect in a description."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"<p>{part.strip()}</p>" for part in safe.split("\n") if part.strip())
