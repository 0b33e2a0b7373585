"""What is not stated, and what it would change in matching. Not a percentage: each line says what it is worth.

`matching` knows how many open tasks look at each of these; it gives the numbers to `counted`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from talentbridge.kernel.text import N_
from talentbridge.talent.rules.freshness import REMIND
from talentbridge.talent.rules.profile import ProfileDraft


@dataclass(frozen=True)
class Hint:
    """One thing to state. `key` is that of the engine's constraint or factor, `part` where it is stated (a key of `PARTS`),
    `sentence` is filled by `facts`.
    """

    key: str
    part: str
    sentence: str
    facts: Mapping[str, object] = field(default_factory=dict)


# What is missing, where it is stated, what it means; then the same with the number of open tasks that look at it.
_TEXTS: dict[str, tuple[str, str, str]] = {
    "skills": (
        "skills",
        N_("Add skills. Without them you are on no list that asks for one."),
        N_("Add skills. {tasks} of {open} open tasks ask for some."),
    ),
    "overlap": (
        "time",
        N_("Say where your clock is. Without it you fail every condition on overlapping hours."),
        N_("Say where your clock is. {tasks} of {open} open tasks ask for overlapping hours."),
    ),
    "english": (
        "languages",
        N_("State your English level. Without it you fail every condition on English."),
        N_("State your English level. {tasks} of {open} open tasks ask for one."),
    ),
    "korean": (
        "languages",
        N_("State your Korean level, even a low one. Without it you fail every condition on Korean."),
        N_("State your Korean level, even a low one. {tasks} of {open} open tasks ask for one."),
    ),
    "rate": (
        "terms",
        N_("State your rate. Without it you fail every condition on the budget."),
        N_("State your rate. {tasks} of {open} open tasks compare it with a budget."),
    ),
    "country": (
        "time",
        N_("Say where you live. Without it you fail a task that is limited to certain countries."),
        N_("Say where you live. {tasks} of {open} open tasks are limited to certain countries."),
    ),
    "data_class": (
        "terms",
        N_("Say for which data your workplace is ready. Until then the list shows that it is not known."),
        N_("Say for which data your workplace is ready. {tasks} of {open} open tasks have personal or restricted data."),
    ),
    "role": (
        "work",
        N_("Name the roles you look for. A task for a role counts it in your favour."),
        N_("Name the roles you look for. {tasks} of {open} open tasks are for a role."),
    ),
    "engagement_type": (
        "terms",
        N_("Say how you would work. Until then the list shows that it is not known."),
        N_("Say how you would work. {tasks} of {open} open tasks offer certain kinds of contract only."),
    ),
    "work_mode": (
        "terms",
        N_("Say whether you would work remotely or on site. Until then the list shows that it is not known."),
        N_("Say whether you would work remotely or on site. {tasks} of {open} open tasks ask for one of them."),
    ),
    "available": (
        "time",
        N_("Say from when you are free. Until then the list shows that it is not known."),
        N_("Say from when you are free. {tasks} of {open} open tasks have a day on which work begins."),
    ),
    "weekly_hours": (
        "time",
        N_("Say how many hours a week you have. Until then the list shows that it is not known."),
        N_("Say how many hours a week you have. {tasks} of {open} open tasks ask for a number."),
    ),
    "samples": (
        "samples",
        N_("Show something you have made. It moves no rank; a person who decides between two looks at it."),
        N_("Show something you have made. It moves no rank; a person who decides between two looks at it."),
    ),
}  # fmt: skip


def hints(draft: ProfileDraft, *, confirmed: date, on: date) -> tuple[Hint, ...]:
    """What would change for this profile on that day, most effective first."""
    missing = {
        "skills": not draft.skills,
        "overlap": not draft.time_zone,
        "english": not draft.english,
        "rate": draft.rate_minor is None and not draft.rates,
        "korean": not draft.korean,
        "country": not draft.country,
        "data_class": not draft.data_class,
        "role": not draft.roles,
        "engagement_type": not draft.engagement_types,
        "work_mode": not draft.work_modes,
        "available": draft.available_from is None,
        "weekly_hours": draft.weekly_hours is None,
        "samples": not draft.samples,
    }
    found = [Hint(key, _TEXTS[key][0], _TEXTS[key][1]) for key, is_missing in missing.items() if is_missing]
    return (*_of_time(draft, confirmed, on), *found)


def _of_time(draft: ProfileDraft, confirmed: date, on: date) -> list[Hint]:
    found = []
    if draft.available_until and draft.available_until < on:
        sentence = N_("Your last day was {until_on}. You are on no list until you give another one.")
        found.append(Hint("until", "time", sentence, {"until_on": draft.available_until.isoformat()}))
    if (days := (on - confirmed).days) >= REMIND[0]:
        sentence = N_(
            "Say that all this is still true. The older it is, the fewer points it gets: {days} days so far."
        )
        found.append(Hint("freshness", "", sentence, {"days": days}))
    return found


def counted(hint: Hint, *, tasks: int, open: int) -> Hint:
    """The same hint with how many of the `open` tasks look at it."""
    if hint.key not in _TEXTS:
        return hint
    return Hint(hint.key, hint.part, _TEXTS[hint.key][2], {**hint.facts, "tasks": tasks, "open": open})
