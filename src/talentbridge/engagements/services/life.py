"""The life of an engagement: opened, kept fresh from facts, taken back, stopped, completed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from talentbridge.accounts import services as accounts
from talentbridge.audit import services as audit
from talentbridge.demand import services as demand
from talentbridge.engagements import permissions, queries, rules
from talentbridge.engagements.models import Engagement
from talentbridge.engagements.services.keeping import end_contract, recompute, withdraw_offers
from talentbridge.engagements.services.reasons import require_reason
from talentbridge.engagements.services.telling import EVERYBODY, tell
from talentbridge.engagements.states import STAGE_LABELS, EngagementState
from talentbridge.kernel import outbox
from talentbridge.kernel.actor import Actor, Side
from talentbridge.kernel.errors import BridgeError, require
from talentbridge.kernel.lock import lock
from talentbridge.kernel.text import N_

log = logging.getLogger(__name__)
SEOUL = ZoneInfo("Asia/Seoul")


def open_engagement(*, actor: Actor, need_text: str, at: datetime) -> Engagement:
    """Open an engagement on a need in the company's own words; the task begins in `demand`.

    Raises `Invalid` on ``need_text``; then nothing is kept. "engagements.opened" calls for a coordinator.
    """
    require(allowed=permissions.may_open(actor))
    assert actor.organisation_id is not None  # may_open lets nobody through without one
    with transaction.atomic():
        engagement = Engagement(company_id=actor.organisation_id, opened_by_id=actor.person_id, opened_at=at)
        accounts.stand(case_id=engagement.pk, side=Side.COMPANY, organisation_id=actor.organisation_id, at=at)
        demand.write_need(actor=actor, case_id=engagement.pk, text=need_text, at=at)
        _begin(engagement, actor, at)
    return engagement


def open_offered(*, actor: Actor, need_id: UUID, at: datetime) -> Engagement:
    """Open an engagement on a need that a partner brought; the company is told and finds its task in draft."""
    with transaction.atomic():
        engagement = Engagement(opened_at=at)
        task = demand.accept_offered(actor=actor, need_id=need_id, case_id=engagement.pk, at=at)
        engagement.company_id = task.company_id
        accounts.stand(case_id=engagement.pk, side=Side.COMPANY, organisation_id=task.company_id, at=at)
        _begin(engagement, actor, at)
        tell(
            engagement, [Side.COMPANY], at=at,
            sentence=N_(
                "A partner brought a need of your company, and an engagement was opened on it: ‘{title}’. Please check the "
                "task, or stop it if it is not yours."
            ),
        )  # fmt: skip
    return engagement


def _begin(engagement: Engagement, actor: Actor, at: datetime) -> None:
    """What both ways of opening have in common, once the company stands in the case and its task is there."""
    engagement.number = _next_number(at)
    engagement.save(force_insert=True)
    audit.record("engagements.engagement.opened", actor=actor, subject=engagement, at=at)
    recompute(engagement, at)
    outbox.add("engagements.opened", at=at, case_id=engagement.pk)


def refresh(case_id: UUID, at: datetime) -> Engagement | None:
    """Derive stage, next step and the columns of lists again from the facts of the apps below.

    May run as often as one likes, in any order: the result depends on the facts only. None when there is no such
    engagement (a case of a test, or of another house).
    """
    with transaction.atomic():
        engagement = Engagement.objects.select_for_update().filter(pk=case_id).first()
        if engagement is not None:
            recompute(engagement, at)
    return engagement


def refresh_open(at: datetime) -> int:
    """Refresh every open engagement; one that fails does not keep the others from it. Returns how many were done."""
    done = 0
    for case_id in queries.open_case_ids():
        try:
            refresh(case_id, at)
            done += 1
        except (
            BridgeError,
            ValueError,
        ):  # facts that contradict each other: told in the log, the rest goes on
            log.exception("engagement %s could not be refreshed", case_id)
    return done


def hear(payload: Mapping[str, Any], at: datetime) -> None:
    """News from below about a case: refresh it."""
    refresh(UUID(str(payload["case_id"])), at)


def when_consent_withdrawn(payload: Mapping[str, Any], at: datetime) -> None:
    """The talent withdrew the consent to be named: company and coordinator hear it, with what follows."""
    engagement = refresh(UUID(payload["case_id"]), at) if payload["case_id"] else None
    if engagement is None:
        return
    is_kept = payload["effect"] == "kept"
    tell(
        engagement, [Side.COMPANY, Side.COORDINATOR], at=at,
        sentence=N_(
            "‘{title}’: the talent has withdrawn the consent to be named. The contract in force stays, and you keep it "
            "for as long as the law asks for; use the name for nothing else."
        )
        if is_kept
        else N_(
            "‘{title}’: the talent has withdrawn the consent to be named. From now on you see the pseudonym, and no "
            "contract can be written until the talent agrees again."
        ),
    )  # fmt: skip


def take_back(*, actor: Actor, case_id: UUID, reason: str, at: datetime) -> Engagement:
    """Let the stage fall back to what the evidence proves now. Raises `Invalid` on a short ``reason``."""
    with transaction.atomic():
        engagement = lock(queries.engagements_for(actor), case_id)
        facts = queries.facts_of(engagement)
        require(allowed=permissions.may_take_back(actor, engagement), possible=rules.can_take_back(facts))
        require_reason(reason)
        stage = rules.proven_stage(facts)
        engagement.stage = stage
        audit.record(
            "engagements.stage.taken_back", actor=actor, subject=engagement, at=at, stage=STAGE_LABELS[stage],
            reason=reason.strip(),
        )  # fmt: skip
        recompute(engagement, at)
    return engagement


def stop(*, actor: Actor, case_id: UUID, reason: str, at: datetime) -> Engagement:
    """Stop before the end. Not while money is in custody. Raises `Invalid` on a short ``reason``."""
    with transaction.atomic():
        engagement = lock(queries.engagements_for(actor), case_id)
        facts = queries.facts_of(engagement)
        require(allowed=permissions.may_stop(actor, engagement), possible=rules.can_stop(facts))
        require_reason(reason)
        engagement.move(EngagementState.STOPPED)
        engagement.stopped_reason = reason.strip()
        audit.record(
            "engagements.engagement.stopped", actor=actor, subject=engagement, at=at, reason=reason.strip()
        )
        outbox.add("engagements.stopped", at=at, case_id=engagement.pk)
        end_contract(facts, at)
        tell(
            engagement,
            EVERYBODY,
            at=at,
            but=actor,
            sentence=N_("‘{title}’ was stopped. The reason stands on its page."),
        )
        withdraw_offers(facts, reason.strip(), at)
        recompute(engagement, at)
    return engagement


def _next_number(at: datetime) -> str:
    """The next number of the year in Seoul: E-2026-0417. One statement, so two openings never share a number."""
    year = at.astimezone(SEOUL).year
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into engagements_yearcount as counted (year, last) values (%s, 1)"
            " on conflict (year) do update set last = counted.last + 1 returning last",
            [year],
        )
        return f"E-{year}-{cursor.fetchone()[0]:04d}"
