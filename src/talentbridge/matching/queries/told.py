"""An ask, and how somebody stands to it, in the words of whoever reads: conditions, reasons, what would change.

Used by pages, the API and the answers that the bridge prepares, so that all of them say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from talentbridge.demand.rules import ENGAGEMENT_TYPES
from talentbridge.kernel import show
from talentbridge.kernel.text import N_
from talentbridge.matching import rules
from talentbridge.matching.engine import Ask, Assessment, Factor, spoken, tell
from talentbridge.matching.engine.people import DATA_RANK
from talentbridge.skills import queries as skills
from talentbridge.talent.rules import DATA_CLASSES, WORK_MODES

_CONDITIONS = {
    "country": N_("Lives in: {value}"),
    "rate": N_("At most {value} a month"),
    "overlap": N_("{value} overlapping hours a day or more"),
    "english": N_("English {value} or better"),
    "korean": N_("Korean {value} or better"),
    "engagement_type": N_("Accepts: {value}"),
    "work_mode": N_("Works: {value}"),
    "data_class": N_("Workplace ready for: {value}"),
    "available": N_("Free by {value}, notice included"),
    "until": N_("Free until {value}"),
    "weekly_hours": N_("{value} hours a week or more"),
}
# What somebody has instead of what a condition asks for; where it cannot be said in a value, `_OTHERWISE`.
_INSTEAD = {
    "skill": N_("level {value} is stated"),
    "rate": N_("about {value} a month is asked for"),
    "overlap": N_("{value} hours a day overlap"),
    "english": N_("{value} is stated"),
    "korean": N_("{value} is stated"),
    "available": N_("free from {value}, notice included"),
    "until": N_("free until {value}"),
    "weekly_hours": N_("{value} hours a week are stated"),
}
_OTHERWISE = {
    "country": N_("another country is stated, or none"),
    "rate": N_("no rate is stated, or there is no reference rate for its currency"),
    "engagement_type": N_("other kinds of engagement are stated"),
    "work_mode": N_("other ways of working are stated"),
    "data_class": N_("a lower class is stated"),
}
_NOTHING = N_("nothing is stated")
# The kinds of conditions, where a task's own values must not be told.
KINDS = {
    "skill": N_("Skills at the level asked for"),
    "country": N_("Country of residence"),
    "rate": N_("Rate against the budget"),
    "overlap": N_("Overlapping hours"),
    "english": N_("English"),
    "korean": N_("Korean"),
    "engagement_type": N_("Kind of engagement"),
    "work_mode": N_("Work mode"),
    "data_class": N_("Workplace for the data of the task"),
    "available": N_("Free by the start"),
    "until": N_("Free to the end"),
    "weekly_hours": N_("Hours a week"),
}


@dataclass(frozen=True)
class Checked:
    """One condition as it was tried on one person; `instead` says what they have where it is not met."""

    key: str
    words: str
    is_met: bool
    instead: str = ""


@dataclass(frozen=True)
class Explained:
    """How a person stands to a task, in words."""

    checks: tuple[Checked, ...]
    total: float
    factors: tuple[Factor, ...]
    missing: tuple[str, ...]
    gains: tuple[tuple[str, str], ...]  # what would bring points, how many

    @property
    def failed(self) -> tuple[Checked, ...]:
        """The conditions that are not met."""
        return tuple(check for check in self.checks if not check.is_met)


def explained(ask: Ask, found: Assessment) -> Explained:
    """An assessment in the reader's words."""
    names = skills.names(show.reading())
    return Explained(
        checks=tuple(checked(ask, found.failed)),
        total=found.total,
        factors=tuple(spoken(factor, translate=gettext, names=names) for factor in found.factors),
        missing=tuple(told(asdict(each), names) for each in found.missing),
        gains=gains_told([asdict(gain) for gain in found.gains], names),
    )


def checked(ask: Ask, failed: Iterable[tuple[str, Any]]) -> Iterator[Checked]:
    """Every condition of `ask` with whether it is met; `failed` is `Assessment.failed`."""
    unmet = dict(failed)
    for key, words in conditions(rules.plain(ask)):
        yield Checked(key, words, key not in unmet, instead(key, unmet[key]) if key in unmet else "")


def instead(key: str, value: Any) -> str:
    """What somebody has instead of what the condition `key` asks for."""
    kind = key.partition(":")[0]
    if value is None:
        return gettext(_OTHERWISE.get(kind, _NOTHING))
    if kind == "rate":
        value = f"₩{value:,}"
    elif kind in {"available", "until"}:
        value = show.day(date.fromisoformat(value))
    elif kind == "overlap":
        value = f"{value:g}"
    return gettext(_INSTEAD[kind]).format(value=value)


def conditions(ask: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every hard condition that a kept `ask` sets, as (key, words), in the order in which it was tried."""
    names = skills.names(show.reading())
    found = [
        (
            f"skill:{wish['skill_id']}",
            gettext("{skill}, level {level} or higher").format(
                skill=names.get(wish["skill_id"], wish["skill_id"]), level=wish["level"]
            ),
        )
        for wish in ask["skills"]
        if wish["is_must"]
    ]
    until = ask.get("ends_on") or ""
    values = {
        "country": ", ".join(show.country(code) for code in ask.get("countries", ())),
        "rate": f"₩{ask['budget_krw_month']:,}" if ask["budget_krw_month"] is not None else "",
        "overlap": f"{ask['overlap_hours']:g}" if ask["overlap_hours"] else "",
        "english": ask["english"],
        "korean": ask["korean"],
        "engagement_type": ", ".join(gettext(ENGAGEMENT_TYPES[name]) for name in ask["engagement_types"]),
        "work_mode": gettext(mode) if (mode := WORK_MODES.get(ask.get("work_mode", ""), "")) else "",
        "data_class": _data(ask.get("data_class", "")),
        "available": show.day(date.fromisoformat(ask["starts_on"])) if ask["starts_on"] else "",
        "until": show.day(date.fromisoformat(until)) if until else "",
        "weekly_hours": str(ask.get("weekly_hours") or ""),
    }
    return found + [
        (key, gettext(_CONDITIONS[key]).format(value=value)) for key, value in values.items() if value
    ]


def _data(asked: str) -> str:
    """The class of data where it is a condition."""
    return gettext(DATA_CLASSES[asked]) if DATA_RANK.get(asked, 0) > DATA_RANK["internal"] else ""


def wishes(ask: Mapping[str, Any]) -> list[str]:
    """The skills that only count, with their levels."""
    names = skills.names(show.reading())
    return [
        f"{names.get(wish['skill_id'], wish['skill_id'])} {wish['level']}"
        for wish in ask["skills"]
        if not wish["is_must"]
    ]


def gains_told(stored: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What would bring a person points, in the reader's words, most first."""
    return tuple((told(gain, names), show.number(gain["points"])) for gain in stored)


def told(stored: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A kept sentence with its facts, in the reader's language."""
    return tell(stored["sentence"], stored["facts"], translate=gettext, names=names)
