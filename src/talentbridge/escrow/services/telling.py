"""Telling people what became true about a milestone: the log, the news for the apps above, a notice with a mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from talentbridge.accounts import queries as accounts
from talentbridge.accounts import services as notices
from talentbridge.audit import services as audit
from talentbridge.escrow.models import Milestone
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.decision import Decision
from talentbridge.kernel.errors import Invalid

Fact = str | int | bool | None


def who(actor: Actor) -> UUID:
    """The person behind an act that only persons do."""
    assert actor.person_id is not None
    return actor.person_id


def log(action: str, milestone: Milestone, *, actor: Actor, at: datetime, **facts: Fact) -> None:
    """The audit row of an act on `milestone`; `action` without its ``escrow.milestone.``."""
    audit.record(
        f"escrow.milestone.{action}",
        actor=actor,
        subject=milestone,
        at=at,
        case_id=milestone.case_id,
        number=milestone.number,
        currency=milestone.currency,
        **facts,
    )


def news(topic: str, milestone: Milestone, *, at: datetime) -> None:
    """Tell the apps above: ``escrow.milestone_<topic>``."""
    outbox.add(
        f"escrow.milestone_{topic}",
        at=at,
        case_id=milestone.case_id,
        milestone_id=milestone.pk,
        number=milestone.number,
    )


def tell(
    milestone: Milestone,
    *sides: Side,
    sentence: str,
    at: datetime,
    but: Actor | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> None:
    """A notice to everybody on `sides`, except to whoever did it."""
    people = [person for side in sides for person in accounts.people_on(milestone.case_id, side)]
    known = {
        "number": milestone.number,
        "title_ko": milestone.title_ko,
        "title_en": milestone.title_en,
        "currency": milestone.currency,
    }
    notices.notify(
        person_ids=[person for person in people if but is None or person != but.person_id],
        sentence=sentence,
        facts=known | dict(facts or {}),
        url=milestone.get_absolute_url(),
        at=at,
    )


def refuse_unusable(**fields: Decision) -> None:
    """Raise `Invalid` with every field whose decision is a no."""
    refused = {name: decision for name, decision in fields.items() if not decision}
    if refused:
        raise Invalid(refused)
