"""What a need in plain Korean or English says: a simple, exact reader that keeps where it read each value.

It guesses nothing: what is not said stays empty and becomes a question. What any text about work can say is read by
`skills.rules.reading`; here it becomes a task. Title, deliverables and scope are in `rules.parts`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from talentbridge.demand.rules.amounts import budget_of
from talentbridge.demand.rules.need import clean, language_of
from talentbridge.demand.rules.parts import Span, deliverables_of, out_of_scope, problem_of, title_of
from talentbridge.demand.rules.task import (
    MAX_HOURS,
    MAX_OVERLAP,
    MAX_ROLES,
    MAX_SKILLS,
    MAX_WEEKS,
    SkillWanted,
    TaskDraft,
)
from talentbridge.skills.rules.reading import (
    REGIONS,
    Denied,
    Duration,
    Found,
    Hours,
    Kind,
    LanguageLevel,
    Overlap,
    SkillLevel,
    read,
)


@dataclass(frozen=True)
class Evidence:
    """`field` of the task was read from ``need[start:end]``, which says `said`."""

    field: str
    start: int
    end: int
    said: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Reading:
    """A draft and where in the need each of its values stands."""

    draft: TaskDraft
    evidence: tuple[Evidence, ...]


class _Notes:
    """The findings of a need, and what of them was used for which field."""

    def __init__(self, text: str, on: date) -> None:
        self.text = text
        self.found = read(text, on)
        self.evidence: list[Evidence] = []

    def of(self, kind: Kind) -> list[Found]:
        return [each for each in self.found if each.kind == kind]

    def use(self, field: str, span: Span | Found | None) -> None:
        """Remember that `field` was read there."""
        if isinstance(span, Found):
            span = (span.start, span.end)
        if span is not None:
            self.evidence.append(Evidence(field, *span, self.text[slice(*span)]))


def draft_from(text: str, on: date) -> TaskDraft:
    """The task that `text` describes, read on the day `on` ("12월 1일" is the next one). Never raises."""
    return read_need(text, on).draft


def read_need(text: str, on: date) -> Reading:
    """`draft_from` with the evidence; offsets count in ``clean(text)``."""
    notes = _Notes(clean(text), on)
    draft = _with_time_and_money(_with_words(TaskDraft(), notes), notes, on)
    draft = replace(
        draft,
        roles=_roles(notes),
        skills=_skills(notes),
        english=_level(notes, "english", "en"),
        korean=_level(notes, "korean", "ko"),
        engagement_types=_engagement_types(notes),
        work_mode=_work_mode(notes),
        countries=_countries(notes),
    )
    return Reading(draft, tuple(sorted(notes.evidence, key=lambda found: (found.start, found.end))))


def _with_words(draft: TaskDraft, notes: _Notes) -> TaskDraft:
    """Title, problem, deliverables, scope, and whether personal data is touched."""
    title, span = title_of(notes.text)
    notes.use("title", span)
    language = language_of(notes.text) or "en"
    rows = []
    for row, span in deliverables_of(notes.text):
        rows.append(row)
        notes.use("deliverables", span)
    outside, spans = out_of_scope(notes.text)
    for span in spans:
        notes.use("out_of_scope", span)
    data_class = ""
    if match := _PERSONAL_DATA.search(notes.text):
        data_class = "personal"
        notes.use("data_class", match.span())
    said = {"title": title, "problem": problem_of(notes.text), "out_of_scope": outside}
    texts: dict[str, Any] = {f"{name}_{language}": text for name, text in said.items()}
    return replace(
        draft,
        **texts,
        deliverables=tuple(rows),
        data_class=data_class,
    )


_PERSONAL_DATA = re.compile(
    r"개인\s?정보|고객\s?정보|의료\s?(?:데이터|정보)|\bpersonal data\b|\bPII\b|\bpatient data\b", re.I
)


def _with_time_and_money(draft: TaskDraft, notes: _Notes, on: date) -> TaskDraft:
    """Start, weeks, budget, shared hours a day and hours a week."""
    starts_on = _starts_on(notes, on)
    weeks = _weeks(notes, starts_on or on)
    budget, said = budget_of(notes.found, weeks)
    notes.use("budget", said)
    return replace(
        draft,
        starts_on=starts_on,
        weeks=weeks,
        budget=budget,
        **_overlap(notes),
        weekly_hours=_weekly(notes),
    )


def _starts_on(notes: _Notes, on: date) -> date | None:
    """The first day that is a beginning; "immediately" is the day on which it is read."""
    starts = notes.of(Kind.START)
    days = [each for each in starts if isinstance(each.value, date)] or starts
    if not days:
        return None
    notes.use("starts_on", days[0])
    return days[0].value if isinstance(days[0].value, date) else on


def _weeks(notes: _Notes, start: date) -> int | None:
    """Weeks of work; a deadline alone gives the weeks from the start."""
    for each in notes.of(Kind.DURATION):
        if isinstance(each.value, Duration) and each.value.high <= MAX_WEEKS:
            notes.use("weeks", each)
            return each.value.high
    for each in notes.of(Kind.END):
        weeks = -(-(each.value - start).days // 7) if isinstance(each.value, date) else 0
        if 1 <= weeks <= MAX_WEEKS:
            notes.use("weeks", each)
            return weeks
    return None


def _overlap(notes: _Notes) -> dict[str, Any]:
    """Shared hours a day, and their window when it is said on Seoul's clock."""
    for each in notes.of(Kind.OVERLAP):
        value = each.value
        if not isinstance(value, Overlap):
            continue
        hours = _shared(value)
        if hours is not None and 0 <= hours <= MAX_OVERLAP:
            notes.use("overlap_hours", each)
            begins, ends = value.begins, value.ends
            is_said = value.zone in ("", "Asia/Seoul") and begins and ends and begins < ends
            window = {"overlap_from": begins, "overlap_to": ends} if is_said else {}
            return {"overlap_hours": int(hours), **window}
    return {}


def _shared(overlap: Overlap) -> Decimal | None:
    """Hours as said, or those between two times of the clock in Seoul."""
    if overlap.hours is not None or overlap.zone not in ("", "Asia/Seoul"):
        return overlap.hours
    first, last = (Decimal(time[:2]) + Decimal(time[3:]) / 60 for time in (overlap.begins, overlap.ends))
    return min(last - first, Decimal(MAX_OVERLAP)) if last > first else None


def _weekly(notes: _Notes) -> int | None:
    """Hours a week; the upper end of a range."""
    for each in notes.of(Kind.WEEKLY):
        if isinstance(each.value, Hours):
            hours = each.value.high if each.value.high is not None else each.value.low
            if hours is not None and 1 <= hours <= MAX_HOURS:
                notes.use("weekly_hours", each)
                return int(hours)
    return None


def _level(notes: _Notes, field: str, language: str) -> str:
    """The first level that is said of a language."""
    for each in notes.of(Kind.LANGUAGE):
        value = each.value
        if isinstance(value, LanguageLevel) and value.language == language and value.level:
            notes.use(field, each)
            return value.level
    return ""


# 파견 (a worker lent by a firm) is none of the forms that a task can take on the bridge.
_FORMS = {
    "contractor": "contractor", "freelance": "contractor", "subcontract": "contractor", "employment": "employment",
    "fixed_term": "fixed_term", "eor": "eor",
}  # fmt: skip
_MODES = {
    "fully_remote": "remote", "remote_first": "remote", "remote_friendly": "remote", "remote": "remote",
    "hybrid": "hybrid", "on_site": "on_site",
}  # fmt: skip


def _engagement_types(notes: _Notes) -> tuple[str, ...]:
    types: dict[str, None] = {}
    for each in notes.of(Kind.FORM):
        if form := _FORMS.get(str(each.value)):
            notes.use("engagement_types", each)
            types[form] = None
    return tuple(types)


def _work_mode(notes: _Notes) -> str:
    """The mode that all words for it mean; two that disagree are a hybrid."""
    modes = notes.of(Kind.MODE)
    for each in modes:
        notes.use("work_mode", each)
    meant = {_MODES[str(each.value)] for each in modes}
    return "hybrid" if len(meant) > 1 else next(iter(meant), "")


def _countries(notes: _Notes) -> tuple[str, ...]:
    """The countries named, regions as what they are made of, without those that are ruled out. Worldwide: none."""
    named: set[str] = set()
    for each in notes.of(Kind.PLACE):
        notes.use("countries", each)
        named |= REGIONS.get(str(each.value), frozenset({str(each.value)}))
    for each in notes.of(Kind.NOT):
        if isinstance(each.value, Denied) and each.value.kind == Kind.PLACE and named:
            notes.use("countries", each)
            named -= REGIONS.get(each.value.what, frozenset({each.value.what}))
    return tuple(sorted(named))


def _roles(notes: _Notes) -> tuple[str, ...]:
    roles: dict[str, None] = {}
    for each in notes.of(Kind.ROLE):
        if str(each.value) in roles or len(roles) < MAX_ROLES:
            notes.use("roles", each)
            roles[str(each.value)] = None
    return tuple(roles)


_MARKER = re.compile(
    r"(?P<wish>우대|있으면|좋겠|선호|nice to have|a plus|preferred|ideally|bonus)|"
    r"(?P<must>필수|반드시|꼭|\bmust\b|\brequired?\b|\bneeds?\b)", re.I)  # fmt: skip
_A_COMMA_AWAY, _KOREAN_BEFORE = (
    30,
    15,
)  # characters that a comma, and a Korean word before its noun, count for


def _skills(notes: _Notes) -> tuple[SkillWanted, ...]:
    """The skills named, in order. A must where the sentence says so; where no sentence says anything, the first two.

    A must filters people out, so it is claimed rarely; the company confirms each.
    """
    places: dict[str, list[Found]] = {}
    for each in notes.of(Kind.SKILL):
        places.setdefault(str(each.value), []).append(each)
    places = dict(list(places.items())[:MAX_SKILLS])
    said = {skill: _said_of(notes.text, (spans[0].start, spans[0].end)) for skill, spans in places.items()}
    musts = {skill for skill, marker in said.items() if marker == "must"}
    if not 1 <= len(musts) <= 4:
        musts = {skill for skill, marker in said.items() if marker != "wish"}
        musts = set([skill for skill in places if skill in musts][:2])
    levels = _levels(notes, places)
    for spans in places.values():
        for span in spans:
            notes.use("skills", span)
    return tuple(SkillWanted(skill, levels.get(skill, 3), skill in musts) for skill in places)


def _levels(notes: _Notes, wanted: Mapping[str, Sequence[Found]]) -> dict[str, int]:
    """The first level that is said of each skill."""
    levels: dict[str, int] = {}
    for each in notes.of(Kind.LEVEL):
        if isinstance(each.value, SkillLevel) and each.value.skill in wanted.keys() - levels.keys():
            notes.use("skills", each)
            levels[each.value.skill] = each.value.level
    return levels


def _said_of(text: str, span: tuple[int, int]) -> str:
    """``must`` or ``wish``, whichever word of the sentence stands nearest to the skill; empty when neither does.

    Korean says it after the noun (Python 필수이고 dbt 우대), so a Korean word before it counts as farther.
    """
    start, end = _sentence_around(text, span)
    best: tuple[int, str] | None = None
    for marker in _MARKER.finditer(text, start, end):
        is_before = marker.end() <= span[0]
        between = text[marker.end() : span[0]] if is_before else text[span[1] : marker.start()]
        far = len(between) + _A_COMMA_AWAY * between.count(",")
        if is_before and "가" <= marker[0][0] <= "힣":
            far += _KOREAN_BEFORE
        if best is None or far < best[0]:
            best = (far, marker.lastgroup or "")
    return best[1] if best else ""


_CLAUSE_END = re.compile(r"[\n!?。;；]|\.(?=\s|$)")


def _sentence_around(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Where the sentence (or what a semicolon ends) with `span` begins and ends, 200 characters away at most."""
    first = max(0, span[0] - 200)
    start = max((match.end() for match in _CLAUSE_END.finditer(text, first, span[0])), default=first)
    end = match.start() if (match := _CLAUSE_END.search(text, span[1], span[1] + 200)) else span[1] + 200
    return start, min(end, len(text))
