"""A posting in the reader's words: the same for the company's preview and for everybody."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from talentbridge.demand import rules
from talentbridge.demand.models import PublicTask
from talentbridge.demand.rules import public
from talentbridge.demand.rules.public import Posting
from talentbridge.demand.services.shaping import SEOUL
from talentbridge.kernel import show

# What could end the data block or begin markup, written as JSON may write it. The text stays the same JSON.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
WORK_MODES = rules.WORK_MODES


def company_of(posting: Posting, language: str) -> str:
    """The company's name in `language`, or what it is called instead."""
    if not posting.sector:
        return str(posting.in_language(language, "company"))
    with override(language):
        return gettext(public.IN_SECTOR).format(sector=gettext(public.SECTORS[posting.sector]))


def shown(posting: Posting) -> dict[str, Any]:
    """Everything that the part `demand/_posting.html` shows."""
    language = show.reading()
    other = "en" if language == "ko" else "ko"
    return {
        "title": posting.in_language(language, "title"),
        "other_title": getattr(posting, f"title_{other}") if getattr(posting, f"title_{language}") else "",
        "other_language": other,
        "description": posting.in_language(language, "description"),
        "description_language": language if getattr(posting, f"description_{language}") else other,
        "company": company_of(posting, language),
        "skills": [
            (each.name_ko if language == "ko" else each.name_en, each.level, gettext(rules.LEVELS[each.level]), each.is_must)
            for each in posting.skills
        ],
        "deliverables": posting.in_language(language, "deliverables"),
        "countries": [show.country(code) for code in posting.countries],
        "work_mode": gettext(WORK_MODES.get(posting.work_mode, "")) if posting.work_mode in WORK_MODES else "",
        "kinds": [gettext(rules.ENGAGEMENT_TYPES[kind]) for kind in posting.engagement_types],
        "budget": posting.budget, "monthly": public.monthly(posting), "weeks": posting.weeks,
        "english": posting.english, "korean": posting.korean, "overlap_hours": posting.overlap_hours,
        "overlap_from": posting.overlap_from, "overlap_to": posting.overlap_to,
        "weekly_hours": posting.weekly_hours,
        "starts_on": date.fromisoformat(posting.starts_on) if posting.starts_on else None,
        "valid_through": date.fromisoformat(posting.valid_through),
    }  # fmt: skip


def address(task: PublicTask) -> str:
    """The whole address of a published task."""
    return settings.SITE_URL + reverse("tasks:detail", args=[task.pk])


def linked_data(task: PublicTask) -> dict[str, Any]:
    """A published task as schema.org's JobPosting, in the reader's language."""
    posting, language = Posting.from_json(task.content), show.reading()
    return public.job_posting(
        posting, language=language, company=company_of(posting, language), url=address(task),
        identifier=str(task.pk), posted=task.published_at.astimezone(SEOUL).date().isoformat(),
    )  # fmt: skip


def data_block(data: dict[str, Any]) -> str:
    """`data` as JSON that can stand inside an HTML element: no text in it can end that element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
