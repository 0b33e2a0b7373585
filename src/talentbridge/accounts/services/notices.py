"""Telling people: a row they find on their page, and a mail in their language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from talentbridge.accounts import queries, tasks
from talentbridge.accounts.models import Notification
from talentbridge.kernel import show
from talentbridge.kernel.actor import Actor
from talentbridge.kernel.jobs import enqueue


def notify(
    *,
    person_ids: Collection[UUID | None],
    sentence: str,
    facts: Mapping[str, Any],
    url: str,
    at: datetime,
    mail: bool = True,
) -> None:
    """Tell people something that has just become true; call it in the transaction that makes it true.

    `sentence` is an English message id (`N_`) naming `facts` as ``{fact}``; `kernel.show.facts` says how facts are
    shown: ISO text in a fact whose name ends in ``_at`` becomes a moment in the reader's zone. `url` is a path or
    the name of a route without arguments, or empty. `mail=False` leaves it at the page. Nobody is told twice;
    None (a profile whose owner has not signed in yet) is skipped.
    """
    plain = {
        key: fact.isoformat() if isinstance(fact, date) else fact if isinstance(fact, int) else str(fact)
        for key, fact in facts.items()
    }
    for person_id in dict.fromkeys(person_ids):
        if person_id is None:
            continue
        row = Notification.objects.create(person_id=person_id, sentence=sentence, facts=plain, url=url, at=at)
        if mail:
            enqueue(tasks.mail_notification, notification_id=row.pk)


def tell(notification: Notification, zone: str) -> str:
    """A notification as its reader reads it, in the language that is active now."""
    return show.told_act(notification.sentence, notification.facts, zone)


def read_all(*, actor: Actor, at: datetime) -> int:
    """Mark everything that the person has been told as seen; returns how much was new."""
    return queries.notifications_for(actor).filter(read_at=None).update(read_at=at)
