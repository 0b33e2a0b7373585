"""What of a task cannot be saved: too long, out of range, unknown. Empty fields are fine here."""

from __future__ import annotations

from collections.abc import Iterable

from talentbridge.demand.rules.task import (
    ARTEFACT_LANGUAGES,
    BILINGUAL,
    CEFR,
    CURRENCIES,
    DATA_CLASSES,
    EXPORT_QUESTIONS,
    MAX_BUDGET_MINOR,
    MAX_DELIVERABLES,
    MAX_HOURS,
    MAX_OVERLAP,
    MAX_ROLES,
    MAX_SEATS,
    MAX_SHORT,
    MAX_SKILLS,
    MAX_TEXT,
    MAX_TITLE,
    MAX_WEEKS,
    TaskDraft,
    minutes_of,
)
from talentbridge.kernel.decision import Decision, no
from talentbridge.kernel.text import N_
from talentbridge.policy.rules import ENGAGEMENT_TYPES, IP_CLAUSES, WORK_MODES
from talentbridge.skills.rules import lexicon
from talentbridge.skills.rules.reading import COUNTRIES


def validate(draft: TaskDraft) -> dict[str, Decision]:
    """What cannot be saved, by field; fields of rows are ``deliverables-0-share_minor``. Empty fields are fine here."""
    found: dict[str, Decision] = {}
    for name in BILINGUAL:
        for field in (f"{name}_ko", f"{name}_en"):
            found |= _too_long(field, getattr(draft, field), MAX_TITLE if name == "title" else MAX_TEXT)
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
    found |= _out_of_range("pair_hours", draft.pair_hours, 0, MAX_HOURS)
    found |= _out_of_range("junior_seats", draft.junior_seats, 0, MAX_SEATS)
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
    if draft.ip_clause not in ("", *IP_CLAUSES):
        found["ip_clause"] = _unknown(IP_CLAUSES)
    found |= _window(draft)
    if {name for name, _ in draft.export_answers} - EXPORT_QUESTIONS.keys():
        found["export_answers"] = _unknown(EXPORT_QUESTIONS)
    return found | _rows(draft)


def _window(draft: TaskDraft) -> dict[str, Decision]:
    """Both ends of the daily window or none, in this order."""
    found = {
        name: no("demand.clock", N_("Write the time as hours and minutes, for example 16:00."))
        for name in ("overlap_from", "overlap_to")
        if getattr(draft, name) and minutes_of(getattr(draft, name)) is None
    }
    if found or not (draft.overlap_from or draft.overlap_to):
        return found
    if not draft.overlap_from or not draft.overlap_to:
        missing = "overlap_to" if draft.overlap_from else "overlap_from"
        return {missing: no("demand.half_window", N_("Say when the shared hours begin and when they end."))}
    if draft.overlap_from >= draft.overlap_to:
        return {"overlap_to": no("demand.window_order", N_("The shared hours end before they begin."))}
    return {}


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
        if row.language not in ("", *ARTEFACT_LANGUAGES):
            found[f"deliverables-{number}-language"] = _unknown(ARTEFACT_LANGUAGES)
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
