"""Telling people what became true about an engagement: a notice on their page and a mail in their language."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from talentbridge.accounts import queries as accounts
from talentbridge.accounts import services as notices
from talentbridge.engagements.models import Engagement
from talentbridge.kernel.actor import Actor, Side

EVERYBODY = (Side.COMPANY, Side.TALENT, Side.COORDINATOR)


def tell(
    engagement: Engagement,
    sides: Collection[Side],
    *,
    sentence: str,
    at: datetime,
    but: Actor | None = None,
    page: str = "detail",
) -> None:
    """Tell everybody on `sides`, except whoever did it; the notice leads to `page` of the engagement."""
    people = [person for side in sides for person in accounts.people_on(engagement.pk, side)]
    notices.notify(
        person_ids=[person for person in people if but is None or person != but.person_id],
        sentence=sentence,
        facts={
            "number": engagement.number,
            "title": engagement.title_ko or engagement.title_en or engagement.number,
        },
        url=reverse(f"engagements:{page}", args=[engagement.pk]),
        at=at,
    )
