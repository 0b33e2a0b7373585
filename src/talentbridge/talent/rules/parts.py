"""The parts of a profile, each kept on its own: which fields of a `ProfileDraft` belong together. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from talentbridge.kernel.text import N_
from talentbridge.talent.rules.profile import ProfileDraft


@dataclass(frozen=True)
class Part:
    """What a part is called, what it is for, and its fields of a draft."""

    title: str
    purpose: str
    fields: tuple[str, ...]


PARTS: dict[str, Part] = {
    "work": Part(
        N_("What you do"),
        N_("One line that a company reads first, and the roles you look for."),
        ("headline_ko", "headline_en", "years", "roles"),
    ),
    "skills": Part(
        N_("Skills"),
        N_("What you can do and at which level. Tasks ask for skills first."),
        ("skills", "practice"),
    ),
    "languages": Part(
        N_("Languages"), N_("Levels of the European scale, A1 to C2."), ("english", "korean", "languages")
    ),
    "time": Part(
        N_("Place and time"),
        N_("Where your clock is, from when to when you are free, and how many hours a week."),
        ("country", "time_zone", "weekly_hours", "available_from", "available_until", "notice_days"),
    ),
    "terms": Part(
        N_("Terms"),
        N_("How you would work, where you may, and what you ask for."),
        (
            "engagement_types", "work_modes", "work_in", "data_class", "rate_minor", "rate_currency", "rate_unit",
            "rates",
        ),
    ),
    "samples": Part(
        N_("Work samples"), N_("Things you have made, and which part of them was yours."), ("samples",)
    ),
    "certificates": Part(
        N_("Certificates"),
        N_("Self-stated until a coordinator has looked at them."),
        ("certificates",),
    ),
}  # fmt: skip
FIRST = "work"  # without it there is no profile; the others can wait


def is_filled(draft: ProfileDraft, part: str) -> bool:
    """Whether anything of a part is stated."""
    return any(_said(name, getattr(draft, name)) for name in PARTS[part].fields)


def _said(name: str, value: Any) -> bool:
    return name != "rate_unit" and value not in ("", None, (), {}) and bool(value or value == 0)
