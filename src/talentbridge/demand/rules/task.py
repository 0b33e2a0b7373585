"""The task as a value: its parts, which values make sense, and when both sides may agree on it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import rfc8785

from talentbridge.demand.states import APPROVABLE, EDITABLE
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_
from talentbridge.skills.rules import lexicon
from talentbridge.skills.rules.reading import COUNTRIES

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
# The six levels in words, as skills are judged everywhere on the bridge (domain-facts C2).
LEVELS = {
    1: N_("assisted"),
    2: N_("supervised"),
    3: N_("independent"),
    4: N_("leads a task area"),
    5: N_("leads a team or an architecture"),
    6: N_("sets direction"),
}
ENGAGEMENT_TYPES = {
    "contractor": N_("Independent contractor"),
    "employment": N_("Employment"),
    "fixed_term": N_("Fixed-term employment"),
    "eor": N_("Employer of record (EOR)"),
}
DATA_CLASSES = {
    "public": N_("Public: nothing that others may not know"),
    "internal": N_("Internal: business data, no personal data"),
    "personal": N_("Personal data of customers or staff"),
    "restricted": N_("Restricted: trade secrets or regulated data"),
}
# Any yes keeps the task from being staffed abroad until a permit is recorded. Sources: Industrial Technology Act
# art. 11 (national core technology), Foreign Trade Act (strategic goods; the permit must precede granting access),
# Defense Technology Security Act, National R&D Innovation Act; domain-facts A5.
EXPORT_QUESTIONS = {
    "national_core": N_("Does the work touch national core technology (Industrial Technology Act, art. 11)?"),
    "strategic_goods": N_(
        "Does it touch strategic goods or technology (Foreign Trade Act), for example cryptography?"
    ),
    "defence": N_("Does it touch defence technology?"),
    "state_research": N_("Does it use results of research that the state paid for?"),
}
WORK_MODES = {
    "remote": N_("Remote"),
    "hybrid": N_("Partly on site"),
    "on_site": N_("On site"),
}
CURRENCIES = ("KRW", "USD", "EUR", "JPY")
MAX_TITLE, MAX_TEXT, MAX_SHORT = 120, 8_000, 200
MAX_DELIVERABLES, MAX_SKILLS, MAX_WEEKS, MAX_OVERLAP = 20, 20, 104, 9
MAX_ROLES = 5
MAX_HOURS = 52  # a week, overtime included (Labor Standards Act art. 50, 53)
MAX_BUDGET_MINOR = 10_000_000_000_000  # 10 trillion won, 100 billion dollars: above it, a slip of the finger


@dataclass(frozen=True)
class DeliverableDraft:
    """One result with its test of acceptance. `share_minor` is its part of the budget, in the budget's currency."""

    title_ko: str = ""
    title_en: str = ""
    artefact_format: str = ""
    acceptance_ko: str = ""
    acceptance_en: str = ""
    due_on: date | None = None
    share_minor: int | None = None
    reviewer: str = ""


@dataclass(frozen=True)
class SkillWanted:
    """A skill of the graph at `level` 1-6; a must filters, a wish only counts."""

    skill_id: str
    level: int = 3
    is_must: bool = True


@dataclass(frozen=True)
class TaskDraft:
    """Everything a task says. Empty means "not said yet": it can be saved, but not approved."""

    title_ko: str = ""
    title_en: str = ""
    problem: str = ""
    in_scope: str = ""
    out_of_scope: str = ""
    deliverables: tuple[DeliverableDraft, ...] = ()
    skills: tuple[SkillWanted, ...] = ()
    budget: Money | None = None
    overlap_hours: int | None = None
    english: str = ""
    korean: str = ""
    starts_on: date | None = None
    weeks: int | None = None
    engagement_types: tuple[str, ...] = ()
    data_class: str = ""
    hand_over: str = ""
    export_answers: tuple[tuple[str, bool], ...] = ()
    roles: tuple[str, ...] = ()  # jobs of the skill graph that the task is for
    work_mode: str = ""  # remote, hybrid, on_site
    weekly_hours: int | None = None
    countries: tuple[str, ...] = ()  # where the person has to live, ISO 3166-1; empty: anywhere

    def to_json(self) -> dict[str, Any]:
        """Plain values only (dates as ISO 8601), the same for the same task."""
        values = asdict(self)
        values["deliverables"] = [_iso(asdict(item)) for item in self.deliverables]
        values["skills"] = [asdict(item) for item in self.skills]
        for name in ("engagement_types", "roles", "countries"):
            values[name] = list(values[name])
        values["export_answers"] = dict(self.export_answers)
        return _iso(values)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> TaskDraft:
        """The inverse of `to_json`."""
        known = dict(values)
        known["deliverables"] = tuple(
            DeliverableDraft(**{**item, "due_on": _date(item["due_on"])}) for item in values["deliverables"]
        )
        known["skills"] = tuple(SkillWanted(**item) for item in values["skills"])
        for name in ("engagement_types", "roles", "countries"):
            known[name] = tuple(values.get(name, ()))
        known["export_answers"] = tuple(values["export_answers"].items())
        known["budget"] = Money(**values["budget"]) if values["budget"] else None
        known["starts_on"] = _date(values["starts_on"])
        return cls(**known)


def content_hash(draft: TaskDraft) -> str:
    """SHA-256 of the task as RFC 8785 JSON: what the two sides approve."""
    return hashlib.sha256(rfc8785.dumps(draft.to_json())).hexdigest()


def validate(draft: TaskDraft) -> dict[str, Decision]:
    """What cannot be saved, by field; fields of rows are ``deliverables-0-share_minor``. Empty fields are fine here."""
    found: dict[str, Decision] = {}
    for name in ("title_ko", "title_en"):
        found |= _too_long(name, getattr(draft, name), MAX_TITLE)
    for name in ("problem", "in_scope", "out_of_scope", "hand_over"):
        found |= _too_long(name, getattr(draft, name), MAX_TEXT)
    if draft.budget is not None:
        if draft.budget.currency not in CURRENCIES:
            found["budget"] = no(
                "demand.currency",
                N_("Use one of these currencies: {allowed}."),
                allowed=", ".join(CURRENCIES),
            )
        elif not 0 < draft.budget.minor <= MAX_BUDGET_MINOR:
            found["budget"] = no(
                "demand.budget_range", N_("The budget must be above zero, and below 10 trillion.")
            )
    found |= _out_of_range("overlap_hours", draft.overlap_hours, 0, MAX_OVERLAP)
    found |= _out_of_range("weeks", draft.weeks, 1, MAX_WEEKS)
    found |= _out_of_range("weekly_hours", draft.weekly_hours, 1, MAX_HOURS)
    for name in ("english", "korean"):
        if getattr(draft, name) not in ("", *CEFR):
            found[name] = _unknown(CEFR)
    if set(draft.engagement_types) - ENGAGEMENT_TYPES.keys():
        found["engagement_types"] = _unknown(ENGAGEMENT_TYPES)
    if draft.data_class not in ("", *DATA_CLASSES):
        found["data_class"] = _unknown(DATA_CLASSES)
    if draft.work_mode not in ("", *WORK_MODES):
        found["work_mode"] = _unknown(WORK_MODES)
    found |= _roles(draft.roles) | _countries(draft.countries)
    if {name for name, _ in draft.export_answers} - EXPORT_QUESTIONS.keys():
        found["export_answers"] = _unknown(EXPORT_QUESTIONS)
    return found | _rows(draft)


def can_edit(state: str) -> Decision:
    """Whether a task in `state` may be changed: until a contract has fixed it."""
    if state in EDITABLE:
        return YES
    return no(
        "demand.fixed",
        N_(
            "A contract was offered on this task. From here on, a change of scope is a change of the contract."
        ),
    )


def can_approve(state: str, questions: Mapping[str, Decision]) -> Decision:
    """Whether the current revision may be approved: nothing that the search needs is left open."""
    if state not in APPROVABLE:
        return no("demand.already_agreed", N_("Both sides have already approved this revision."))
    if questions:
        return no(
            "demand.questions_open",
            N_("{count} questions are open. Answer them before the task is approved."),
            count=len(questions),
        )
    return YES


def export_gate(answers: Mapping[str, bool], permitted: Iterable[str] = ()) -> Decision:
    """Whether the task may be staffed from abroad: all four answered, and every yes covered by a recorded permit."""
    if EXPORT_QUESTIONS.keys() - answers.keys():
        return no("demand.export_unanswered", N_("Answer all four export-control questions first."))
    if {name for name, said in answers.items() if said} - set(permitted):
        return no(
            "demand.export_blocked",
            N_(
                "The task touches controlled technology. Nobody abroad can work on it until the coordinator "
                "has recorded the permit of the authorities."
            ),
        )
    return YES


def _roles(roles: tuple[str, ...]) -> dict[str, Decision]:
    if len(roles) > MAX_ROLES:
        return {"roles": no("demand.too_many_roles", N_("At most {most} roles, please."), most=MAX_ROLES)}
    unknown = [role for role in roles if not _is_known(role, a_role=True)]
    if unknown:
        sentence = N_("The bridge does not know the role “{role}”.")
        return {"roles": no("demand.unknown_role", sentence, role=unknown[0])}
    return {}


def _countries(countries: tuple[str, ...]) -> dict[str, Decision]:
    unknown = [country for country in countries if country not in COUNTRIES]
    if unknown:
        sentence = N_("“{country}” is not a country code of two letters such as UA or VN.")
        return {"countries": no("demand.unknown_country", sentence, country=unknown[0])}
    return {}


def _is_known(id: str, *, a_role: bool) -> bool:
    """Whether the graph has a skill (or role) of this id, a retired one included."""
    graph = lexicon()
    entry = graph.get(graph.living(id))
    return entry is not None and entry.is_role == a_role


def _rows(draft: TaskDraft) -> dict[str, Decision]:
    found: dict[str, Decision] = {}
    if len(draft.deliverables) > MAX_DELIVERABLES:
        found["deliverables"] = no(
            "demand.too_many_deliverables", N_("At most {most} deliverables, please."), most=MAX_DELIVERABLES
        )
    for number, row in enumerate(draft.deliverables):
        for name, most in (("title_ko", MAX_SHORT), ("title_en", MAX_SHORT), ("artefact_format", MAX_SHORT),
                           ("acceptance_ko", MAX_TEXT), ("acceptance_en", MAX_TEXT), ("reviewer", MAX_TITLE)):  # fmt: skip
            found |= _too_long(f"deliverables-{number}-{name}", getattr(row, name), most)
        if row.share_minor is not None and not 0 < row.share_minor <= MAX_BUDGET_MINOR:
            found[f"deliverables-{number}-share_minor"] = no(
                "demand.share_range", N_("A share of the budget must be above zero.")
            )
    if len(draft.skills) > MAX_SKILLS:
        found["skills"] = no("demand.too_many_skills", N_("At most {most} skills, please."), most=MAX_SKILLS)
    seen: set[str] = set()
    for number, skill in enumerate(draft.skills):
        if not 1 <= skill.level <= 6:
            found[f"skills-{number}-level"] = no("demand.level", N_("A level is a number from 1 to 6."))
        if not _is_known(skill.skill_id, a_role=False):
            found[f"skills-{number}-skill_id"] = no(
                "demand.unknown_skill",
                N_("The bridge does not know the skill “{skill}”."),
                skill=skill.skill_id,
            )
        if skill.skill_id in seen:
            found[f"skills-{number}-skill_id"] = no(
                "demand.skill_twice", N_("This skill is already in the list.")
            )
        seen.add(skill.skill_id)
    return found


def _too_long(name: str, value: str, most: int) -> dict[str, Decision]:
    if len(value) <= most:
        return {}
    sentence = N_("Too long: {count} characters. At most {most}, please.")
    return {name: no("demand.too_long", sentence, count=len(value), most=most)}


def _out_of_range(name: str, value: int | None, least: int, most: int) -> dict[str, Decision]:
    if value is None or least <= value <= most:
        return {}
    return {name: no("demand.range", N_("A number from {least} to {most}, please."), least=least, most=most)}


def _unknown(allowed: Iterable[str]) -> Decision:
    return no("demand.unknown", N_("Choose one of: {allowed}."), allowed=", ".join(allowed))


def _iso(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
