"""What a reader may know of an engagement's stays in Korea: the days, and for some the papers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from talentbridge.engagements import permissions, queries, rules
from talentbridge.engagements.models import Engagement, Stay
from talentbridge.engagements.rules import stays as stay_rules
from talentbridge.engagements.rules.stays import PAPERS, PURPOSES, STATUSES
from talentbridge.engagements.states import StayState
from talentbridge.kernel.actor import Actor


def seen(actor: Actor, engagement: Engagement, at: datetime) -> dict[str, Any]:
    """What `actor` may know of the engagement's stays; also for the panel on its page."""
    today = at.astimezone(rules.SEOUL).date()
    may_read = bool(permissions.may_read_papers(actor, engagement))
    rows = queries.stays_for(actor).filter(engagement=engagement).exclude(state=StayState.CANCELLED)
    shown = [_shown(stay, today, may_read) for stay in rows.prefetch_related("papers")]
    return {
        "stays": shown, "may_read_papers": may_read,
        "days": queries.days_in_korea(engagement.pk, today) if shown and may_read else None,
    }  # fmt: skip


def _shown(stay: Stay, today: date, may_read: bool) -> dict[str, Any]:
    papers = list(stay.papers.all())
    soon = [
        paper for paper in papers if (paper.expires_on - today).days <= max(stay_rules.COMPANY_ALARM_DAYS)
    ]
    too_soon = stay_rules.ends_too_soon({paper.kind: paper.expires_on for paper in papers}, stay.ends_on)
    is_over = stay.ends_on < today
    return {
        "stay": stay, "purpose": PURPOSES.get(stay.purpose, stay.purpose),
        "count": stay_rules.Span(stay.begins_on, stay.ends_on).days, "is_over": is_over,
        "needs_renewal": bool(soon) and not is_over,
        "status": STATUSES.get(stay.status, stay.status) if may_read else "",
        "papers": [
            {"label": PAPERS[paper.kind], "expires_on": paper.expires_on, "left": (paper.expires_on - today).days,
             "too_soon": paper.kind in too_soon, "is_due": (paper.expires_on - today).days <= max(stay_rules.ALARM_DAYS)}
            for paper in sorted(papers, key=lambda each: each.expires_on)
        ] if may_read else [],
    }  # fmt: skip
