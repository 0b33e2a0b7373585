"""What was read from a résumé, before anybody has confirmed it: items with the words they come from. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from talentbridge.kernel.text import N_
from talentbridge.talent.rules.profile import (
    MOST_CERTIFICATES,
    MOST_ROLES,
    MOST_SAMPLES,
    MOST_SKILLS,
    Certification,
    Practice,
    ProfileDraft,
    Sample,
)

# What an item can be, in the order in which a page shows them.
ITEM_KINDS = {
    "headline_en": N_("What you do, in English"),
    "headline_ko": N_("What you do, in Korean"),
    "role": N_("Role you look for"),
    "skill": N_("Skill"),
    "practice": N_("Years with a skill"),
    "years": N_("Years of experience"),
    "language": N_("Language"),
    "country": N_("Where you live"),
    "time_zone": N_("Where your clock is"),
    "weekly_hours": N_("Hours a week"),
    "available_from": N_("Free from"),
    "engagement_type": N_("How you would work"),
    "work_mode": N_("Work mode"),
    "rate": N_("What you ask for"),
    "sample": N_("Work sample"),
    "certificate": N_("Certificate"),
}
# What a résumé may say that a profile never holds.
DROPPED = {
    "name": N_("name"),
    "photo": N_("photo"),
    "birth": N_("date of birth"),
    "sex": N_("sex"),
    "nationality": N_("nationality"),
    "family": N_("marital status or family"),
    "school": N_("schools"),
    "employer": N_("employers"),
    "address": N_("address"),
    "email": N_("e-mail address"),
    "phone": N_("telephone number"),
    "page": N_("personal pages"),
}
DOUBTS = {
    "order": N_("A period ends before it begins. It was not counted."),
    "future": N_("A period begins in the future. It was not counted."),
    "many_skills": N_(
        "More skills were read than a profile holds. The first 60 are ticked; choose others if you like."
    ),
    "cut": N_("The text was longer than can be read. Only its beginning was looked at."),
}
_MOST_ITEMS = 300  # a form has about two fields for each
_MOST = {"skill": MOST_SKILLS, "role": MOST_ROLES, "sample": MOST_SAMPLES, "certificate": MOST_CERTIFICATES}
_LISTS = {
    "skill": "skills", "role": "roles", "engagement_type": "engagement_types", "work_mode": "work_modes",
}  # fmt: skip
_SINGLE = {
    "headline_en",
    "headline_ko",
    "years",
    "country",
    "time_zone",
    "weekly_hours",
    "available_from",
    "rate",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was read: ``said`` stands between ``before`` and ``after`` in the text, or at `where` in a file.

    `value` is an id, a code, a number or a text; of a sample or certificate a JSON object, of a language ``vi:B2``.
    `level` is that of a skill. What is not `sure` is shown, not ticked.
    """

    kind: str
    value: str
    said: str = ""
    before: str = ""
    after: str = ""
    where: str = ""
    level: int = 0
    sure: bool = True


@dataclass(frozen=True)
class Reading:
    """Everything that a résumé said and a profile can hold; `unknown` are words of a list of skills that we do not know,
    `dropped` (keys of `DROPPED`) and `left_out` (names of sections) what was not taken over, `doubts` keys of `DOUBTS`.
    """

    items: tuple[Item, ...] = ()
    unknown: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values; defaults are left out."""
        empty = asdict(Item("", ""))
        items = [
            {name: value for name, value in asdict(item).items() if value != empty[name]}
            for item in self.items
        ]
        return asdict(replace(self, items=())) | {"items": items}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Reading:
        """The inverse of `to_json`."""
        items = tuple(Item(**item) for item in values["items"])
        return cls(
            items, **{name: tuple(values[name]) for name in ("unknown", "dropped", "left_out", "doubts")}
        )

    def sure(self) -> list[int]:
        """The numbers of the items that are ticked at first."""
        return [number for number, item in enumerate(self.items) if item.sure]


@dataclass(frozen=True)
class Choice:
    """What somebody has confirmed of a reading: numbers of items, levels of skills and texts that were corrected."""

    taken: Collection[int]
    levels: Mapping[int, int] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)


def taken_over(base: ProfileDraft, reading: Reading, choice: Choice) -> ProfileDraft:
    """`base` with the chosen items: lists grow, values are replaced, nothing is removed."""
    draft = base
    for number in sorted(choice.taken):
        item = reading.items[number]
        if item.kind in {"headline_en", "headline_ko"}:
            draft = _with(draft, item.kind, choice.texts.get(number, item.value))
        else:
            draft = _ADD[item.kind](draft, item, choice.levels.get(number, item.level))
    return draft


def _with(draft: ProfileDraft, name: str, value: Any) -> ProfileDraft:
    fields: dict[str, Any] = {name: value}
    return replace(draft, **fields)


def _skill(draft: ProfileDraft, item: Item, level: int) -> ProfileDraft:
    return replace(draft, skills={**draft.skills, item.value: level})


def _practice(draft: ProfileDraft, item: Item, level: int) -> ProfileDraft:
    """Only of a skill that is taken over or stands there already."""
    skill, _, years = item.value.rpartition(":")
    if skill not in draft.skills:
        return draft
    known = draft.practice.get(skill, Practice())
    return replace(draft, practice={**draft.practice, skill: replace(known, years=Decimal(years))})


def _language(draft: ProfileDraft, item: Item, level: int) -> ProfileDraft:
    language, _, cefr = item.value.partition(":")
    if language in {"en", "ko"}:
        return _with(draft, "english" if language == "en" else "korean", cefr)
    return replace(draft, languages={**draft.languages, language: cefr})


def _rate(draft: ProfileDraft, item: Item, level: int) -> ProfileDraft:
    minor, currency, unit = item.value.split()
    return replace(draft, rate_minor=int(minor), rate_currency=currency, rate_unit=unit)


def _sample(draft: ProfileDraft, item: Item, level: int) -> ProfileDraft:
    values = json.loads(item.value)
    sample = Sample(**values | {"skills": tuple(values.get("skills", ()))})
    return draft if sample in draft.samples else replace(draft, samples=(*draft.samples, sample))


def _certificate(draft: ProfileDraft, item: Item, level: int) -> ProfileDraft:
    values = json.loads(item.value)
    issued = values.get("issued_on")
    certificate = Certification(**values | {"issued_on": date.fromisoformat(issued) if issued else None})
    known = draft.certificates
    return draft if certificate in known else replace(draft, certificates=(*known, certificate))


def _one(name: str, value: type) -> Any:
    return lambda draft, item, level: _with(draft, name, value(item.value))


def _also(name: str) -> Any:
    def add(draft: ProfileDraft, item: Item, level: int) -> ProfileDraft:
        return _with(draft, name, tuple(dict.fromkeys([*getattr(draft, name), item.value])))

    return add


_ADD: dict[str, Any] = {
    "role": _also("roles"),
    "skill": _skill,
    "practice": _practice,
    "years": _one("years", Decimal),
    "language": _language,
    "country": _one("country", str),
    "time_zone": _one("time_zone", str),
    "weekly_hours": _one("weekly_hours", int),
    "available_from": lambda draft, item, level: replace(
        draft, available_from=date.fromisoformat(item.value)
    ),
    "engagement_type": _also("engagement_types"),
    "work_mode": _also("work_modes"),
    "rate": _rate,
    "sample": _sample,
    "certificate": _certificate,
}


def stands(draft: ProfileDraft, item: Item) -> bool:
    """Whether a profile says something about this already: then it is shown, not ticked."""
    if item.kind in _LISTS:
        return item.value in getattr(draft, _LISTS[item.kind])
    if item.kind == "language":
        return bool(_spoken(draft).get(item.value.partition(":")[0]))
    if item.kind == "practice":
        return draft.practice.get(item.value.rpartition(":")[0], Practice()).years is not None
    if item.kind == "sample":
        return json.loads(item.value)["title"] in {sample.title for sample in draft.samples}
    if item.kind == "certificate":
        return json.loads(item.value)["name"] in {each.name for each in draft.certificates}
    return getattr(draft, "rate_minor" if item.kind == "rate" else item.kind) not in ("", None)


def reading_from(draft: ProfileDraft) -> Reading:
    """A draft that was read whole from a table, as items to confirm."""
    said: list[tuple[str, Any]] = [("headline_en", draft.headline_en), ("headline_ko", draft.headline_ko)]
    said += [("role", role) for role in draft.roles]
    said += [("years", draft.years), ("country", draft.country), ("time_zone", draft.time_zone)]
    said += [("language", f"{code}:{level}") for code, level in _spoken(draft).items() if level]
    said += [("weekly_hours", draft.weekly_hours), ("available_from", draft.available_from)]
    said += [("engagement_type", name) for name in draft.engagement_types]
    said += [("work_mode", name) for name in draft.work_modes]
    if draft.rate_minor is not None:
        said.append(("rate", f"{draft.rate_minor} {draft.rate_currency} {draft.rate_unit}"))
    items = [Item(kind, str(value), where=kind) for kind, value in said if value not in (None, "")]
    items += [Item("skill", skill, where="skills", level=level) for skill, level in draft.skills.items()]
    doubts: set[str] = set()
    return Reading(ordered(items, doubts), doubts=tuple(doubts))


def _spoken(draft: ProfileDraft) -> dict[str, str]:
    return {"en": draft.english, "ko": draft.korean, **draft.languages}


def ordered(items: list[Item], doubts: set[str]) -> tuple[Item, ...]:
    """Items by kind. Of what a profile holds once only the first is ticked, of skills as many as it holds."""
    kinds = list(ITEM_KINDS)
    items = sorted(items, key=lambda item: (kinds.index(item.kind), not item.sure))
    taken: Counter[str] = Counter()
    for number, item in enumerate(items):
        once = f"{item.kind} {item.value[:2]}" if item.kind == "language" else item.kind
        most = 1 if item.kind in _SINGLE or item.kind == "language" else _MOST.get(item.kind, _MOST_ITEMS)
        if item.sure and taken[once] >= most:
            items[number] = replace(item, sure=False)
            if item.kind == "skill":
                doubts.add("many_skills")
        taken[once] += item.sure
    return tuple(items[:_MOST_ITEMS])


def years_of(spans: Collection[tuple[date, date]], today: date) -> Decimal | None:
    """Years in which there was any work, overlapping jobs counted once; None without a period."""
    days, reached = 0, date.min
    for start, end in sorted((start, min(end, today)) for start, end in spans if start < today):
        days += max(0, (end - max(start, reached)).days)
        reached = max(reached, end)
    return (Decimal(days) / Decimal("365.25")).quantize(Decimal("0.1")) if spans else None
