"""The task as a value: its parts, which values make sense, and when both sides may agree on it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

import rfc8785

from talentbridge.demand.rules.need import language_of
from talentbridge.demand.states import APPROVABLE, EDITABLE
from talentbridge.kernel.decision import YES, Decision, no
from talentbridge.kernel.money import Money
from talentbridge.kernel.text import N_

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
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
ARTEFACT_LANGUAGES = {
    "ko": N_("in Korean"),
    "en": N_("in English"),
    "both": N_("in Korean and English"),
}
# Texts that a task says in Korean and in English, in the order of the page; each is a pair of fields `_ko`, `_en`.
BILINGUAL = ("title", "problem", "in_scope", "out_of_scope", "hand_over", "growth")
CURRENCIES = ("KRW", "USD", "EUR", "JPY")
MAX_TITLE, MAX_TEXT, MAX_SHORT = 120, 8_000, 200
MAX_DELIVERABLES, MAX_SKILLS, MAX_WEEKS, MAX_OVERLAP = 20, 20, 104, 9
MAX_ROLES = 5
MAX_SEATS = 20
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
    language: str = ""  # ko, en, both: in which the artefact is delivered; empty: not said


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
    problem_ko: str = ""
    problem_en: str = ""
    in_scope_ko: str = ""
    in_scope_en: str = ""
    out_of_scope_ko: str = ""
    out_of_scope_en: str = ""
    deliverables: tuple[DeliverableDraft, ...] = ()
    skills: tuple[SkillWanted, ...] = ()
    budget: Money | None = None
    overlap_hours: int | None = None
    overlap_from: str = ""  # HH:MM on Seoul's clock, each working day
    overlap_to: str = ""
    english: str = ""
    korean: str = ""
    starts_on: date | None = None
    weeks: int | None = None
    engagement_types: tuple[str, ...] = ()
    data_class: str = ""
    ip_clause: str = ""  # a value of policy.rules.IpClause; empty: not decided
    hand_over_ko: str = ""
    hand_over_en: str = ""
    export_answers: tuple[tuple[str, bool], ...] = ()
    roles: tuple[str, ...] = ()  # jobs of the skill graph that the task is for
    work_mode: str = ""  # remote, hybrid, on_site
    weekly_hours: int | None = None
    countries: tuple[str, ...] = ()  # where the person has to live, ISO 3166-1; empty: anywhere
    pair_hours: int | None = None  # a week, of pair work with domestic staff; 0: none is wanted
    junior_seats: int | None = None  # domestic juniors who take part
    growth_ko: str = ""  # what the domestic team shall be able to do afterwards
    growth_en: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values only (dates as ISO 8601), the same for the same task."""
        values = asdict(self)
        values["deliverables"] = [_iso(asdict(item)) for item in self.deliverables]
        values["skills"] = [asdict(item) for item in self.skills]
        for name in _LISTS:
            values[name] = list(values[name])
        values["export_answers"] = dict(self.export_answers)
        return _iso(values)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> TaskDraft:
        """The inverse of `to_json`; reads what earlier versions kept, too (`upgraded`)."""
        known = upgraded(values)
        known["deliverables"] = tuple(
            DeliverableDraft(**{**item, "due_on": _date(item["due_on"])}) for item in known["deliverables"]
        )
        known["skills"] = tuple(SkillWanted(**item) for item in known["skills"])
        for name in _LISTS:
            known[name] = tuple(known.get(name, ()))
        known["export_answers"] = tuple(known["export_answers"].items())
        known["budget"] = Money(**known["budget"]) if known["budget"] else None
        known["starts_on"] = _date(known["starts_on"])
        return cls(**known)

    def in_language(self, name: str, language: str) -> str:
        """One of the `BILINGUAL` texts in `language` when written, else in the other one."""
        other = "en" if language == "ko" else "ko"
        return getattr(self, f"{name}_{language}") or getattr(self, f"{name}_{other}")


# The fields that are the same in the table and in the draft.
PLAIN = tuple(
    field.name
    for field in fields(TaskDraft)
    if field.name
    not in {"deliverables", "skills", "budget", "export_answers", "engagement_types", "roles", "countries"}
)
_LISTS = ("engagement_types", "roles", "countries")
_ONCE_IN_ONE_LANGUAGE = ("problem", "in_scope", "out_of_scope", "hand_over")


def upgraded(values: Mapping[str, Any]) -> dict[str, Any]:
    """A kept revision in today's names: revisions are never rewritten, and early ones had each text in one language.

    Such a text becomes the one of the language that it is mostly in.
    """
    known = dict(values)
    for name in _ONCE_IN_ONE_LANGUAGE:
        if name in known:
            text = known.pop(name)
            known[f"{name}_{language_of(text) or 'ko'}"] = text
    return known


def content_hash(draft: TaskDraft) -> str:
    """SHA-256 of the task as RFC 8785 JSON: what the two sides approve."""
    return hashlib.sha256(rfc8785.dumps(draft.to_json())).hexdigest()


def minutes_of(clock: str) -> int | None:
    """Minutes since midnight of ``HH:MM``; None for anything else."""
    hours, colon, minutes = clock.partition(":")
    if not (colon and len(clock) == 5 and hours.isdecimal() and minutes.isdecimal()):
        return None
    return int(hours) * 60 + int(minutes) if int(hours) < 24 and int(minutes) < 60 else None


SAVED_BY_OTHER = no(
    "demand.saved_by_other", N_("Someone else saved first. Compare both texts, then save again.")
)
EMPTY_ANSWER = no("demand.empty_answer", N_("Write an answer, or skip the question."))
NOTHING_CHANGED = no("demand.nothing_changed", N_("Nothing differs from the task as it stands."))


def can_edit(state: str) -> Decision:
    """Whether a task in `state` may be changed: until a contract has fixed it."""
    if state in EDITABLE:
        return YES
    return no(
        "demand.fixed",
        N_("A contract was offered on this task. Propose a scope change instead; both sides decide on it."),
    )


def can_fill(state: str) -> Decision:
    """Whether a template or an earlier task may fill what is empty: as long as both sides have not agreed."""
    if state in APPROVABLE:
        return YES
    return no(
        "demand.fill_agreed",
        N_("Both sides have approved the task. A template fills only what is being written."),
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


def _iso(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
