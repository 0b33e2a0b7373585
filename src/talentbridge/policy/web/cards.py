"""Culture cards and holidays where somebody needs them: template tags, built in to every template like the kernel's.

    {% culture_card talent.country "feedback" %}    one card: to know, to try, its source and certainty
    {% both_holidays talent.country %}              public holidays of Korea and that country, this month and next

A card is about work between two places; a country without a card of its own gets the general one. One query a card.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.urls import reverse

from talentbridge.kernel import show
from talentbridge.kernel.clock import now
from talentbridge.policy.rules import COUNTRIES, Statement, calendars, spec
from talentbridge.policy.rules.countries import SEOUL
from talentbridge.policy.web import shelf

register = template.Library()


def _today() -> date:
    return now().astimezone(ZoneInfo(SEOUL)).date()


@register.inclusion_tag("policy/_culture_card.html")
def culture_card(country: str | None, topic: str) -> dict[str, Any]:
    """The card of a country for a topic (`spec.CULTURE_TOPICS`), the general one where it has none; nothing when
    neither is known. It can be folded away."""
    if topic not in spec.CULTURE_TOPICS:
        raise ValueError(f"no culture card is about {topic}")
    code = country or ""
    found = {
        row.country: row
        for row in shelf.rows_of(_today(), countries={code, ""}, prefixes=[f"culture.{topic}"])
        if isinstance(row, Statement)
    }
    row = found.get(code) or found.get("")
    if row is None:
        return {"row": None}
    know, do = spec.two_parts(row.text(show.reading()))
    return {
        "row": row,
        "title": row.title(show.reading()),
        "country": row.country,
        "know": know,
        "do": do,
        "more": reverse("countries:detail", args=[code]) + "#culture" if code in COUNTRIES else "",
    }


@register.inclusion_tag("policy/_both_holidays.html")
def both_holidays(country: str | None) -> dict[str, Any]:
    """Public holidays of Korea and of `country`, from today to the end of next month; says so where none is known."""
    today = _today()
    _, last = calendars.this_month_and_next(today)
    sides = [
        {"country": code, "days": calendars.public_holidays(code, today, last, show.reading())}
        for code in dict.fromkeys(["KR", country or "KR"])
    ]
    return {"sides": sides, "last": last}
